SELECT nom, siret FROM societe
-- A, 111
