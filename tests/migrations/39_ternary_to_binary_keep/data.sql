INSERT INTO client (id, nom) VALUES (1, 'A'), (2, 'B');
INSERT INTO societe (id, raison) VALUES (1, 'X'), (2, 'Y');
INSERT INTO metier (id, code) VALUES (5, 'dev'), (6, 'chef');
INSERT INTO travailler (client_id, societe_id, metier_id, taux) VALUES (1, 1, 5, 70), (1, 1, 6, 30), (2, 2, 6, NULL);
