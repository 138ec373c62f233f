SELECT c.nom, a.rue, a.ville FROM habiter h JOIN client c ON c.id = h.client_id JOIN adresse a ON a.id = h.adresse_id ORDER BY c.id
-- A, quai, Nantes
-- C, quai, Nantes
-- D, ∅, Rezé
