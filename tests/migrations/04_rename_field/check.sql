SELECT commune FROM client ORDER BY id
-- Lyon
-- ∅
-- Nice
