INSERT INTO agence (id, code) VALUES (1, 'y'), (2, 'z');
INSERT INTO bureau (id, agence_id, depuis) VALUES (1, 1, '2024-01-01'), (2, NULL, NULL), (3, 2, NULL);
