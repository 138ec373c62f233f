INSERT INTO produit (id, code, nom) VALUES (3, 'P1', 'A'), (5, 'P2', 'B'), (9, 'P3', 'C');
