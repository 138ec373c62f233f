SELECT nom, siret FROM societe
-- A, 111
SELECT nom, naissance FROM particulier
-- B, 2000-01-01
