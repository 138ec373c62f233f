SELECT lieu FROM commande ORDER BY id
-- Lyon
-- ∅
-- ∅
