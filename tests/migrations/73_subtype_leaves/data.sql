INSERT INTO client (id, kind, nom) VALUES (1, 'societe', 'A'), (3, NULL, 'C');
INSERT INTO societe (id, siret) VALUES (1, '111');
