INSERT INTO client (id, nom) VALUES (1, 'A'), (2, 'B'), (3, 'C');
INSERT INTO societe (id, raison) VALUES (1, 'X'), (2, 'Y');
