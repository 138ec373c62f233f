INSERT INTO lieu (id, nom, ad_rue, ad_code_postal, ad_ville, prix) VALUES (1, 'L', '1 rue', '75001', 'Paris', NULL);
