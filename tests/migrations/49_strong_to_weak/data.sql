INSERT INTO batiment (id, code) VALUES (1, 'a'), (2, 'b');
INSERT INTO salle (id, no, batiment_id) VALUES (1, 1, 1), (2, 2, 2);
