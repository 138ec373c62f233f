INSERT INTO visite (id, jour, heure, vu_le) VALUES (1, '2023-05-06', '09:00:00', '2023-05-06 07:00:00'), (2, NULL, NULL, NULL);
