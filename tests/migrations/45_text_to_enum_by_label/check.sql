SELECT statut FROM client ORDER BY id
-- neuf
-- chaud
-- ∅
-- neuf
-- perdu
