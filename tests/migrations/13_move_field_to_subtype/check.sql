SELECT naissance FROM personne
-- 1990-01-01
