INSERT INTO adresse (id, rue) VALUES (1, 'r'), (2, 'orphan');
INSERT INTO client (id, nom, adresse_id) VALUES (1, 'A', 1), (2, 'B', 1), (3, 'C', NULL);
