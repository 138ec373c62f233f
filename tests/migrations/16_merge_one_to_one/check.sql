SELECT notes FROM client ORDER BY id
-- n1
-- ∅
-- n3
