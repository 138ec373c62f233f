INSERT INTO client (id, nom) VALUES (1, 'A');
INSERT INTO session (id, code) VALUES (1, 'S1');
INSERT INTO jour (id, date) VALUES (1, '2024-01-01'), (2, '2024-01-02');
INSERT INTO suivi (client_id, session_id, jour_id, heures, prix) VALUES (1, 1, 1, 7, 100), (1, 1, 2, 7, 100);
