SELECT COUNT(*) FROM devis WHERE auteur_id IS NULL
-- 2

SELECT d.objet, c.nom FROM relire r JOIN devis d ON d.id = r.devis_id JOIN contact c ON c.id = r.lecteur_id ORDER BY d.id
-- D1, C1
-- D2, C1
