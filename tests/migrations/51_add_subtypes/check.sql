SELECT id, siret FROM organisme
-- 1, 123
SELECT id, naissance FROM personne
-- 2, 1990-01-01
SELECT kind FROM client ORDER BY id
-- organisme
-- personne
