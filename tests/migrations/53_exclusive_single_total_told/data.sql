INSERT INTO client (id, nom, kind, siret) VALUES (1, 'Acme', 'organisme', '123');
INSERT INTO client (id, nom, kind, naissance) VALUES (2, 'Bob', 'personne', '1990-01-01');
INSERT INTO client (id, nom, kind) VALUES (3, 'Zed', NULL);
