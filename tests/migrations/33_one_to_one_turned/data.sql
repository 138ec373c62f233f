INSERT INTO fiche (id, notes) VALUES (7, 'n1'), (8, 'n3');
INSERT INTO client (id, nom, fiche_id) VALUES (1, 'A', 8), (2, 'B', 7);
