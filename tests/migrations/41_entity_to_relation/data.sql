INSERT INTO client (id, nom) VALUES (1, 'A'), (2, 'B'), (3, 'C');
INSERT INTO societe (id, raison) VALUES (1, 'X'), (2, 'Y');
INSERT INTO poste (id, client_id, societe_id, depuis) VALUES (4, 1, 1, '2020-01-01'), (9, 2, 2, NULL);
