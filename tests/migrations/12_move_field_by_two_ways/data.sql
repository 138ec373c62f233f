INSERT INTO client (id, nom, note) VALUES (1, 'A', 'n'), (2, 'B', NULL);
INSERT INTO produit (id, lib, client_id) VALUES (1, 'x', 1);
