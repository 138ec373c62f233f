SELECT parrain_id FROM client ORDER BY id
-- ∅
-- 1
-- 2
