SELECT e.nom, j.nom FROM capitaine c JOIN equipe e ON e.id = c.equipe_id JOIN joueur j ON j.id = c.joueur_id ORDER BY e.id
-- E1, J2
-- E2, J3
