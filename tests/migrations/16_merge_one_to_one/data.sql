INSERT INTO client (id, nom) VALUES (1, 'A'), (2, 'B'), (3, 'C');
INSERT INTO fiche (id, notes, client_id) VALUES (7, 'n1', 1), (8, 'n3', 3);
