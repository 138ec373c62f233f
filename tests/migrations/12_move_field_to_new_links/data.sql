INSERT INTO commande (id, lieu) VALUES (1, 'Lyon'), (2, NULL);
