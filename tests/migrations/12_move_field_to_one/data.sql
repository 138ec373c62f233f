INSERT INTO societe (id, raison) VALUES (1, 'X'), (2, 'Y');
INSERT INTO client (id, nom, tel, societe_id) VALUES (1, 'A', '111', 1), (2, 'B', NULL, 1), (3, 'C', '222', 2);
