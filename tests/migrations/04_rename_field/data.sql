INSERT INTO client (id, nom, ville) VALUES (1, 'A', 'Lyon'), (2, 'B', NULL), (3, 'C', 'Nice');
