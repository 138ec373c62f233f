INSERT INTO client (id, nom, sorte, siret) VALUES (1, 'A', 'soc', '1'), (2, 'B', 'part', NULL), (3, 'C', 'part', '999');
