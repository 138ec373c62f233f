INSERT INTO produit (id, code, libelle) VALUES (4, 'P1', 'x'), (9, 'P2', 'y');
INSERT INTO ligne (id, produit_id) VALUES (1, 9), (2, 4);
