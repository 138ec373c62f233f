SELECT client_id, depuis FROM employer
-- 1, 2020-01-01
SELECT relation, row_keys FROM line_order ORDER BY relation
-- autre, 3 1
-- employer, 2 1
