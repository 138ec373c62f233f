SELECT nom, x FROM f ORDER BY id
-- A, 7
-- B, -3
-- C, ∅
-- D, 0
