INSERT INTO tiers (id, code, nom, kind) VALUES (1, 'a', 'A', 'client'), (2, 'b', 'B', 'fournisseur'), (3, 'c', 'C', NULL);
