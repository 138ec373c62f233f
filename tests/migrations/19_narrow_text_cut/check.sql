SELECT v FROM client ORDER BY id
-- abcd
-- ∅
-- d
