SELECT client_id, societe_id, depuis, poste FROM travailler
-- 1, 1, 2020-01-01, ∅
