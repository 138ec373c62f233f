SELECT objet, reference, casier FROM facture ORDER BY id
-- A, F-2026-002, C3
-- B, F-2025-001, C1
-- C, F-2026-001, C2

SELECT sequence, period, last FROM sequence_counter ORDER BY sequence, period
-- facture.casier, , 3
-- facture.reference, 2025, 1
-- facture.reference, 2026, 2
