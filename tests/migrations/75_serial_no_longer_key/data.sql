INSERT INTO client (id, code) VALUES (4, 'C4'), (7, 'C7');
