INSERT INTO societe (id, raison) VALUES (1, 'X');
INSERT INTO client (id, nom, tel, societe_id) VALUES (1, 'A', '111', 1), (2, 'B', '222', 1), (3, 'C', '333', NULL), (4, 'D', NULL, NULL);
