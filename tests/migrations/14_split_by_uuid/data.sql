INSERT INTO client (id, nom, ville) VALUES (1, 'A', 'Ivry'), (2, 'B', 'Ivry'), (3, 'C', NULL), (4, 'D', 'Lyon');
INSERT INTO visite (id, code, client_id) VALUES (8, 'V8', 4);
