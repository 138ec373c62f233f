SELECT tel FROM societe ORDER BY id
-- 111
-- 222
