INSERT INTO f (id, nom, x, y, z) VALUES (1, 'A', '007', '12.5', 'oui'), (2, 'B', '-3', '3', '1'), (3, 'C', NULL, NULL, 'false'), (4, 'D', '0', '-0.50', 'Non');
