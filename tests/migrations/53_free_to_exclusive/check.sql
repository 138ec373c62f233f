SELECT kind FROM client ORDER BY id
-- personne
-- organisme
