INSERT INTO client (id, nom, v) VALUES (1, 'A', 'x'), (2, 'B', NULL), (3, 'C', NULL);
