INSERT INTO client (id, nom, a, b) VALUES (1, 'x', 'A', 'B');
