INSERT INTO client (id, nom, statut) VALUES (1, 'A', 'neuf'), (2, 'B', 'perdu'), (3, 'C', NULL);
