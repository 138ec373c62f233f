SELECT CAST(id AS CHAR(36)), nom FROM personne ORDER BY nom
-- 00000000-0000-7a69-83ba-000000000001, Ada
-- 00000000-0000-7a69-83ba-000000000002, Bob
-- 00000000-0000-7a69-83ba-000000000007, Cyd
-- 00000000-0000-7a69-83ba-000000000040, Dan
SELECT p.nom, s.nom FROM personne AS p LEFT JOIN personne AS s ON s.id = p.parrain_id ORDER BY p.nom
-- Ada, ∅
-- Bob, Ada
-- Cyd, Cyd
-- Dan, Bob
SELECT p.nom, a.carte FROM adherent AS a JOIN personne AS p ON p.id = a.id ORDER BY p.nom
-- Bob, A2
-- Dan, A40
SELECT f.id, f.objet, p.nom FROM facture AS f JOIN personne AS p ON p.id = f.personne_id ORDER BY f.id
-- 3, Bois, Bob
-- 4, Fer, Dan
-- 9, Clous, Bob
SELECT p.nom, l.rang FROM lot AS l JOIN personne AS p ON p.id = l.personne_id ORDER BY p.nom, l.rang
-- Ada, 1
-- Ada, 2
-- Cyd, 1
SELECT p.nom, e.plaque FROM conduire AS c JOIN personne AS p ON p.id = c.personne_id JOIN engin AS e ON e.id = c.engin_id ORDER BY p.nom, e.plaque
-- Ada, AB-5
-- Bob, AB-1
-- Bob, AB-5
SELECT a.facture_id, e.plaque FROM annexer AS a JOIN engin AS e ON e.id = a.engin_id ORDER BY a.facture_id
-- 3, AB-1
-- 9, AB-5
