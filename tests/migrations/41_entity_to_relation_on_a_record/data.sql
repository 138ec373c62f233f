INSERT INTO agence (id, code) VALUES (1, 'y'), (2, 'z');
INSERT INTO bureau (id) VALUES (1), (2), (3);
INSERT INTO bail (id, agence_id, bureau_id, depuis) VALUES (1, 1, 1, '2024-01-01'), (2, 2, 3, NULL);
