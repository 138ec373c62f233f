INSERT INTO client (id, nom, v) VALUES (1, 'A', '2024-02-29'), (2, 'B', NULL), (3, 'C', '1999-12-31');
