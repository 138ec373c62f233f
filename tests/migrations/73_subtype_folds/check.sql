SELECT nom, siret FROM client ORDER BY id
-- A, 111
-- C, ∅
