INSERT INTO client (id, nom) VALUES (1, 'A'), (2, 'B'), (3, 'C');
