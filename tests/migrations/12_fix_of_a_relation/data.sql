INSERT INTO client (id, nom) VALUES (1, 'A'), (2, 'B'), (3, 'C');
INSERT INTO session (id, code) VALUES (1, 'S1'), (2, 'S2');
INSERT INTO suivre (client_id, session_id, note, surnom) VALUES (1, 1, 10, 'Jo'), (1, 2, 12, 'Jo'), (2, 1, 8, NULL);
