INSERT INTO fiche (id, brut) VALUES (1, '{"a": 1}'), (2, NULL), (3, '12');
