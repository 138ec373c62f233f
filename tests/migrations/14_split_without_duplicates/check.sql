SELECT COUNT(*) FROM adresse
-- 2
SELECT c.nom, a.rue, a.ville FROM client AS c JOIN adresse AS a ON a.id = c.adresse_id ORDER BY c.id
-- A, s1, c1
-- B, s1, c1
-- D, s2, ∅
