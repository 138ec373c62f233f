INSERT INTO facture (id, objet, created_at) VALUES (1, 'A', '2026-02-01 10:00:00'), (2, 'B', '2025-12-30 10:00:00'), (3, 'C', '2026-01-15 10:00:00');
