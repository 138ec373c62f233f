SELECT code, p_id, q, s FROM e ORDER BY code
-- a, 1, 1, x
-- b, ∅, ∅, ∅
-- c, 1, 5, x
