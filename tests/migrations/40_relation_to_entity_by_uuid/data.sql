INSERT INTO client (id, code, nom) VALUES (1, 'C1', 'A'), (2, 'C2', 'B'), (3, 'C3', 'C');
INSERT INTO societe (id, raison) VALUES (1, 'X'), (2, 'Y');
INSERT INTO travailler (client_id, societe_id, badge, depuis) VALUES (1, 1, 'B1', '2020-01-01'), (2, 2, 'B2', NULL);
