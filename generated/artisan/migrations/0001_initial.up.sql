CREATE TABLE employe (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    matricule TEXT NOT NULL,
    prenom TEXT NOT NULL,
    nom TEXT NOT NULL,
    email TEXT NOT NULL,
    metier TEXT NOT NULL,
    entree TEXT NOT NULL,
    sortie TEXT,
    chef_id INTEGER,
    created_at TEXT NOT NULL DEFAULT (datetime('now')),
    updated_at TEXT NOT NULL DEFAULT (datetime('now')),
    version INTEGER NOT NULL DEFAULT 1,
    CONSTRAINT uq_employe_matricule UNIQUE (matricule),
    CONSTRAINT uq_employe_email UNIQUE (email),
    CONSTRAINT fk_employe_chef_id FOREIGN KEY (chef_id) REFERENCES employe (id),
    CONSTRAINT ck_employe_matricule_length CHECK (length(matricule) BETWEEN 1 AND 8),
    CONSTRAINT ck_employe_prenom_length CHECK (length(prenom) BETWEEN 1 AND 60),
    CONSTRAINT ck_employe_nom_length CHECK (length(nom) BETWEEN 1 AND 80),
    CONSTRAINT ck_employe_email_length CHECK (length(email) BETWEEN 3 AND 254),
    CONSTRAINT ck_employe_email_format CHECK (email LIKE '%_@_%'),
    CONSTRAINT ck_employe_metier CHECK (metier IN ('commercial', 'technicien', 'gestion')),
    CONSTRAINT ck_employe_entree_format CHECK (entree IS NOT DISTINCT FROM date(entree, '+0 days')),
    CONSTRAINT ck_employe_sortie_format CHECK (sortie IS NOT DISTINCT FROM date(sortie, '+0 days')),
    CONSTRAINT ck_employe_sortie_entree CHECK (sortie >= entree)
) STRICT;

CREATE TABLE client (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    nom TEXT NOT NULL,
    email TEXT,
    telephone TEXT,
    mobile TEXT,
    adresse_rue TEXT,
    adresse_complement TEXT,
    adresse_code_postal TEXT,
    adresse_ville TEXT,
    adresse_pays TEXT,
    adresse_latitude INTEGER,
    adresse_longitude INTEGER,
    depuis TEXT DEFAULT (date('now', CASE WHEN datetime('now') >= datetime('now', 'start of year', '+2 months', '+24 days', 'weekday 0', '+1 hours') AND datetime('now') < datetime('now', 'start of year', '+9 months', '+24 days', 'weekday 0', '+1 hours') THEN '+2 hours' ELSE '+1 hours' END)),
    statut TEXT DEFAULT 'prospect',
    consentement INTEGER DEFAULT FALSE,
    note TEXT,
    commercial_id INTEGER,
    created_at TEXT NOT NULL DEFAULT (datetime('now')),
    updated_at TEXT NOT NULL DEFAULT (datetime('now')),
    version INTEGER NOT NULL DEFAULT 1,
    CONSTRAINT uq_client_id_kind UNIQUE (id, kind),
    CONSTRAINT uq_client_email UNIQUE (email),
    CONSTRAINT fk_client_commercial_id FOREIGN KEY (commercial_id) REFERENCES employe (id),
    CONSTRAINT ck_client_kind CHECK (kind IN ('particulier', 'societe')),
    CONSTRAINT ck_client_nom_length CHECK (length(nom) BETWEEN 1 AND 120),
    CONSTRAINT ck_client_email_length CHECK (length(email) BETWEEN 3 AND 254),
    CONSTRAINT ck_client_email_format CHECK (email LIKE '%_@_%'),
    CONSTRAINT ck_client_telephone_length CHECK (length(telephone) BETWEEN 1 AND 40),
    CONSTRAINT ck_client_mobile_length CHECK (length(mobile) BETWEEN 1 AND 40),
    CONSTRAINT ck_client_adresse_rue CHECK (length(adresse_rue) BETWEEN 1 AND 200),
    CONSTRAINT ck_client_adresse_complement CHECK (length(adresse_complement) BETWEEN 1 AND 200),
    CONSTRAINT ck_client_adresse_code_postal CHECK (length(adresse_code_postal) BETWEEN 1 AND 12),
    CONSTRAINT ck_client_adresse_ville CHECK (length(adresse_ville) BETWEEN 1 AND 120),
    CONSTRAINT ck_client_adresse_pays CHECK (length(adresse_pays) = 2),
    CONSTRAINT ck_client_adresse_latitude CHECK (adresse_latitude BETWEEN -90000000 AND 90000000),
    CONSTRAINT ck_client_adresse_longitude CHECK (adresse_longitude BETWEEN -180000000 AND 180000000),
    CONSTRAINT ck_client_depuis_format CHECK (depuis IS NOT DISTINCT FROM date(depuis, '+0 days')),
    CONSTRAINT ck_client_statut CHECK (statut IN ('prospect', 'actif', 'dormant', 'perdu')),
    CONSTRAINT ck_client_consentement_format CHECK (consentement IN (0, 1)),
    CONSTRAINT ck_client_note_length CHECK (length(note) BETWEEN 1 AND 1000000)
) STRICT;

CREATE TABLE particulier (
    id INTEGER NOT NULL,
    client_kind TEXT NOT NULL DEFAULT 'particulier',
    civilite TEXT,
    naissance TEXT,
    created_at TEXT NOT NULL DEFAULT (datetime('now')),
    updated_at TEXT NOT NULL DEFAULT (datetime('now')),
    version INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (id),
    CONSTRAINT fk_particulier_id FOREIGN KEY (id, client_kind) REFERENCES client (id, kind) ON DELETE CASCADE,
    CONSTRAINT ck_particulier_client_kind CHECK (client_kind = 'particulier'),
    CONSTRAINT ck_particulier_civilite CHECK (civilite IN ('mme', 'm')),
    CONSTRAINT ck_particulier_naissance_format CHECK (naissance IS NOT DISTINCT FROM date(naissance, '+0 days'))
) STRICT;

