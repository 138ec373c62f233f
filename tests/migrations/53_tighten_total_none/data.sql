INSERT INTO client (id, nom, kind) VALUES (1, 'A', NULL);
