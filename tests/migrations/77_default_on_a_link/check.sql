SELECT code, p_id, q FROM e ORDER BY code
-- a, 1, 4
-- b, ∅, ∅
-- c, 1, 4
