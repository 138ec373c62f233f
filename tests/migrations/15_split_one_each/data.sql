INSERT INTO client (id, nom, rue, ville) VALUES (1, 'A', 's1', 'c1'), (2, 'B', 's1', 'c1'), (3, 'C', NULL, NULL);
