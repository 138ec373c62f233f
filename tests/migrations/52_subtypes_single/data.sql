INSERT INTO client (id, nom, kind) VALUES (1, 'A', 'personne'), (2, 'B', 'organisme');
INSERT INTO personne (id, surnom) VALUES (1, 'a');
INSERT INTO organisme (id) VALUES (2);
