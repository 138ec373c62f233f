INSERT INTO tiers (id, nom) VALUES (1, 'a'), (2, 'b');
INSERT INTO societe (id, effectif) VALUES (1, 5);
INSERT INTO contrat (id, tiers_id) VALUES (1, 1), (2, 2), (3, NULL);
