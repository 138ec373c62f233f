SELECT c.nom, p.code_postal, v.ville, v.region FROM client AS c LEFT JOIN code_postal AS p ON p.id = c.code_postal_id LEFT JOIN ville AS v ON v.id = p.ville_id ORDER BY c.id
-- A, 44000, Nantes, Loire
-- B, 44000, Nantes, Loire
-- C, 44100, Nantes, Loire
-- D, 75011, Paris, ∅
-- E, ∅, ∅, ∅
SELECT COUNT(*) FROM ville
-- 2
