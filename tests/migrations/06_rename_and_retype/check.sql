SELECT millesime FROM client ORDER BY id
-- 2020
-- ∅
-- 1999
