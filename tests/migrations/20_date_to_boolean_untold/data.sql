INSERT INTO client (id, nom, ne_le) VALUES (1, 'A', '2000-01-01');
