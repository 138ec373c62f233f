SELECT v.code, p.nom, p.kind FROM visite v JOIN personne p ON p.id = v.personne_id ORDER BY v.code
-- V1, B, acheteur
-- V2, A, acheteur
SELECT personne_id FROM interesser
-- 7
