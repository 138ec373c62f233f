SELECT nom, ville, societe_id FROM contact ORDER BY id
-- A, Lyon, 1
-- B, ∅, 2
