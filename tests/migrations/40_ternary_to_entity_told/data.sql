INSERT INTO a (id, code) VALUES (1,'x');
INSERT INTO b (id, code) VALUES (1,'x');
INSERT INTO c (id, code) VALUES (1,'x'), (2, 'y');
INSERT INTO r (a_id, b_id, c_id) VALUES (1,1,1),(1,1,2);
