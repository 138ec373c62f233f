SELECT nom FROM joueur WHERE equipe_id = 1 ORDER BY id
-- J1
-- J2
