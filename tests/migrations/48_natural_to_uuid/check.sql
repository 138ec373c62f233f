SELECT COUNT(DISTINCT cle) FROM client
-- 3
SELECT COUNT(*) FROM client WHERE length(CAST(cle AS CHAR(36))) <> 36
-- 0
SELECT c.code, COUNT(*) FROM commande AS o JOIN client AS c ON c.id = o.client_id GROUP BY c.code ORDER BY c.code
-- C2, 2
-- C7, 1
