PRAGMA defer_foreign_keys = ON;

DROP TABLE sequence_counter;

DROP TABLE utiliser;

DROP TABLE ligne_facture;

DROP TABLE ligne_devis;

DROP TABLE intervenir;

DROP TABLE message;

DROP TABLE reglement;

DROP TABLE facture;

DROP TABLE devis;

DROP TABLE article;

DROP TABLE visite;

DROP TABLE contrat;

DROP TABLE appareil;

DROP TABLE employe;

DROP TABLE contact;

DROP TABLE societe;

DROP TABLE particulier;

DROP TABLE client;

