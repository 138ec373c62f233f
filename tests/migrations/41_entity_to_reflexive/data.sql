INSERT INTO a (id, code) VALUES (1,'x'),(2,'y'),(3,'z');
INSERT INTO l (id, p_id, f_id, k) VALUES (1,1,2,5),(2,2,1,6),(3,3,3,NULL),(4,1,3,8);
