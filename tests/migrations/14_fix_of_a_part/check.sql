SELECT c.cours, s.rang, c.intitule, l.salle, l.places FROM session AS s JOIN cours AS c ON c.id = s.cours_id LEFT JOIN salle AS l ON l.id = s.salle_id ORDER BY s.id
-- BUR, 1, Tableur, A, 12
-- BUR, 2, Tableur, B, 8
-- SST, 1, Secours, A, 12
-- LAN, 1, ∅, ∅, ∅
SELECT COUNT(*) FROM cours
-- 3
