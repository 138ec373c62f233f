SELECT v FROM client ORDER BY id
-- 4
-- ∅
-- 2
