INSERT INTO client (id, nom, debut, fin) VALUES (1, 'A', '2020-01-01', '2021-01-01');
