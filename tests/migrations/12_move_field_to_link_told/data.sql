INSERT INTO client (id, nom) VALUES (1, 'A');
INSERT INTO commande (id, lieu, client_id) VALUES (1, 'Lyon', 1), (2, 'Brest', NULL), (3, NULL, NULL);
