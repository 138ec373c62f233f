SELECT surnom FROM client ORDER BY id
-- a
-- ∅
