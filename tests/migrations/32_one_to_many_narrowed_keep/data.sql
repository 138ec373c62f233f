INSERT INTO client (id, code) VALUES (1, 'A'), (2, 'B'), (3, 'C');
INSERT INTO fiche (id, jour, client_id, depuis) VALUES (1, '2024-01-01', 1, '2024-02-01'), (2, '2024-01-02', 1, '2024-03-01'), (3, '2024-01-03', 2, NULL), (4, NULL, NULL, NULL);
