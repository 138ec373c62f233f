INSERT INTO societe (id, raison) VALUES (1, 'X'), (2, 'Y');
INSERT INTO client (id, nom, tel, societe_id) VALUES (1, 'A', '111', 1), (2, 'B', '333', 1), (3, 'C', NULL, 2);
