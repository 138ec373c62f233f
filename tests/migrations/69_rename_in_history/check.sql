SELECT id, entity, record_id, relation, old_values, new_values FROM history ORDER BY id
-- 1, personne, 1, , {"raison":"etat","statut":"actif","adresse_ville":"Lyon"}, {"raison":"nom: etat","statut":"prospect","adresse_ville":"prospect"}
-- 2, personne, 1, , {"courrier":"a@b.fr"}, {"courriel":"=Du","~ancien":"A","ancien":"R","commune":"1"}
-- 3, societe, 2, , {"raison":"Dupont","statut":"perdu","siret":"1"}, {}
-- 4, bon, 1, , {}, {"objet":"nombre"}
-- 5, bon, 1, livraison, {}, {"outil":"3","quantite":"2","suite":"remis"}
-- 6, outil, 3, , {"nom":"Vis"}, {"nom":"Écrou"}
-- 7, ~outil, 1, , {"nom":"Clé"}, {}
-- 8, commune, 1, , {"nom":"Lion"}, {"nom":"Lyon"}
