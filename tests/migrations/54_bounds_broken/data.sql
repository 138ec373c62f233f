INSERT INTO client (id, nom, n) VALUES (1, 'A', 0), (2, 'B', NULL), (3, 'C', 9);
