SELECT code, intitule FROM stage ORDER BY id
-- C1, C1
-- C2, Deux
SELECT nom, stage_id FROM eleve
-- ?, 1
