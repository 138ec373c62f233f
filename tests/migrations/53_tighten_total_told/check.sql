SELECT kind FROM client ORDER BY id
-- organisme
-- personne
-- personne
SELECT id, naissance FROM personne ORDER BY id
-- 2, 1990-01-01
-- 3, ∅
