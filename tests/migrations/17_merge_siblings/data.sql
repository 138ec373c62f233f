INSERT INTO client (id, nom, kind) VALUES (1, 'A', 'artisan'), (2, 'B', 'societe'), (3, 'C', 'association'), (4, 'D', 'artisan');
INSERT INTO artisan (id, surnom, metier) VALUES (1, 'a', 'plombier'), (4, NULL, NULL);
INSERT INTO societe (id, raison) VALUES (2, 'B et fils');
INSERT INTO association (id, objet) VALUES (3, 'chant');
INSERT INTO chantier (id, artisan_id) VALUES (1, 4), (2, NULL), (3, 1);
INSERT INTO financer (chantier_id, societe_id) VALUES (1, 2);
