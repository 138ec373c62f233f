INSERT INTO client (id, nom, v) VALUES (1, 'A', 'true'), (2, 'B', NULL), (3, 'C', 'false');
