SELECT f.id, c.client FROM facture f JOIN client c ON c.id = f.client_id ORDER BY f.id
-- 1, Bo
-- 2, Al
-- 3, Bo

SELECT sequence, last FROM sequence_counter
-- client.reference, 2
