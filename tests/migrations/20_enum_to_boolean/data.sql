INSERT INTO f (id, nom, x) VALUES (1, 'A', 'oui'), (2, 'B', 'non'), (3, 'C', NULL);
