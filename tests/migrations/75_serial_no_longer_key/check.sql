SELECT code, numero FROM client ORDER BY code
-- C4, 4
-- C7, 7

SELECT sequence, period, last FROM sequence_counter
-- client.numero, , 7
