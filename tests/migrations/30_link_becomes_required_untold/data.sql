INSERT INTO societe (id, raison) VALUES (1, 'X'), (2, 'Y');
INSERT INTO client (id, nom, societe_id) VALUES (1, 'A', 1), (2, 'B', 2), (3, 'C', 1);
INSERT INTO client (id, nom) VALUES (4, 'D');
