INSERT INTO client (id, nom, parrain_id) VALUES (1, 'A', NULL), (2, 'B', 1), (3, 'C', 2);
