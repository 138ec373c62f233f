INSERT INTO client (id, nom) VALUES (1, 'A'), (2, 'B'), (3, 'C');
INSERT INTO societe (id, raison) VALUES (1, 'X'), (2, 'Y');
INSERT INTO travailler (client_id, societe_id, depuis) VALUES (1, 1, '2020-01-01');
CREATE TABLE line_order (relation VARCHAR(64) NOT NULL, record_id BIGINT NOT NULL, row_keys TEXT NOT NULL, PRIMARY KEY (relation, record_id));
INSERT INTO line_order (relation, record_id, row_keys) VALUES ('travailler', 1, '2 1'), ('autre', 1, '3 1');
