INSERT INTO client (id, kind, nom) VALUES (1, 'societe', 'A');
INSERT INTO societe (id, siret) VALUES (1, '111');
INSERT INTO tiers (id, nom) VALUES (1, 'T');
