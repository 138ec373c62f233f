INSERT INTO client (id, nom, annee) VALUES (1, 'A', 'vers 2020'), (2, 'B', NULL), (3, 'C', '1999');
