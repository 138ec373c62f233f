INSERT INTO f (id, nom, x) VALUES (1, 'A', 1), (2, 'B', 7), (3, 'C', NULL);
