SELECT commande_id, produit_id, rabais FROM ligne ORDER BY commande_id, produit_id
-- 1, 1, 5
-- 1, 2, 5
-- 2, 1, 10
-- 3, 2, ∅
