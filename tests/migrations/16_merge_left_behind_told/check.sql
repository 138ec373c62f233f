SELECT nom, rue FROM client ORDER BY id
-- A, r
-- B, r
-- C, ∅
