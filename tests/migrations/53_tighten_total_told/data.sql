INSERT INTO client (id, nom) VALUES (1, 'Acme'), (2, 'Bob'), (3, 'Zed');
INSERT INTO organisme (id, siret) VALUES (1, '123');
INSERT INTO personne (id, naissance) VALUES (2, '1990-01-01');
