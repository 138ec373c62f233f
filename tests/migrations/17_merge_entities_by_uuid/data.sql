INSERT INTO client (id, code, nom, tel) VALUES (1, 'C1', 'A', '01'), (7, 'C7', 'B', NULL);
UPDATE client SET parrain_id = 1 WHERE id = 7;
INSERT INTO prospect (id, code, nom, mobile, source) VALUES (1, 'P1', 'X', '06', 'salon'), (2, 'P2', 'Y', NULL, NULL), (9, 'P9', 'Z', '07', 'appel');
INSERT INTO visite (id, prospect_id) VALUES (1, 9), (2, 1), (3, 1);
INSERT INTO produit (id, ref) VALUES (1, 'R1'), (2, 'R2');
INSERT INTO interesser (prospect_id, produit_id, note) VALUES (1, 1, 'oui'), (9, 2, NULL);
INSERT INTO acheter (client_id, produit_id) VALUES (1, 1), (7, 1);
