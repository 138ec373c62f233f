SELECT ville FROM client ORDER BY id
-- Lyon
-- ?
-- Brest
