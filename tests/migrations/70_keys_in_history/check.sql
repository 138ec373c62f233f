SELECT id, entity, record_id, relation, old_values, new_values FROM history ORDER BY id
-- 1, personne, 00000000-0000-7a69-83ba-000000000002, , {"parrain":"00000000-0000-7a69-83ba-000000000012"}, {"nom":"12","parrain":"00000000-0000-7a69-83ba-000000000001"}
-- 2, personne, 00000000-0000-7a69-83ba-000000000002, conduire, {"engin":"00000000-0000-72e1-8a21-000000000005"}, {"engin":"00000000-0000-72e1-8a21-000000000005","depuis":"2026-01-31"}
-- 3, facture, 9, , {"numero":"9","personne":"00000000-0000-7a69-83ba-000000000123"}, {}
