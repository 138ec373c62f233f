INSERT INTO client (id, nom) VALUES (1, 'A');
INSERT INTO fournisseur (id, code) VALUES (1, 'F');
