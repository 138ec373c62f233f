SELECT societe_id FROM client ORDER BY id
-- 1
-- 2
-- 1
-- 2
