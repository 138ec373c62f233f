INSERT INTO facture (id, client, ville) VALUES (1, 'Bo', 'Lyon'), (2, 'Al', 'Nice'), (3, 'Bo', 'Lyon');
