SELECT societe_id, depuis FROM client ORDER BY id
-- 2, 2021-01-01
-- 2, ∅
-- ∅, ∅
