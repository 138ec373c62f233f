INSERT INTO client (id, code, nom) VALUES (1, 1, 'A'), (2, 2, 'B'), (7, 7, 'C');
INSERT INTO commande (id, client_id) VALUES (1, 2), (2, 7), (3, 2);
