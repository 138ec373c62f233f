SELECT client_id FROM fiche ORDER BY id
-- 2
-- 1
