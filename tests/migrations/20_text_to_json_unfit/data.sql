INSERT INTO fiche (id, brut) VALUES (1, '{"a": 1}'), (2, NULL), (3, '12');
INSERT INTO fiche (id, brut) VALUES (4, '{a');
