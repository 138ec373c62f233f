SELECT ville FROM client ORDER BY id
-- Lyon
-- Lyon
-- Lyon
SELECT COUNT(*) FROM client WHERE actif
-- 3
