INSERT INTO client (id, cp, ville) VALUES (1, '69', 'Lyon'), (2, '69', 'LYON'), (3, '29', 'Brest'), (4, NULL, NULL);
