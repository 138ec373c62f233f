SELECT v FROM client ORDER BY id
-- 1
-- ∅
-- 9
