SELECT tel FROM client ORDER BY id
-- 111
-- ∅
-- 111
