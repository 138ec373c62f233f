SELECT COUNT(*) FROM client
-- 3
