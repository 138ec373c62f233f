INSERT INTO client (id, nom) VALUES (1, 'A'), (2, 'B');
INSERT INTO commande (id, client_id, remise) VALUES (1, 1, 5), (2, 2, 10), (3, 1, NULL);
INSERT INTO produit (id, lib) VALUES (1, 'x'), (2, 'y');
INSERT INTO ligne (commande_id, produit_id) VALUES (1, 1), (1, 2), (2, 1), (3, 2);
