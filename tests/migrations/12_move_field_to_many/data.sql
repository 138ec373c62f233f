INSERT INTO societe (id, raison, tel) VALUES (1, 'X', '111'), (2, 'Y', NULL);
INSERT INTO client (id, nom, societe_id) VALUES (1, 'A', 1), (2, 'B', 2), (3, 'C', 1);
