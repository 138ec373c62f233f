SELECT id, client_id, depuis FROM fiche ORDER BY id
-- 1, ∅, ∅
-- 2, 1, 2024-03-01
-- 3, ∅, ∅
-- 4, 3, ∅
