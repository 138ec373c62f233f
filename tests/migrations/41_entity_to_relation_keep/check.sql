SELECT a_id, b_id, k FROM r
-- 1, 2, 7
