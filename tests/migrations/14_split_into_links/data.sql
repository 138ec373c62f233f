INSERT INTO client (id, nom, rue, ville) VALUES (1, 'A', 'quai', 'Nantes'), (2, 'B', NULL, NULL), (3, 'C', 'quai', 'Nantes'), (4, 'D', NULL, 'Rezé');