CREATE TABLE societe (
    id INTEGER NOT NULL,
    client_kind TEXT NOT NULL DEFAULT 'societe',
    siret TEXT,
    tva_intra TEXT,
    encours_max INTEGER,
    created_at TEXT NOT NULL DEFAULT (datetime('now')),
    updated_at TEXT NOT NULL DEFAULT (datetime('now')),
    version INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (id),
    CONSTRAINT uq_societe_siret UNIQUE (siret),
    CONSTRAINT fk_societe_id FOREIGN KEY (id, client_kind) REFERENCES client (id, kind) ON DELETE CASCADE,
    CONSTRAINT ck_societe_client_kind CHECK (client_kind = 'societe'),
    CONSTRAINT ck_societe_siret_length CHECK (length(siret) = 14),
    CONSTRAINT ck_societe_tva_intra_length CHECK (length(tva_intra) BETWEEN 4 AND 14),
    CONSTRAINT ck_societe_encours_max_format CHECK (encours_max BETWEEN -99999999999999 AND 99999999999999),
    CONSTRAINT ck_societe_encours_max_min CHECK (encours_max >= 0)
) STRICT;

CREATE TABLE contact (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    societe_id INTEGER NOT NULL,
    rang INTEGER NOT NULL,
    prenom TEXT,
    nom TEXT NOT NULL,
    fonction TEXT,
    email TEXT,
    telephone TEXT,
    created_at TEXT NOT NULL DEFAULT (datetime('now')),
    updated_at TEXT NOT NULL DEFAULT (datetime('now')),
    version INTEGER NOT NULL DEFAULT 1,
    CONSTRAINT uq_contact_societe_id_rang UNIQUE (societe_id, rang),
    CONSTRAINT fk_contact_societe_id FOREIGN KEY (societe_id) REFERENCES societe (id) ON DELETE CASCADE,
    CONSTRAINT ck_contact_prenom_length CHECK (length(prenom) BETWEEN 1 AND 60),
    CONSTRAINT ck_contact_nom_length CHECK (length(nom) BETWEEN 1 AND 80),
    CONSTRAINT ck_contact_fonction_length CHECK (length(fonction) BETWEEN 1 AND 80),
    CONSTRAINT ck_contact_email_length CHECK (length(email) BETWEEN 3 AND 254),
    CONSTRAINT ck_contact_email_format CHECK (email LIKE '%_@_%'),
    CONSTRAINT ck_contact_telephone_length CHECK (length(telephone) BETWEEN 1 AND 40),
    CONSTRAINT ck_contact_rang_min CHECK (rang >= 1)
) STRICT;

CREATE TABLE contrat (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    reference TEXT NOT NULL,
    debut TEXT NOT NULL DEFAULT (date('now', CASE WHEN datetime('now') >= datetime('now', 'start of year', '+2 months', '+24 days', 'weekday 0', '+1 hours') AND datetime('now') < datetime('now', 'start of year', '+9 months', '+24 days', 'weekday 0', '+1 hours') THEN '+2 hours' ELSE '+1 hours' END)),
    fin TEXT,
    montant INTEGER NOT NULL,
    formule TEXT DEFAULT 'base',
    client_id INTEGER NOT NULL,
    created_at TEXT NOT NULL DEFAULT (datetime('now')),
    updated_at TEXT NOT NULL DEFAULT (datetime('now')),
    version INTEGER NOT NULL DEFAULT 1,
    CONSTRAINT uq_contrat_reference UNIQUE (reference),
    CONSTRAINT fk_contrat_client_id FOREIGN KEY (client_id) REFERENCES client (id),
    CONSTRAINT ck_contrat_reference_length CHECK (length(reference) BETWEEN 1 AND 63),
    CONSTRAINT ck_contrat_debut_format CHECK (debut IS NOT DISTINCT FROM date(debut, '+0 days')),
    CONSTRAINT ck_contrat_fin_format CHECK (fin IS NOT DISTINCT FROM date(fin, '+0 days')),
    CONSTRAINT ck_contrat_montant_format CHECK (montant BETWEEN -99999999999999 AND 99999999999999),
    CONSTRAINT ck_contrat_formule CHECK (formule IN ('base', 'confort', 'serenite')),
    CONSTRAINT ck_contrat_montant_min CHECK (montant >= 0),
    CONSTRAINT ck_contrat_fin_debut CHECK (fin > debut)
) STRICT;

CREATE TABLE appareil (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    numero_serie TEXT NOT NULL,
    marque TEXT NOT NULL,
    modele TEXT NOT NULL,
    puissance INTEGER,
    pose_le TEXT,
    garantie_fin TEXT,
    client_id INTEGER NOT NULL,
    contrat_id INTEGER,
    created_at TEXT NOT NULL DEFAULT (datetime('now')),
    updated_at TEXT NOT NULL DEFAULT (datetime('now')),
    version INTEGER NOT NULL DEFAULT 1,
    CONSTRAINT uq_appareil_numero_serie UNIQUE (numero_serie),
    CONSTRAINT fk_appareil_client_id FOREIGN KEY (client_id) REFERENCES client (id),
    CONSTRAINT fk_appareil_contrat_id FOREIGN KEY (contrat_id) REFERENCES contrat (id) ON DELETE SET NULL,
    CONSTRAINT ck_appareil_numero_serie_length CHECK (length(numero_serie) BETWEEN 1 AND 30),
    CONSTRAINT ck_appareil_marque_length CHECK (length(marque) BETWEEN 1 AND 40),
    CONSTRAINT ck_appareil_modele_length CHECK (length(modele) BETWEEN 1 AND 60),
    CONSTRAINT ck_appareil_puissance_format CHECK (puissance BETWEEN -999999 AND 999999),
    CONSTRAINT ck_appareil_pose_le_format CHECK (pose_le IS NOT DISTINCT FROM date(pose_le, '+0 days')),
    CONSTRAINT ck_appareil_garantie_fin_format CHECK (garantie_fin IS NOT DISTINCT FROM date(garantie_fin, '+0 days')),
    CONSTRAINT ck_appareil_puissance_min CHECK (puissance >= 0),
    CONSTRAINT ck_appareil_garantie_fin_pose_le CHECK (garantie_fin >= pose_le)
) STRICT;

