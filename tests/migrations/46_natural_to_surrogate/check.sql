SELECT p.code FROM ligne AS l JOIN produit AS p ON p.id = l.produit_id ORDER BY l.id
-- P2
-- P1
