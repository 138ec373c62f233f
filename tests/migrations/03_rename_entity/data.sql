INSERT INTO societe (id, raison) VALUES (1, 'X'), (2, 'Y');
INSERT INTO client (id, nom, ville, societe_id) VALUES (1, 'A', 'Lyon', 1), (2, 'B', NULL, 2);
