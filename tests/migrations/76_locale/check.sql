SELECT nom, ad_street, ad_city FROM lieu
-- L, 1 rue, Paris
