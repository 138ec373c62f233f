SELECT client_id, societe_id FROM travailler ORDER BY client_id
-- 1, 1
-- 2, 2
-- 3, 1
