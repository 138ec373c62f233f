SELECT client_id, depuis FROM employer
-- 1, 2020-01-01
