SELECT tel FROM societe ORDER BY id
-- 333
-- ∅
