SELECT c.nom, c.kind, s.raison, s.metier FROM client AS c JOIN societe AS s ON s.id = c.id ORDER BY c.nom
-- A, societe, a, plombier
-- B, societe, B et fils, ∅
-- D, societe, ∅, ∅
SELECT id, societe_id FROM chantier ORDER BY id
-- 1, 4
-- 2, ∅
-- 3, 1
