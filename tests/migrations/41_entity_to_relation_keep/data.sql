INSERT INTO a (id, code) VALUES (1,'x'),(2,'y'),(3,'z');
INSERT INTO b (id) VALUES (1),(2);
INSERT INTO l (id, a_id, b_id, k) VALUES (1,1,2,5),(2,2,NULL,6),(3,1,2,7);
