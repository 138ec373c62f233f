INSERT INTO client (id, kind, nom, siret) VALUES (1, 'societe', 'A', '111');
INSERT INTO client (id, kind, nom, naissance) VALUES (2, 'particulier', 'B', '2000-01-01');
INSERT INTO client (id, nom) VALUES (3, 'C');
