INSERT INTO client (id, nom, tel) VALUES (1, 'A', '01'), (7, 'B', NULL);
INSERT INTO visite (id, code, client_id) VALUES (1, 'V1', 7), (2, 'V2', 1);
INSERT INTO produit (id, ref) VALUES (1, 'R1');
INSERT INTO interesser (client_id, produit_id) VALUES (7, 1);
