SELECT client_id, metier_id FROM travailler ORDER BY client_id
-- 1, 5
-- 2, 5