CREATE TABLE visite (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    prevue TEXT NOT NULL,
    faite TEXT,
    duree INTEGER,
    etat TEXT DEFAULT 'prevue',
    rapport TEXT,
    photo TEXT,
    created_at TEXT NOT NULL DEFAULT (datetime('now')),
    updated_at TEXT NOT NULL DEFAULT (datetime('now')),
    version INTEGER NOT NULL DEFAULT 1,
    CONSTRAINT ck_visite_prevue_format CHECK (prevue IS NOT DISTINCT FROM datetime(prevue, '+0 days')),
    CONSTRAINT ck_visite_faite_format CHECK (faite IS NOT DISTINCT FROM datetime(faite, '+0 days')),
    CONSTRAINT ck_visite_etat CHECK (etat IN ('prevue', 'faite', 'annulee')),
    CONSTRAINT ck_visite_rapport_length CHECK (length(rapport) BETWEEN 1 AND 1000000),
    CONSTRAINT ck_visite_photo_length CHECK (length(photo) BETWEEN 1 AND 255),
    CONSTRAINT ck_visite_etat_faite CHECK (etat <> 'faite' OR faite IS NOT NULL)
) STRICT;

CREATE TABLE article (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    reference TEXT NOT NULL,
    libelle TEXT NOT NULL,
    famille TEXT NOT NULL,
    prix_ht INTEGER NOT NULL,
    tva INTEGER NOT NULL DEFAULT 1000,
    actif INTEGER DEFAULT TRUE,
    created_at TEXT NOT NULL DEFAULT (datetime('now')),
    updated_at TEXT NOT NULL DEFAULT (datetime('now')),
    version INTEGER NOT NULL DEFAULT 1,
    CONSTRAINT uq_article_reference UNIQUE (reference),
    CONSTRAINT ck_article_reference_length CHECK (length(reference) BETWEEN 1 AND 20),
    CONSTRAINT ck_article_libelle_length CHECK (length(libelle) BETWEEN 1 AND 120),
    CONSTRAINT ck_article_famille CHECK (famille IN ('piece', 'materiel', 'main_oeuvre')),
    CONSTRAINT ck_article_prix_ht_format CHECK (prix_ht BETWEEN -99999999999999 AND 99999999999999),
    CONSTRAINT ck_article_tva_format CHECK (tva BETWEEN -9999999 AND 9999999),
    CONSTRAINT ck_article_actif_format CHECK (actif IN (0, 1)),
    CONSTRAINT ck_article_prix_ht_min CHECK (prix_ht >= 0),
    CONSTRAINT ck_article_tva_min CHECK (tva >= 0),
    CONSTRAINT ck_article_tva_max CHECK (tva <= 10000)
) STRICT;

CREATE TABLE devis (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    numero TEXT NOT NULL,
    date TEXT NOT NULL DEFAULT (date('now', CASE WHEN datetime('now') >= datetime('now', 'start of year', '+2 months', '+24 days', 'weekday 0', '+1 hours') AND datetime('now') < datetime('now', 'start of year', '+9 months', '+24 days', 'weekday 0', '+1 hours') THEN '+2 hours' ELSE '+1 hours' END)),
    validite TEXT,
    objet TEXT NOT NULL,
    etat TEXT DEFAULT 'brouillon',
    remise INTEGER DEFAULT 0,
    client_id INTEGER NOT NULL,
    auteur_id INTEGER NOT NULL,
    created_at TEXT NOT NULL DEFAULT (datetime('now')),
    updated_at TEXT NOT NULL DEFAULT (datetime('now')),
    version INTEGER NOT NULL DEFAULT 1,
    CONSTRAINT uq_devis_numero UNIQUE (numero),
    CONSTRAINT fk_devis_client_id FOREIGN KEY (client_id) REFERENCES client (id),
    CONSTRAINT fk_devis_auteur_id FOREIGN KEY (auteur_id) REFERENCES employe (id),
    CONSTRAINT ck_devis_numero_length CHECK (length(numero) BETWEEN 1 AND 63),
    CONSTRAINT ck_devis_date_format CHECK (date IS NOT DISTINCT FROM date(date, '+0 days')),
    CONSTRAINT ck_devis_validite_format CHECK (validite IS NOT DISTINCT FROM date(validite, '+0 days')),
    CONSTRAINT ck_devis_objet_length CHECK (length(objet) BETWEEN 1 AND 200),
    CONSTRAINT ck_devis_etat CHECK (etat IN ('brouillon', 'envoye', 'accepte', 'refuse')),
    CONSTRAINT ck_devis_remise_format CHECK (remise BETWEEN -9999999 AND 9999999),
    CONSTRAINT ck_devis_remise_min CHECK (remise >= 0),
    CONSTRAINT ck_devis_remise_max CHECK (remise <= 10000),
    CONSTRAINT ck_devis_validite_date CHECK (validite >= date)
) STRICT;

