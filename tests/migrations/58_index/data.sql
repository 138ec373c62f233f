INSERT INTO commande (id) VALUES (1), (2);
INSERT INTO produit (id) VALUES (1);
INSERT INTO ligne (id, rang, commande_id, produit_id) VALUES (1, 1, 1, 1), (2, 2, 1, 1), (3, 1, 2, 1);
