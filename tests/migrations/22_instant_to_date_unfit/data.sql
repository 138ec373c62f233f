INSERT INTO client (id, nom, v) VALUES (1, 'A', '2024-02-29 10:00:00'), (2, 'B', NULL), (3, 'C', NULL);
