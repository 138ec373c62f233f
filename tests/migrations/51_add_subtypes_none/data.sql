INSERT INTO client (id, nom, sorte, siret, naissance) VALUES (1, 'Acme', 'org', NULL, NULL), (2, 'Bob', 'pers', NULL, NULL);
