INSERT INTO client (id, nom, sorte, siret, naissance) VALUES (1, 'Acme', 'org', '123', NULL), (2, 'Bob', 'pers', NULL, '1990-01-01');
