INSERT INTO client (id, nom) VALUES (1, 'A'), (2, 'B');
INSERT INTO personne (id, surnom) VALUES (1, 'a');
INSERT INTO organisme (id) VALUES (2);
INSERT INTO personne (id, surnom) VALUES (2, 'b');
