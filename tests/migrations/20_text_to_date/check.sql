SELECT v FROM client ORDER BY id
-- 2024-02-29
-- ∅
-- 1999-12-31
