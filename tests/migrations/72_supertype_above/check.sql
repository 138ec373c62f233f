SELECT p.nom, p.kind, c.tel FROM personne p JOIN client c ON c.id = p.id ORDER BY p.id
-- A, client, 01
-- B, client, ∅
