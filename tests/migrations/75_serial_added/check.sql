SELECT code, rang FROM produit ORDER BY code
-- P1, 1
-- P2, 2
-- P3, 3

SELECT sequence, period, last FROM sequence_counter
-- produit.rang, , 3
