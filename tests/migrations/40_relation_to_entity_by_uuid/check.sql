SELECT c.nom, s.raison, p.badge, p.depuis FROM poste AS p JOIN client AS c ON c.id = p.client_id JOIN societe AS s ON s.id = p.societe_id ORDER BY c.nom
-- A, X, B1, 2020-01-01
-- B, Y, B2, ∅
