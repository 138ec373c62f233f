SELECT statut FROM client ORDER BY id
-- neuf
-- neuf
-- ∅
