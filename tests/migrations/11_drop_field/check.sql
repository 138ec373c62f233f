SELECT nom FROM client ORDER BY id
-- A
-- B
-- C
