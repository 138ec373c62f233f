INSERT INTO a (id, x) VALUES (1, 'a1'), (2, 'a2');
INSERT INTO b (id, y, a_id) VALUES (1, 'b1', 2), (2, 'b2', NULL), (3, 'b3', 1);
INSERT INTO pairs (a_id, b_id) VALUES (1, 3), (2, 3);
