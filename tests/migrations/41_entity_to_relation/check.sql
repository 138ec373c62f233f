SELECT client_id, societe_id, depuis FROM travailler ORDER BY client_id
-- 1, 1, 2020-01-01
-- 2, 2, ∅
