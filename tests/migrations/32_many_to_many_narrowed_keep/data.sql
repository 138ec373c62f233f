INSERT INTO client (id, code) VALUES (1, 'A'), (2, 'B'), (3, 'C');
INSERT INTO fiche (id, jour) VALUES (1, '2024-01-01'), (2, '2024-01-02'), (3, '2024-01-03'), (4, NULL);
INSERT INTO decrire (fiche_id, client_id, depuis) VALUES (1, 1, '2024-02-01'), (1, 2, '2024-01-01'), (2, 1, '2024-03-01'), (2, 2, '2024-02-15'), (3, 3, NULL), (4, 3, NULL);
