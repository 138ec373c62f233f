INSERT INTO client (id, nom, v) VALUES (1, 'A', '12.50'), (2, 'B', NULL), (3, 'C', '-3.00');
