INSERT INTO client (id, nom, a, s) VALUES (1, 'x', 1, 5);
