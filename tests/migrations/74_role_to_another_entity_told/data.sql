INSERT INTO employe (id, nom) VALUES (1, 'E1'), (2, 'E2');
INSERT INTO contact (id, nom) VALUES (1, 'C1'), (2, 'C2');
INSERT INTO devis (id, objet, auteur_id) VALUES (1, 'D1', 2), (2, 'D2', NULL);
INSERT INTO relire (lecteur_id, devis_id) VALUES (1, 1), (2, 2);
