SELECT client_id, societe_id, taux FROM travailler ORDER BY client_id
-- 1, 1, 70
-- 2, 2, ∅
