SELECT nom, ad_rue, ad_ville, ad_pays FROM f ORDER BY id
-- A, 1 rue, Paris, FR
-- B, ?, ?, ∅
