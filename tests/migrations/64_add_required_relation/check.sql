SELECT societe_id FROM client ORDER BY id
-- 2
-- 2
-- 2
