SELECT e.appellation, j.appellation FROM equipe e JOIN joueur j ON j.id = e.joueur_id ORDER BY e.id
-- E1, J2
-- E2, J3
