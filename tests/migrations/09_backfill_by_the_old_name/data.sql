INSERT INTO cours (id, code, titre) VALUES (1, 'C1', NULL), (2, 'C2', 'Deux');
INSERT INTO eleve (id, nom) VALUES (1, NULL);
INSERT INTO suivre (cours_id, eleve_id, note) VALUES (1, 1, 12), (2, 1, 9);
