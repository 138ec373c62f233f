SELECT nom, surnom FROM client ORDER BY id
-- A, Jo
-- B, ∅
-- C, ∅
SELECT COUNT(*), SUM(note) FROM suivre
-- 3, 30
