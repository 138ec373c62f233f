INSERT INTO client (id, nom, v) VALUES (1, 'A', 'abc'), (2, 'B', NULL), (3, 'C', 'd');
