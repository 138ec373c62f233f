INSERT INTO client (id, nom, v) VALUES (1, 'A', 'abcdef'), (2, 'B', NULL), (3, 'C', 'd');
