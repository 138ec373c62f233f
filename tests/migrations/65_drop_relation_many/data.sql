INSERT INTO client (id, nom) VALUES (1, 'A'), (2, 'B'), (3, 'C');
INSERT INTO societe (id, raison) VALUES (1, 'X'), (2, 'Y');
INSERT INTO travailler (client_id, societe_id) VALUES (1, 1), (2, 2);
INSERT INTO travailler (client_id, societe_id) VALUES (1, 2);
