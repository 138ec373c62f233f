SELECT v FROM client ORDER BY id
-- -12
-- ∅
-- 7
