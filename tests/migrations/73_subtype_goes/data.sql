INSERT INTO client (id, kind, nom) VALUES (1, 'societe', 'A'), (2, 'particulier', 'B'), (3, NULL, 'C');
INSERT INTO societe (id, siret) VALUES (1, '111');
INSERT INTO particulier (id, naissance) VALUES (2, '2000-01-01');