CREATE TABLE facture (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    numero TEXT NOT NULL,
    date TEXT NOT NULL DEFAULT (date('now', CASE WHEN datetime('now') >= datetime('now', 'start of year', '+2 months', '+24 days', 'weekday 0', '+1 hours') AND datetime('now') < datetime('now', 'start of year', '+9 months', '+24 days', 'weekday 0', '+1 hours') THEN '+2 hours' ELSE '+1 hours' END)),
    echeance TEXT NOT NULL DEFAULT (date(date('now', CASE WHEN datetime('now') >= datetime('now', 'start of year', '+2 months', '+24 days', 'weekday 0', '+1 hours') AND datetime('now') < datetime('now', 'start of year', '+9 months', '+24 days', 'weekday 0', '+1 hours') THEN '+2 hours' ELSE '+1 hours' END), '+30 days')),
    etat TEXT DEFAULT 'emise',
    devis_id INTEGER,
    client_id INTEGER NOT NULL,
    created_at TEXT NOT NULL DEFAULT (datetime('now')),
    updated_at TEXT NOT NULL DEFAULT (datetime('now')),
    version INTEGER NOT NULL DEFAULT 1,
    CONSTRAINT uq_facture_numero UNIQUE (numero),
    CONSTRAINT fk_facture_devis_id FOREIGN KEY (devis_id) REFERENCES devis (id),
    CONSTRAINT fk_facture_client_id FOREIGN KEY (client_id) REFERENCES client (id),
    CONSTRAINT ck_facture_numero_length CHECK (length(numero) BETWEEN 1 AND 63),
    CONSTRAINT ck_facture_date_format CHECK (date IS NOT DISTINCT FROM date(date, '+0 days')),
    CONSTRAINT ck_facture_echeance_format CHECK (echeance IS NOT DISTINCT FROM date(echeance, '+0 days')),
    CONSTRAINT ck_facture_etat CHECK (etat IN ('emise', 'payee', 'relancee', 'annulee')),
    CONSTRAINT ck_facture_echeance_date CHECK (echeance >= date)
) STRICT;

CREATE TABLE reglement (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    date TEXT NOT NULL DEFAULT (date('now', CASE WHEN datetime('now') >= datetime('now', 'start of year', '+2 months', '+24 days', 'weekday 0', '+1 hours') AND datetime('now') < datetime('now', 'start of year', '+9 months', '+24 days', 'weekday 0', '+1 hours') THEN '+2 hours' ELSE '+1 hours' END)),
    montant INTEGER NOT NULL,
    mode TEXT NOT NULL,
    facture_id INTEGER NOT NULL,
    created_at TEXT NOT NULL DEFAULT (datetime('now')),
    updated_at TEXT NOT NULL DEFAULT (datetime('now')),
    version INTEGER NOT NULL DEFAULT 1,
    CONSTRAINT fk_reglement_facture_id FOREIGN KEY (facture_id) REFERENCES facture (id),
    CONSTRAINT ck_reglement_date_format CHECK (date IS NOT DISTINCT FROM date(date, '+0 days')),
    CONSTRAINT ck_reglement_montant_format CHECK (montant BETWEEN -99999999999999 AND 99999999999999),
    CONSTRAINT ck_reglement_mode CHECK (mode IN ('virement', 'cheque', 'carte', 'especes')),
    CONSTRAINT ck_reglement_montant_min CHECK (montant >= 1)
) STRICT;

CREATE TABLE message (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    quand TEXT NOT NULL DEFAULT (datetime('now')),
    sens TEXT NOT NULL,
    canal TEXT NOT NULL,
    objet TEXT NOT NULL,
    corps TEXT,
    client_id INTEGER NOT NULL,
    created_at TEXT NOT NULL DEFAULT (datetime('now')),
    updated_at TEXT NOT NULL DEFAULT (datetime('now')),
    version INTEGER NOT NULL DEFAULT 1,
    CONSTRAINT fk_message_client_id FOREIGN KEY (client_id) REFERENCES client (id),
    CONSTRAINT ck_message_quand_format CHECK (quand IS NOT DISTINCT FROM datetime(quand, '+0 days')),
    CONSTRAINT ck_message_sens CHECK (sens IN ('recu', 'envoye')),
    CONSTRAINT ck_message_canal CHECK (canal IN ('courriel', 'telephone', 'courrier', 'visite')),
    CONSTRAINT ck_message_objet_length CHECK (length(objet) BETWEEN 1 AND 200),
    CONSTRAINT ck_message_corps_length CHECK (length(corps) BETWEEN 1 AND 1000000)
) STRICT;

CREATE TABLE intervenir (
    technicien_id INTEGER NOT NULL,
    visite_id INTEGER NOT NULL,
    appareil_id INTEGER NOT NULL,
    temps INTEGER NOT NULL,
    travaux TEXT,
    created_at TEXT NOT NULL DEFAULT (datetime('now')),
    updated_at TEXT NOT NULL DEFAULT (datetime('now')),
    version INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (technicien_id, visite_id, appareil_id),
    CONSTRAINT fk_intervenir_technicien_id FOREIGN KEY (technicien_id) REFERENCES employe (id),
    CONSTRAINT fk_intervenir_visite_id FOREIGN KEY (visite_id) REFERENCES visite (id) ON DELETE CASCADE,
    CONSTRAINT fk_intervenir_appareil_id FOREIGN KEY (appareil_id) REFERENCES appareil (id),
    CONSTRAINT ck_intervenir_travaux_length CHECK (length(travaux) BETWEEN 1 AND 1000000)
) STRICT;

CREATE TABLE ligne_devis (
    devis_id INTEGER NOT NULL,
    article_id INTEGER NOT NULL,
    quantite INTEGER NOT NULL,
    prix_ht INTEGER NOT NULL,
    created_at TEXT NOT NULL DEFAULT (datetime('now')),
    updated_at TEXT NOT NULL DEFAULT (datetime('now')),
    version INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (devis_id, article_id),
    CONSTRAINT fk_ligne_devis_devis_id FOREIGN KEY (devis_id) REFERENCES devis (id) ON DELETE CASCADE,
    CONSTRAINT fk_ligne_devis_article_id FOREIGN KEY (article_id) REFERENCES article (id),
    CONSTRAINT ck_ligne_devis_quantite_format CHECK (quantite BETWEEN -99999999 AND 99999999),
    CONSTRAINT ck_ligne_devis_prix_ht_format CHECK (prix_ht BETWEEN -99999999999999 AND 99999999999999),
    CONSTRAINT ck_ligne_devis_quantite_min CHECK (quantite >= 0),
    CONSTRAINT ck_ligne_devis_prix_ht_min CHECK (prix_ht >= 0)
) STRICT;

