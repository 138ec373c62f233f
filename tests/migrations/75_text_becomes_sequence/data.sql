INSERT INTO facture (id, reference, objet, dossier) VALUES (1, 'F-202601-0007', 'A', 'D012/é'), (2, 'F-202601-0011', 'B', 'D1203/é'),
    (3, 'F-202602-0003', 'C', NULL), (4, 'ancienne', 'D', 'D9/e'), (5, 'F-2026xx-0099', 'E', 'D/é'), (6, 'F-202602-00x4', 'F', 'D-5/é');
