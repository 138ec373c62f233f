SELECT cp, ville FROM commune ORDER BY cp
-- 29, Brest
-- 69, Lyon