CREATE TABLE ligne_facture (
    facture_id INTEGER NOT NULL,
    article_id INTEGER NOT NULL,
    quantite INTEGER NOT NULL,
    prix_ht INTEGER NOT NULL,
    created_at TEXT NOT NULL DEFAULT (datetime('now')),
    updated_at TEXT NOT NULL DEFAULT (datetime('now')),
    version INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (facture_id, article_id),
    CONSTRAINT fk_ligne_facture_facture_id FOREIGN KEY (facture_id) REFERENCES facture (id) ON DELETE CASCADE,
    CONSTRAINT fk_ligne_facture_article_id FOREIGN KEY (article_id) REFERENCES article (id),
    CONSTRAINT ck_ligne_facture_quantite_format CHECK (quantite BETWEEN -99999999 AND 99999999),
    CONSTRAINT ck_ligne_facture_prix_ht_format CHECK (prix_ht BETWEEN -99999999999999 AND 99999999999999),
    CONSTRAINT ck_ligne_facture_quantite_min CHECK (quantite >= 0),
    CONSTRAINT ck_ligne_facture_prix_ht_min CHECK (prix_ht >= 0)
) STRICT;

CREATE TABLE utiliser (
    visite_id INTEGER NOT NULL,
    article_id INTEGER NOT NULL,
    quantite INTEGER NOT NULL,
    created_at TEXT NOT NULL DEFAULT (datetime('now')),
    updated_at TEXT NOT NULL DEFAULT (datetime('now')),
    version INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (visite_id, article_id),
    CONSTRAINT fk_utiliser_visite_id FOREIGN KEY (visite_id) REFERENCES visite (id),
    CONSTRAINT fk_utiliser_article_id FOREIGN KEY (article_id) REFERENCES article (id),
    CONSTRAINT ck_utiliser_quantite_min CHECK (quantite >= 1)
) STRICT;

CREATE TABLE sequence_counter (
    sequence TEXT NOT NULL,
    period TEXT NOT NULL,
    last INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (sequence, period)
) STRICT;

CREATE TABLE never (
    id INTEGER PRIMARY KEY CHECK (FALSE)
) STRICT;

CREATE TABLE pending_violation (
    constraint_name TEXT NOT NULL,
    row_key TEXT NOT NULL,
    never_id INTEGER NOT NULL DEFAULT 1 REFERENCES never (id) DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (constraint_name, row_key)
) STRICT;

CREATE INDEX ix_employe_chef_id ON employe (chef_id);

CREATE INDEX ix_client_commercial_id ON client (commercial_id);

CREATE TRIGGER ck_particulier_naissance BEFORE INSERT ON particulier
WHEN NOT (NEW.naissance < date('now', CASE WHEN datetime('now') >= datetime('now', 'start of year', '+2 months', '+24 days', 'weekday 0', '+1 hours') AND datetime('now') < datetime('now', 'start of year', '+9 months', '+24 days', 'weekday 0', '+1 hours') THEN '+2 hours' ELSE '+1 hours' END))
BEGIN
    SELECT RAISE(ABORT, 'CHECK constraint failed: ck_particulier_naissance');
END;

CREATE TRIGGER ck_particulier_naissance_update BEFORE UPDATE OF naissance ON particulier
WHEN (OLD.naissance IS DISTINCT FROM NEW.naissance) AND NOT (NEW.naissance < date('now', CASE WHEN datetime('now') >= datetime('now', 'start of year', '+2 months', '+24 days', 'weekday 0', '+1 hours') AND datetime('now') < datetime('now', 'start of year', '+9 months', '+24 days', 'weekday 0', '+1 hours') THEN '+2 hours' ELSE '+1 hours' END))
BEGIN
    SELECT RAISE(ABORT, 'CHECK constraint failed: ck_particulier_naissance');
END;

CREATE INDEX ix_contrat_client_id ON contrat (client_id);

CREATE INDEX ix_appareil_client_id ON appareil (client_id);

CREATE INDEX ix_appareil_contrat_id ON appareil (contrat_id);

CREATE INDEX ix_devis_client_id ON devis (client_id);

CREATE INDEX ix_devis_auteur_id ON devis (auteur_id);

CREATE INDEX ix_facture_devis_id ON facture (devis_id);

CREATE INDEX ix_facture_client_id ON facture (client_id);

CREATE INDEX ix_reglement_facture_id ON reglement (facture_id);

CREATE INDEX ix_message_client_id ON message (client_id);

CREATE INDEX ix_intervenir_visite_id ON intervenir (visite_id);

CREATE INDEX ix_intervenir_appareil_id ON intervenir (appareil_id);

CREATE INDEX ix_ligne_devis_article_id ON ligne_devis (article_id);

CREATE INDEX ix_ligne_facture_article_id ON ligne_facture (article_id);

CREATE INDEX ix_utiliser_article_id ON utiliser (article_id);

CREATE TRIGGER sub_client_client AFTER INSERT ON client
BEGIN
    DELETE FROM pending_violation WHERE constraint_name = 'sub_client_client'
        AND row_key IN (SELECT s.id FROM client AS s WHERE s.id = NEW.id);
    INSERT INTO pending_violation (constraint_name, row_key)
        SELECT 'sub_client_client', s.id FROM client AS s WHERE s.id = NEW.id
        AND NOT CASE s.kind WHEN 'particulier' THEN EXISTS (SELECT 1 FROM particulier AS m WHERE m.id = s.id) WHEN 'societe' THEN EXISTS (SELECT 1 FROM societe AS m WHERE m.id = s.id) ELSE FALSE END;
END;

CREATE TRIGGER sub_client_client_2 AFTER UPDATE OF kind ON client
WHEN (OLD.kind IS DISTINCT FROM NEW.kind)
BEGIN
    DELETE FROM pending_violation WHERE constraint_name = 'sub_client_client'
        AND row_key IN (SELECT s.id FROM client AS s WHERE s.id = NEW.id);
    INSERT INTO pending_violation (constraint_name, row_key)
        SELECT 'sub_client_client', s.id FROM client AS s WHERE s.id = NEW.id
        AND NOT CASE s.kind WHEN 'particulier' THEN EXISTS (SELECT 1 FROM particulier AS m WHERE m.id = s.id) WHEN 'societe' THEN EXISTS (SELECT 1 FROM societe AS m WHERE m.id = s.id) ELSE FALSE END;
