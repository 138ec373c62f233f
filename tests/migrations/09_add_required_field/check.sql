SELECT ville FROM client ORDER BY id
-- A
-- B
-- C
