INSERT INTO p (id, code, nom) VALUES (1, 'p1', 'P1');
INSERT INTO e (id, code, nom, p_id) VALUES (1, 'a', 'A', 1), (2, 'b', 'B', NULL), (3, 'c', 'C', 1);