END;

CREATE TRIGGER sub_client_client_3 AFTER DELETE ON particulier
BEGIN
    DELETE FROM pending_violation WHERE constraint_name = 'sub_client_client'
        AND row_key IN (SELECT s.id FROM client AS s WHERE s.id = OLD.id);
    INSERT INTO pending_violation (constraint_name, row_key)
        SELECT 'sub_client_client', s.id FROM client AS s WHERE s.id = OLD.id
        AND NOT CASE s.kind WHEN 'particulier' THEN EXISTS (SELECT 1 FROM particulier AS m WHERE m.id = s.id) WHEN 'societe' THEN EXISTS (SELECT 1 FROM societe AS m WHERE m.id = s.id) ELSE FALSE END;
END;

CREATE TRIGGER sub_client_client_4 AFTER INSERT ON particulier
BEGIN
    DELETE FROM pending_violation WHERE constraint_name = 'sub_client_client'
        AND row_key IN (SELECT s.id FROM client AS s WHERE s.id = NEW.id);
    INSERT INTO pending_violation (constraint_name, row_key)
        SELECT 'sub_client_client', s.id FROM client AS s WHERE s.id = NEW.id
        AND NOT CASE s.kind WHEN 'particulier' THEN EXISTS (SELECT 1 FROM particulier AS m WHERE m.id = s.id) WHEN 'societe' THEN EXISTS (SELECT 1 FROM societe AS m WHERE m.id = s.id) ELSE FALSE END;
END;

CREATE TRIGGER sub_client_client_5 AFTER DELETE ON societe
BEGIN
    DELETE FROM pending_violation WHERE constraint_name = 'sub_client_client'
        AND row_key IN (SELECT s.id FROM client AS s WHERE s.id = OLD.id);
    INSERT INTO pending_violation (constraint_name, row_key)
        SELECT 'sub_client_client', s.id FROM client AS s WHERE s.id = OLD.id
        AND NOT CASE s.kind WHEN 'particulier' THEN EXISTS (SELECT 1 FROM particulier AS m WHERE m.id = s.id) WHEN 'societe' THEN EXISTS (SELECT 1 FROM societe AS m WHERE m.id = s.id) ELSE FALSE END;
END;

CREATE TRIGGER sub_client_client_6 AFTER INSERT ON societe
BEGIN
    DELETE FROM pending_violation WHERE constraint_name = 'sub_client_client'
        AND row_key IN (SELECT s.id FROM client AS s WHERE s.id = NEW.id);
    INSERT INTO pending_violation (constraint_name, row_key)
        SELECT 'sub_client_client', s.id FROM client AS s WHERE s.id = NEW.id
        AND NOT CASE s.kind WHEN 'particulier' THEN EXISTS (SELECT 1 FROM particulier AS m WHERE m.id = s.id) WHEN 'societe' THEN EXISTS (SELECT 1 FROM societe AS m WHERE m.id = s.id) ELSE FALSE END;
END;

CREATE TRIGGER sub_client_client_gone AFTER DELETE ON client
BEGIN
    DELETE FROM pending_violation WHERE constraint_name = 'sub_client_client' AND row_key = CAST(OLD.id AS TEXT);
END;

CREATE TRIGGER min_contrat_couvrir_contrat AFTER INSERT ON contrat
BEGIN
    DELETE FROM pending_violation WHERE constraint_name = 'min_contrat_couvrir_contrat'
        AND row_key IN (SELECT s.id FROM contrat AS s WHERE s.id = NEW.id);
    INSERT INTO pending_violation (constraint_name, row_key)
        SELECT 'min_contrat_couvrir_contrat', s.id FROM contrat AS s WHERE s.id = NEW.id
        AND NOT EXISTS (SELECT 1 FROM appareil AS m WHERE m.contrat_id = s.id);
END;

CREATE TRIGGER min_contrat_couvrir_contrat_2 AFTER INSERT ON appareil
BEGIN
    DELETE FROM pending_violation WHERE constraint_name = 'min_contrat_couvrir_contrat'
        AND row_key IN (SELECT s.id FROM contrat AS s WHERE s.id = NEW.contrat_id);
    INSERT INTO pending_violation (constraint_name, row_key)
        SELECT 'min_contrat_couvrir_contrat', s.id FROM contrat AS s WHERE s.id = NEW.contrat_id
        AND NOT EXISTS (SELECT 1 FROM appareil AS m WHERE m.contrat_id = s.id);
END;

CREATE TRIGGER min_contrat_couvrir_contrat_3 AFTER UPDATE OF contrat_id ON appareil
WHEN (OLD.contrat_id IS DISTINCT FROM NEW.contrat_id)
BEGIN
    DELETE FROM pending_violation WHERE constraint_name = 'min_contrat_couvrir_contrat'
        AND row_key IN (SELECT s.id FROM contrat AS s WHERE s.id = NEW.contrat_id);
    INSERT INTO pending_violation (constraint_name, row_key)
        SELECT 'min_contrat_couvrir_contrat', s.id FROM contrat AS s WHERE s.id = NEW.contrat_id
        AND NOT EXISTS (SELECT 1 FROM appareil AS m WHERE m.contrat_id = s.id);
END;

CREATE TRIGGER min_contrat_couvrir_contrat_4 AFTER DELETE ON appareil
BEGIN
    DELETE FROM pending_violation WHERE constraint_name = 'min_contrat_couvrir_contrat'
        AND row_key IN (SELECT s.id FROM contrat AS s WHERE s.id = OLD.contrat_id);
    INSERT INTO pending_violation (constraint_name, row_key)
        SELECT 'min_contrat_couvrir_contrat', s.id FROM contrat AS s WHERE s.id = OLD.contrat_id
        AND NOT EXISTS (SELECT 1 FROM appareil AS m WHERE m.contrat_id = s.id);
