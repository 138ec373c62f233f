SELECT agence_id, depuis FROM bureau ORDER BY id
-- 1, 2024-01-01
-- ∅, ∅
-- 2, ∅
