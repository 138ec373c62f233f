INSERT INTO prof (id, salle) VALUES (1, 's1');
INSERT INTO cours (id) VALUES (1), (2);