END;

CREATE TRIGGER min_contrat_couvrir_contrat_5 AFTER UPDATE OF contrat_id ON appareil
WHEN (OLD.contrat_id IS DISTINCT FROM NEW.contrat_id)
BEGIN
    DELETE FROM pending_violation WHERE constraint_name = 'min_contrat_couvrir_contrat'
        AND row_key IN (SELECT s.id FROM contrat AS s WHERE s.id = OLD.contrat_id);
    INSERT INTO pending_violation (constraint_name, row_key)
        SELECT 'min_contrat_couvrir_contrat', s.id FROM contrat AS s WHERE s.id = OLD.contrat_id
        AND NOT EXISTS (SELECT 1 FROM appareil AS m WHERE m.contrat_id = s.id);
END;

CREATE TRIGGER min_contrat_couvrir_contrat_gone AFTER DELETE ON contrat
BEGIN
    DELETE FROM pending_violation WHERE constraint_name = 'min_contrat_couvrir_contrat' AND row_key = CAST(OLD.id AS TEXT);
END;

CREATE TRIGGER min_visite_intervenir_visite AFTER INSERT ON visite
BEGIN
    DELETE FROM pending_violation WHERE constraint_name = 'min_visite_intervenir_visite'
        AND row_key IN (SELECT s.id FROM visite AS s WHERE s.id = NEW.id);
    INSERT INTO pending_violation (constraint_name, row_key)
        SELECT 'min_visite_intervenir_visite', s.id FROM visite AS s WHERE s.id = NEW.id
        AND NOT EXISTS (SELECT 1 FROM intervenir AS m WHERE m.visite_id = s.id);
END;

CREATE TRIGGER min_visite_intervenir_visite_2 AFTER INSERT ON intervenir
BEGIN
    DELETE FROM pending_violation WHERE constraint_name = 'min_visite_intervenir_visite'
        AND row_key IN (SELECT s.id FROM visite AS s WHERE s.id = NEW.visite_id);
    INSERT INTO pending_violation (constraint_name, row_key)
        SELECT 'min_visite_intervenir_visite', s.id FROM visite AS s WHERE s.id = NEW.visite_id
        AND NOT EXISTS (SELECT 1 FROM intervenir AS m WHERE m.visite_id = s.id);
END;

CREATE TRIGGER min_visite_intervenir_visite_3 AFTER UPDATE OF visite_id ON intervenir
WHEN (OLD.visite_id IS DISTINCT FROM NEW.visite_id)
BEGIN
    DELETE FROM pending_violation WHERE constraint_name = 'min_visite_intervenir_visite'
        AND row_key IN (SELECT s.id FROM visite AS s WHERE s.id = NEW.visite_id);
    INSERT INTO pending_violation (constraint_name, row_key)
        SELECT 'min_visite_intervenir_visite', s.id FROM visite AS s WHERE s.id = NEW.visite_id
        AND NOT EXISTS (SELECT 1 FROM intervenir AS m WHERE m.visite_id = s.id);
END;

CREATE TRIGGER min_visite_intervenir_visite_4 AFTER DELETE ON intervenir
BEGIN
    DELETE FROM pending_violation WHERE constraint_name = 'min_visite_intervenir_visite'
        AND row_key IN (SELECT s.id FROM visite AS s WHERE s.id = OLD.visite_id);
    INSERT INTO pending_violation (constraint_name, row_key)
        SELECT 'min_visite_intervenir_visite', s.id FROM visite AS s WHERE s.id = OLD.visite_id
        AND NOT EXISTS (SELECT 1 FROM intervenir AS m WHERE m.visite_id = s.id);
END;

CREATE TRIGGER min_visite_intervenir_visite_5 AFTER UPDATE OF visite_id ON intervenir
WHEN (OLD.visite_id IS DISTINCT FROM NEW.visite_id)
BEGIN
    DELETE FROM pending_violation WHERE constraint_name = 'min_visite_intervenir_visite'
        AND row_key IN (SELECT s.id FROM visite AS s WHERE s.id = OLD.visite_id);
    INSERT INTO pending_violation (constraint_name, row_key)
        SELECT 'min_visite_intervenir_visite', s.id FROM visite AS s WHERE s.id = OLD.visite_id
        AND NOT EXISTS (SELECT 1 FROM intervenir AS m WHERE m.visite_id = s.id);
END;

CREATE TRIGGER min_visite_intervenir_visite_gone AFTER DELETE ON visite
BEGIN
    DELETE FROM pending_violation WHERE constraint_name = 'min_visite_intervenir_visite' AND row_key = CAST(OLD.id AS TEXT);
END;

CREATE TRIGGER min_devis_ligne_devis_devis AFTER INSERT ON devis
BEGIN
    DELETE FROM pending_violation WHERE constraint_name = 'min_devis_ligne_devis_devis'
        AND row_key IN (SELECT s.id FROM devis AS s WHERE s.id = NEW.id);
    INSERT INTO pending_violation (constraint_name, row_key)
        SELECT 'min_devis_ligne_devis_devis', s.id FROM devis AS s WHERE s.id = NEW.id
        AND NOT EXISTS (SELECT 1 FROM ligne_devis AS m WHERE m.devis_id = s.id);
END;

CREATE TRIGGER min_devis_ligne_devis_devis_2 AFTER INSERT ON ligne_devis
BEGIN
    DELETE FROM pending_violation WHERE constraint_name = 'min_devis_ligne_devis_devis'
        AND row_key IN (SELECT s.id FROM devis AS s WHERE s.id = NEW.devis_id);
    INSERT INTO pending_violation (constraint_name, row_key)
        SELECT 'min_devis_ligne_devis_devis', s.id FROM devis AS s WHERE s.id = NEW.devis_id
        AND NOT EXISTS (SELECT 1 FROM ligne_devis AS m WHERE m.devis_id = s.id);
END;

