SELECT client_id FROM societe ORDER BY id
-- 1
-- 2
