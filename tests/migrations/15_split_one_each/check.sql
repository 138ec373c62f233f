SELECT COUNT(*) FROM adresse
-- 2
