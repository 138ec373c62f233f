SELECT a_id, b_id FROM l ORDER BY id
-- 1, 1
-- 1, 1
