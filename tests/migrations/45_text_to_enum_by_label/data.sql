INSERT INTO client (id, nom, statut) VALUES (1, 'A', 'neuf'), (2, 'B', 'Très chaud'), (3, 'C', NULL), (4, 'D', 'Neuf'), (5, 'E', 'parti, en 2024');
