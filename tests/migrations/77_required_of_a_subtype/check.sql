SELECT code, note, rang FROM tiers ORDER BY code
-- a, ∅, ∅
-- b, ok, 3
-- c, ∅, ∅
