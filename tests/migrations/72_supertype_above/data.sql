INSERT INTO client (id, nom, tel) VALUES (1, 'A', '01'), (7, 'B', NULL);
INSERT INTO visite (id, code, client_id) VALUES (1, 'V1', 7);
