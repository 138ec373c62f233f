INSERT INTO client (id, nom, v) VALUES (1, 'A', 1), (2, 'B', NULL), (3, 'C', 9);
