SELECT sequence, period, last FROM sequence_counter ORDER BY sequence, period
-- facture.dossier, , 1203
-- facture.reference, 2026-01, 11
-- facture.reference, 2026-02, 3
