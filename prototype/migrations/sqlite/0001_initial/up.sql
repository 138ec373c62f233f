CREATE TABLE employe (
    id INTEGER PRIMARY KEY,
    matricule TEXT NOT NULL,
    prenom TEXT NOT NULL,
    nom TEXT NOT NULL,
    email TEXT NOT NULL,
    metier TEXT NOT NULL,
    entree TEXT NOT NULL,
    sortie TEXT,
    chef_id INTEGER,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT uq_employe_matricule UNIQUE (matricule),
    CONSTRAINT uq_employe_email UNIQUE (email),
    CONSTRAINT ck_employe_sortie CHECK (sortie >= entree),
    CONSTRAINT fk_employe_chef_id FOREIGN KEY (chef_id) REFERENCES employe (id) ON DELETE RESTRICT
) STRICT;

CREATE TABLE client (
    id INTEGER PRIMARY KEY,
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
    depuis TEXT,
    statut TEXT,
    consentement INTEGER,
    note TEXT,
    commercial_id INTEGER,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT uq_client_email UNIQUE (email),
    CONSTRAINT uq_client_id_kind UNIQUE (id, kind),
    CONSTRAINT ck_client_kind CHECK (kind IN ('particulier', 'societe')),
    CONSTRAINT fk_client_commercial_id FOREIGN KEY (commercial_id) REFERENCES employe (id) ON DELETE RESTRICT
) STRICT;

CREATE TABLE particulier (
    id INTEGER NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    civilite TEXT,
    naissance TEXT,
    CONSTRAINT ck_particulier_kind CHECK (kind = 'particulier'),
    CONSTRAINT fk_particulier_id FOREIGN KEY (id, kind) REFERENCES client (id, kind) ON DELETE CASCADE
) STRICT;

CREATE TABLE societe (
    id INTEGER NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    siret TEXT,
    tva_intra TEXT,
    encours_max INTEGER,
    CONSTRAINT uq_societe_siret UNIQUE (siret),
    CONSTRAINT ck_societe_encours_max CHECK (encours_max >= 0),
    CONSTRAINT ck_societe_kind CHECK (kind = 'societe'),
    CONSTRAINT fk_societe_id FOREIGN KEY (id, kind) REFERENCES client (id, kind) ON DELETE CASCADE
) STRICT;

CREATE TABLE contact (
    id INTEGER PRIMARY KEY,
    rang INTEGER NOT NULL,
    prenom TEXT,
    nom TEXT NOT NULL,
    fonction TEXT,
    email TEXT,
    telephone TEXT,
    societe_id INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT uq_contact_societe_id_rang UNIQUE (societe_id, rang),
    CONSTRAINT fk_contact_societe_id FOREIGN KEY (societe_id) REFERENCES societe (id) ON DELETE CASCADE
) STRICT;

CREATE TABLE contrat (
    id INTEGER PRIMARY KEY,
    reference TEXT NOT NULL,
    debut TEXT NOT NULL,
    fin TEXT,
    montant INTEGER NOT NULL,
    formule TEXT,
    client_id INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT uq_contrat_reference UNIQUE (reference),
    CONSTRAINT ck_contrat_fin CHECK (fin > debut),
    CONSTRAINT fk_contrat_client_id FOREIGN KEY (client_id) REFERENCES client (id) ON DELETE RESTRICT
) STRICT;

CREATE TABLE appareil (
    id INTEGER PRIMARY KEY,
    numero_serie TEXT NOT NULL,
    marque TEXT NOT NULL,
    modele TEXT NOT NULL,
    puissance INTEGER,
    pose_le TEXT,
    garantie_fin TEXT,
    client_id INTEGER NOT NULL,
    contrat_id INTEGER,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT uq_appareil_numero_serie UNIQUE (numero_serie),
    CONSTRAINT ck_appareil_garantie_fin CHECK (garantie_fin >= pose_le),
    CONSTRAINT fk_appareil_client_id FOREIGN KEY (client_id) REFERENCES client (id) ON DELETE RESTRICT,
    CONSTRAINT fk_appareil_contrat_id FOREIGN KEY (contrat_id) REFERENCES contrat (id) ON DELETE SET NULL
) STRICT;

CREATE TABLE article (
    id INTEGER PRIMARY KEY,
    reference TEXT NOT NULL,
    libelle TEXT NOT NULL,
    famille TEXT NOT NULL,
    prix_ht INTEGER NOT NULL,
    tva INTEGER NOT NULL,
    actif INTEGER,
    photo TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT uq_article_reference UNIQUE (reference),
    CONSTRAINT ck_article_prix_ht CHECK (prix_ht >= 0)
) STRICT;

CREATE TABLE devis (
    id INTEGER PRIMARY KEY,
    numero TEXT NOT NULL,
    date TEXT NOT NULL,
    validite TEXT,
    objet TEXT NOT NULL,
    etat TEXT,
    remise INTEGER,
    client_id INTEGER NOT NULL,
    auteur_id INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT uq_devis_numero UNIQUE (numero),
    CONSTRAINT ck_devis_validite CHECK (validite >= date),
    CONSTRAINT fk_devis_client_id FOREIGN KEY (client_id) REFERENCES client (id) ON DELETE RESTRICT,
    CONSTRAINT fk_devis_auteur_id FOREIGN KEY (auteur_id) REFERENCES employe (id) ON DELETE RESTRICT
) STRICT;

CREATE TABLE ligne_devis (
    devis_id INTEGER NOT NULL,
    article_id INTEGER NOT NULL,
    quantite INTEGER NOT NULL,
    prix_ht INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (devis_id, article_id),
    CONSTRAINT fk_ligne_devis_devis_id FOREIGN KEY (devis_id) REFERENCES devis (id) ON DELETE CASCADE,
    CONSTRAINT fk_ligne_devis_article_id FOREIGN KEY (article_id) REFERENCES article (id) ON DELETE RESTRICT
) STRICT;

CREATE INDEX ix_client_nom ON client (nom COLLATE NOCASE);

CREATE INDEX ix_client_depuis ON client (depuis);

CREATE INDEX ix_client_commercial_id ON client (commercial_id);

CREATE INDEX ix_devis_date ON devis (date);

CREATE INDEX ix_devis_client_id ON devis (client_id);

CREATE INDEX ix_devis_auteur_id ON devis (auteur_id);

CREATE INDEX ix_appareil_client_id ON appareil (client_id);

CREATE INDEX ix_appareil_contrat_id ON appareil (contrat_id);

CREATE INDEX ix_contrat_client_id ON contrat (client_id);

CREATE INDEX ix_ligne_devis_article_id ON ligne_devis (article_id);

CREATE INDEX ix_employe_chef_id ON employe (chef_id);

CREATE INDEX ix_contact_nom ON contact (nom COLLATE NOCASE);

CREATE TABLE sequence_counter (
    sequence TEXT NOT NULL,
    period TEXT NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (sequence, period)
) STRICT;
