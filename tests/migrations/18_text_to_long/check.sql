SELECT v FROM client ORDER BY id
-- abc
-- ∅
-- d
