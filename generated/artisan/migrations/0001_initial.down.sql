PRAGMA defer_foreign_keys = ON;

DROP TRIGGER IF EXISTS ck_particulier_naissance;

DROP TRIGGER IF EXISTS ck_particulier_naissance_update;

DROP TRIGGER IF EXISTS sub_client_client;

DROP TRIGGER IF EXISTS sub_client_client_2;

DROP TRIGGER IF EXISTS sub_client_client_3;

DROP TRIGGER IF EXISTS sub_client_client_4;

DROP TRIGGER IF EXISTS sub_client_client_5;

DROP TRIGGER IF EXISTS sub_client_client_6;

DROP TRIGGER IF EXISTS sub_client_client_gone;

DROP TRIGGER IF EXISTS min_contrat_couvrir_contrat;

DROP TRIGGER IF EXISTS min_contrat_couvrir_contrat_2;

DROP TRIGGER IF EXISTS min_contrat_couvrir_contrat_3;

DROP TRIGGER IF EXISTS min_contrat_couvrir_contrat_4;

DROP TRIGGER IF EXISTS min_contrat_couvrir_contrat_5;

DROP TRIGGER IF EXISTS min_contrat_couvrir_contrat_gone;

DROP TRIGGER IF EXISTS min_visite_intervenir_visite;

DROP TRIGGER IF EXISTS min_visite_intervenir_visite_2;

DROP TRIGGER IF EXISTS min_visite_intervenir_visite_3;

DROP TRIGGER IF EXISTS min_visite_intervenir_visite_4;

DROP TRIGGER IF EXISTS min_visite_intervenir_visite_5;

DROP TRIGGER IF EXISTS min_visite_intervenir_visite_gone;

DROP TRIGGER IF EXISTS min_devis_ligne_devis_devis;

DROP TRIGGER IF EXISTS min_devis_ligne_devis_devis_2;

DROP TRIGGER IF EXISTS min_devis_ligne_devis_devis_3;

DROP TRIGGER IF EXISTS min_devis_ligne_devis_devis_4;

DROP TRIGGER IF EXISTS min_devis_ligne_devis_devis_5;

DROP TRIGGER IF EXISTS min_devis_ligne_devis_devis_gone;

DROP TRIGGER IF EXISTS min_facture_ligne_facture_facture;

DROP TRIGGER IF EXISTS min_facture_ligne_facture_facture_2;

DROP TRIGGER IF EXISTS min_facture_ligne_facture_facture_3;

DROP TRIGGER IF EXISTS min_facture_ligne_facture_facture_4;

DROP TRIGGER IF EXISTS min_facture_ligne_facture_facture_5;

DROP TRIGGER IF EXISTS min_facture_ligne_facture_facture_gone;

DROP TABLE IF EXISTS main.sequence_counter;

DROP TABLE IF EXISTS main.utiliser;

DROP TABLE IF EXISTS main.ligne_facture;

DROP TABLE IF EXISTS main.ligne_devis;

DROP TABLE IF EXISTS main.intervenir;

DROP TABLE IF EXISTS main.message;

DROP TABLE IF EXISTS main.reglement;

DROP TABLE IF EXISTS main.facture;

DROP TABLE IF EXISTS main.devis;

DROP TABLE IF EXISTS main.article;

DROP TABLE IF EXISTS main.visite;

DROP TABLE IF EXISTS main.appareil;

DROP TABLE IF EXISTS main.contrat;

DROP TABLE IF EXISTS main.contact;

DROP TABLE IF EXISTS main.societe;

DROP TABLE IF EXISTS main.particulier;

DROP TABLE IF EXISTS main.client;

DROP TABLE IF EXISTS main.employe;

DROP TABLE IF EXISTS main.pending_violation;

DROP TABLE IF EXISTS main.never;
