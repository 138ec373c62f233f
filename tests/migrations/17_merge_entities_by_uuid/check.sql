SELECT code, tel, source FROM client ORDER BY code
-- C1, 01, ∅
-- C7, ∅, ∅
-- P1, 06, salon
-- P2, ∅, ∅
-- P9, 07, appel
SELECT v.id, c.code FROM visite AS v JOIN client AS c ON c.id = v.client_id ORDER BY v.id
-- 1, P9
-- 2, P1
-- 3, P1
SELECT c.code, p.ref, i.note FROM interesser AS i JOIN client AS c ON c.id = i.client_id JOIN produit AS p ON p.id = i.produit_id ORDER BY c.code
-- P1, R1, oui
-- P9, R2, ∅
SELECT c.code FROM acheter AS a JOIN client AS c ON c.id = a.client_id ORDER BY c.code
-- C1
-- C7
SELECT f.code, p.code FROM client AS f JOIN client AS p ON p.id = f.parrain_id
-- C7, C1
