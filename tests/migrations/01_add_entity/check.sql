SELECT COUNT(*) FROM client
-- 3
SELECT COUNT(*) FROM societe
-- 0
