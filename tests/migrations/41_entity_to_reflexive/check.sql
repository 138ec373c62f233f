SELECT p_id, f_id, k FROM r ORDER BY p_id, f_id
-- 1, 2, 5
-- 1, 3, 8
-- 2, 1, 6
-- 3, 3, ∅
