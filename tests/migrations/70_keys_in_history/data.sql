INSERT INTO personne (id, nom, parrain_id) VALUES (1, 'Ada', NULL), (2, 'Bob', 1);
INSERT INTO engin (id, plaque) VALUES (5, 'AB-5');
INSERT INTO conduire (personne_id, engin_id) VALUES (1, 5), (2, 5);
CREATE TABLE history (id BIGINT NOT NULL PRIMARY KEY, happened_at VARCHAR(32) NOT NULL, entity VARCHAR(64) NOT NULL, record_id VARCHAR(64) NOT NULL, act VARCHAR(16) NOT NULL, title VARCHAR(64) NOT NULL, relation VARCHAR(64) NOT NULL, old_values VARCHAR(500) NOT NULL, new_values VARCHAR(500) NOT NULL);
INSERT INTO history (id, happened_at, entity, record_id, act, title, relation, old_values, new_values) VALUES (1, '2026-01-01', 'personne', '2', 'changed', '', '', '{"parrain":"12"}', '{"nom":"12","parrain":"1"}'), (2, '2026-01-01', 'personne', '2', '', '', 'conduire', '{"engin":"5"}', '{"engin":"5","depuis":"2026-01-31"}'), (3, '2026-01-01', 'facture', '9', 'deleted', '9', '', '{"numero":"9","personne":"123"}', '{}');
