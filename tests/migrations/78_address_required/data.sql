INSERT INTO f (id, nom, ad_rue, ad_code_postal, ad_ville, ad_pays) VALUES (1, 'A', '1 rue', '75001', 'Paris', 'FR'), (2, 'B', NULL, NULL, NULL, NULL);
