SELECT agence_id, bureau_id, depuis FROM bail ORDER BY bureau_id
-- 1, 1, 2024-01-01
-- 2, 3, ∅
