INSERT INTO client (id, nom, ref) VALUES (1, 'A', 'C-001');
INSERT INTO sequence_counter (sequence, period, last) VALUES ('client.ref', '', 1);
