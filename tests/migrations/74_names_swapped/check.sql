SELECT a.y, b.x FROM a JOIN b ON b.id = a.b_id ORDER BY a.id
-- b1, a2
-- b3, a1

SELECT a.y, b.x FROM pairs p JOIN a ON a.id = p.a_id JOIN b ON b.id = p.b_id ORDER BY b.id
-- b3, a1
-- b3, a2
