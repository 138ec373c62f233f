INSERT INTO client (id, nom, v) VALUES (1, 'A', TRUE), (2, 'B', NULL), (3, 'C', FALSE);
