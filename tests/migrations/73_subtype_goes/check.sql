SELECT nom FROM client WHERE kind IS NULL ORDER BY id
-- B
-- C
