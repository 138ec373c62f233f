SELECT jour, heure FROM visite ORDER BY id
-- 2023-05-06, 09:00:00
-- 2024-02-29, 10:30:00
