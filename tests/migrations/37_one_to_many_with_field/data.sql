INSERT INTO societe (id, raison) VALUES (1, 'X'), (2, 'Y');
INSERT INTO client (id, nom, societe_id, depuis) VALUES (1, 'A', 1, '2020-01-01'), (2, 'B', NULL, NULL);
