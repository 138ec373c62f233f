SELECT a, b FROM client
-- B, A
