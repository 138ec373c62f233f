INSERT INTO personne (id, nom, parrain_id) VALUES (1, 'Ada', NULL), (2, 'Bob', 1), (7, 'Cyd', 7), (40, 'Dan', 2);
INSERT INTO adherent (id, carte) VALUES (2, 'A2'), (40, 'A40');
INSERT INTO engin (id, kind, plaque, charge) VALUES (1, 'camion', 'AB-1', 12), (5, 'camion', 'AB-5', 20);
INSERT INTO facture (id, objet, personne_id) VALUES (3, 'Bois', 2), (4, 'Fer', 40), (9, 'Clous', 2);
INSERT INTO lot (id, personne_id, rang) VALUES (1, 1, 1), (2, 1, 2), (3, 7, 1);
INSERT INTO conduire (personne_id, engin_id, depuis) VALUES (1, 5, '2026-01-31'), (2, 1, NULL), (2, 5, NULL);
INSERT INTO annexer (facture_id, engin_id) VALUES (3, 1), (9, 5);
