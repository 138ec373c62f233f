INSERT INTO client (id, nom, kind, naissance) VALUES (1, 'A', 'personne', '1990-01-01'), (2, 'B', 'organisme', NULL);
INSERT INTO personne (id, surnom) VALUES (1, 'a');
INSERT INTO organisme (id) VALUES (2);
