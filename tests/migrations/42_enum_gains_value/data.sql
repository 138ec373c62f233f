INSERT INTO client (id, nom, statut) VALUES (1, 'A', 'neuf'), (2, 'B', 'chaud'), (3, 'C', NULL);
