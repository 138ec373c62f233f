INSERT INTO equipe (id, nom) VALUES (1, 'E1'), (2, 'E2');
INSERT INTO joueur (id, nom, equipe_id) VALUES (1, 'J1', 1), (2, 'J2', 1), (3, 'J3', 2), (4, 'J4', NULL);
UPDATE equipe SET joueur_id = 2 WHERE id = 1;
UPDATE equipe SET joueur_id = 3 WHERE id = 2;
