SELECT kind FROM client ORDER BY id
-- organisme
-- personne
-- personne
