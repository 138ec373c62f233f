INSERT INTO client (id, nom) VALUES (1, 'A');