CREATE TRIGGER min_devis_ligne_devis_devis_3 AFTER UPDATE OF devis_id ON ligne_devis
WHEN (OLD.devis_id IS DISTINCT FROM NEW.devis_id)
BEGIN
    DELETE FROM pending_violation WHERE constraint_name = 'min_devis_ligne_devis_devis'
        AND row_key IN (SELECT s.id FROM devis AS s WHERE s.id = NEW.devis_id);
    INSERT INTO pending_violation (constraint_name, row_key)
        SELECT 'min_devis_ligne_devis_devis', s.id FROM devis AS s WHERE s.id = NEW.devis_id
        AND NOT EXISTS (SELECT 1 FROM ligne_devis AS m WHERE m.devis_id = s.id);
END;

CREATE TRIGGER min_devis_ligne_devis_devis_4 AFTER DELETE ON ligne_devis
BEGIN
    DELETE FROM pending_violation WHERE constraint_name = 'min_devis_ligne_devis_devis'
        AND row_key IN (SELECT s.id FROM devis AS s WHERE s.id = OLD.devis_id);
    INSERT INTO pending_violation (constraint_name, row_key)
        SELECT 'min_devis_ligne_devis_devis', s.id FROM devis AS s WHERE s.id = OLD.devis_id
        AND NOT EXISTS (SELECT 1 FROM ligne_devis AS m WHERE m.devis_id = s.id);
END;

CREATE TRIGGER min_devis_ligne_devis_devis_5 AFTER UPDATE OF devis_id ON ligne_devis
WHEN (OLD.devis_id IS DISTINCT FROM NEW.devis_id)
BEGIN
    DELETE FROM pending_violation WHERE constraint_name = 'min_devis_ligne_devis_devis'
        AND row_key IN (SELECT s.id FROM devis AS s WHERE s.id = OLD.devis_id);
    INSERT INTO pending_violation (constraint_name, row_key)
        SELECT 'min_devis_ligne_devis_devis', s.id FROM devis AS s WHERE s.id = OLD.devis_id
        AND NOT EXISTS (SELECT 1 FROM ligne_devis AS m WHERE m.devis_id = s.id);
END;

CREATE TRIGGER min_devis_ligne_devis_devis_gone AFTER DELETE ON devis
BEGIN
    DELETE FROM pending_violation WHERE constraint_name = 'min_devis_ligne_devis_devis' AND row_key = CAST(OLD.id AS TEXT);
END;

CREATE TRIGGER min_facture_ligne_facture_facture AFTER INSERT ON facture
BEGIN
    DELETE FROM pending_violation WHERE constraint_name = 'min_facture_ligne_facture_facture'
        AND row_key IN (SELECT s.id FROM facture AS s WHERE s.id = NEW.id);
    INSERT INTO pending_violation (constraint_name, row_key)
        SELECT 'min_facture_ligne_facture_facture', s.id FROM facture AS s WHERE s.id = NEW.id
        AND NOT EXISTS (SELECT 1 FROM ligne_facture AS m WHERE m.facture_id = s.id);
END;

CREATE TRIGGER min_facture_ligne_facture_facture_2 AFTER INSERT ON ligne_facture
BEGIN
    DELETE FROM pending_violation WHERE constraint_name = 'min_facture_ligne_facture_facture'
        AND row_key IN (SELECT s.id FROM facture AS s WHERE s.id = NEW.facture_id);
    INSERT INTO pending_violation (constraint_name, row_key)
        SELECT 'min_facture_ligne_facture_facture', s.id FROM facture AS s WHERE s.id = NEW.facture_id
        AND NOT EXISTS (SELECT 1 FROM ligne_facture AS m WHERE m.facture_id = s.id);
END;

CREATE TRIGGER min_facture_ligne_facture_facture_3 AFTER UPDATE OF facture_id ON ligne_facture
WHEN (OLD.facture_id IS DISTINCT FROM NEW.facture_id)
BEGIN
    DELETE FROM pending_violation WHERE constraint_name = 'min_facture_ligne_facture_facture'
        AND row_key IN (SELECT s.id FROM facture AS s WHERE s.id = NEW.facture_id);
    INSERT INTO pending_violation (constraint_name, row_key)
        SELECT 'min_facture_ligne_facture_facture', s.id FROM facture AS s WHERE s.id = NEW.facture_id
        AND NOT EXISTS (SELECT 1 FROM ligne_facture AS m WHERE m.facture_id = s.id);
END;

CREATE TRIGGER min_facture_ligne_facture_facture_4 AFTER DELETE ON ligne_facture
BEGIN
    DELETE FROM pending_violation WHERE constraint_name = 'min_facture_ligne_facture_facture'
        AND row_key IN (SELECT s.id FROM facture AS s WHERE s.id = OLD.facture_id);
    INSERT INTO pending_violation (constraint_name, row_key)
        SELECT 'min_facture_ligne_facture_facture', s.id FROM facture AS s WHERE s.id = OLD.facture_id
        AND NOT EXISTS (SELECT 1 FROM ligne_facture AS m WHERE m.facture_id = s.id);
END;

CREATE TRIGGER min_facture_ligne_facture_facture_5 AFTER UPDATE OF facture_id ON ligne_facture
WHEN (OLD.facture_id IS DISTINCT FROM NEW.facture_id)
BEGIN
    DELETE FROM pending_violation WHERE constraint_name = 'min_facture_ligne_facture_facture'
        AND row_key IN (SELECT s.id FROM facture AS s WHERE s.id = OLD.facture_id);
    INSERT INTO pending_violation (constraint_name, row_key)
        SELECT 'min_facture_ligne_facture_facture', s.id FROM facture AS s WHERE s.id = OLD.facture_id
        AND NOT EXISTS (SELECT 1 FROM ligne_facture AS m WHERE m.facture_id = s.id);
END;

CREATE TRIGGER min_facture_ligne_facture_facture_gone AFTER DELETE ON facture
BEGIN
    DELETE FROM pending_violation WHERE constraint_name = 'min_facture_ligne_facture_facture' AND row_key = CAST(OLD.id AS TEXT);
END;
