SELECT c.id, c.nom, v.ville FROM client AS c LEFT JOIN ville AS v ON v.id = c.ville_id ORDER BY c.id
-- 1, A, Ivry
-- 2, B, Ivry
-- 3, C, ∅
-- 4, D, Lyon
SELECT COUNT(*) FROM ville
-- 2
SELECT v.code, c.nom FROM visite AS v JOIN client AS c ON c.id = v.client_id
-- V8, D
