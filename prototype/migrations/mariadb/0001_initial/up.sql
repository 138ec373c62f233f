CREATE TABLE employe (
    id BIGINT AUTO_INCREMENT PRIMARY KEY,
    matricule VARCHAR(8) NOT NULL,
    prenom VARCHAR(60) NOT NULL,
    nom VARCHAR(80) NOT NULL,
    email VARCHAR(254) NOT NULL,
    metier VARCHAR(20) NOT NULL,
    entree DATE NOT NULL,
    sortie DATE,
    chef_id BIGINT,
    created_at DATETIME(6) NOT NULL,
    updated_at DATETIME(6) NOT NULL,
    version BIGINT NOT NULL,
    CONSTRAINT uq_employe_matricule UNIQUE (matricule),
    CONSTRAINT uq_employe_email UNIQUE (email),
    CONSTRAINT ck_employe_sortie CHECK (sortie >= entree),
    CONSTRAINT fk_employe_chef_id FOREIGN KEY (chef_id) REFERENCES employe (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE client (
    id BIGINT AUTO_INCREMENT PRIMARY KEY,
    kind VARCHAR(20) NOT NULL,
    nom VARCHAR(120) NOT NULL,
    email VARCHAR(254),
    telephone VARCHAR(30),
    mobile VARCHAR(30),
    adresse_rue VARCHAR(200),
    adresse_complement VARCHAR(200),
    adresse_code_postal VARCHAR(12),
    adresse_ville VARCHAR(120),
    adresse_pays VARCHAR(2),
    adresse_latitude DECIMAL(9,6),
    adresse_longitude DECIMAL(9,6),
    depuis DATE,
    statut VARCHAR(20),
    consentement BOOLEAN,
    note LONGTEXT,
    commercial_id BIGINT,
    created_at DATETIME(6) NOT NULL,
    updated_at DATETIME(6) NOT NULL,
    version BIGINT NOT NULL,
    CONSTRAINT uq_client_email UNIQUE (email),
    CONSTRAINT uq_client_id_kind UNIQUE (id, kind),
    CONSTRAINT ck_client_kind CHECK (kind IN ('particulier', 'societe')),
    CONSTRAINT fk_client_commercial_id FOREIGN KEY (commercial_id) REFERENCES employe (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE particulier (
    id BIGINT NOT NULL PRIMARY KEY,
    kind VARCHAR(20) NOT NULL,
    civilite VARCHAR(20),
    naissance DATE,
    CONSTRAINT ck_particulier_kind CHECK (kind = 'particulier'),
    CONSTRAINT fk_particulier_id FOREIGN KEY (id, kind) REFERENCES client (id, kind) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE societe (
    id BIGINT NOT NULL PRIMARY KEY,
    kind VARCHAR(20) NOT NULL,
    siret VARCHAR(14),
    tva_intra VARCHAR(20),
    encours_max DECIMAL(15,2),
    CONSTRAINT uq_societe_siret UNIQUE (siret),
    CONSTRAINT ck_societe_encours_max CHECK (encours_max >= 0),
    CONSTRAINT ck_societe_kind CHECK (kind = 'societe'),
    CONSTRAINT fk_societe_id FOREIGN KEY (id, kind) REFERENCES client (id, kind) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE contact (
    id BIGINT AUTO_INCREMENT PRIMARY KEY,
    rang BIGINT NOT NULL,
    prenom VARCHAR(60),
    nom VARCHAR(80) NOT NULL,
    fonction VARCHAR(80),
    email VARCHAR(254),
    telephone VARCHAR(30),
    societe_id BIGINT NOT NULL,
    created_at DATETIME(6) NOT NULL,
    updated_at DATETIME(6) NOT NULL,
    version BIGINT NOT NULL,
    CONSTRAINT uq_contact_societe_id_rang UNIQUE (societe_id, rang),
    CONSTRAINT fk_contact_societe_id FOREIGN KEY (societe_id) REFERENCES societe (id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE contrat (
    id BIGINT AUTO_INCREMENT PRIMARY KEY,
    reference VARCHAR(40) NOT NULL,
    debut DATE NOT NULL,
    fin DATE,
    montant DECIMAL(15,2) NOT NULL,
    formule VARCHAR(20),
    client_id BIGINT NOT NULL,
    created_at DATETIME(6) NOT NULL,
    updated_at DATETIME(6) NOT NULL,
    version BIGINT NOT NULL,
    CONSTRAINT uq_contrat_reference UNIQUE (reference),
    CONSTRAINT ck_contrat_fin CHECK (fin > debut),
    CONSTRAINT fk_contrat_client_id FOREIGN KEY (client_id) REFERENCES client (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE appareil (
    id BIGINT AUTO_INCREMENT PRIMARY KEY,
    numero_serie VARCHAR(30) NOT NULL,
    marque VARCHAR(40) NOT NULL,
    modele VARCHAR(60) NOT NULL,
    puissance DECIMAL(6,1),
    pose_le DATE,
    garantie_fin DATE,
    client_id BIGINT NOT NULL,
    contrat_id BIGINT,
    created_at DATETIME(6) NOT NULL,
    updated_at DATETIME(6) NOT NULL,
    version BIGINT NOT NULL,
    CONSTRAINT uq_appareil_numero_serie UNIQUE (numero_serie),
    CONSTRAINT ck_appareil_garantie_fin CHECK (garantie_fin >= pose_le),
    CONSTRAINT fk_appareil_client_id FOREIGN KEY (client_id) REFERENCES client (id) ON DELETE RESTRICT,
    CONSTRAINT fk_appareil_contrat_id FOREIGN KEY (contrat_id) REFERENCES contrat (id) ON DELETE SET NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE article (
    id BIGINT AUTO_INCREMENT PRIMARY KEY,
    reference VARCHAR(20) NOT NULL,
    libelle VARCHAR(120) NOT NULL,
    famille VARCHAR(20) NOT NULL,
    prix_ht DECIMAL(15,2) NOT NULL,
    tva DECIMAL(7,2) NOT NULL,
    actif BOOLEAN,
    photo VARCHAR(2000),
    created_at DATETIME(6) NOT NULL,
    updated_at DATETIME(6) NOT NULL,
    version BIGINT NOT NULL,
    CONSTRAINT uq_article_reference UNIQUE (reference),
    CONSTRAINT ck_article_prix_ht CHECK (prix_ht >= 0)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE devis (
    id BIGINT AUTO_INCREMENT PRIMARY KEY,
    numero VARCHAR(40) NOT NULL,
    date DATE NOT NULL,
    validite DATE,
    objet VARCHAR(200) NOT NULL,
    etat VARCHAR(20),
    remise DECIMAL(7,2),
    client_id BIGINT NOT NULL,
    auteur_id BIGINT NOT NULL,
    created_at DATETIME(6) NOT NULL,
    updated_at DATETIME(6) NOT NULL,
    version BIGINT NOT NULL,
    CONSTRAINT uq_devis_numero UNIQUE (numero),
    CONSTRAINT ck_devis_validite CHECK (validite >= date),
    CONSTRAINT fk_devis_client_id FOREIGN KEY (client_id) REFERENCES client (id) ON DELETE RESTRICT,
    CONSTRAINT fk_devis_auteur_id FOREIGN KEY (auteur_id) REFERENCES employe (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE ligne_devis (
    devis_id BIGINT NOT NULL,
    article_id BIGINT NOT NULL,
    quantite DECIMAL(8,2) NOT NULL,
    prix_ht DECIMAL(15,2) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    updated_at DATETIME(6) NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (devis_id, article_id),
    CONSTRAINT fk_ligne_devis_devis_id FOREIGN KEY (devis_id) REFERENCES devis (id) ON DELETE CASCADE,
    CONSTRAINT fk_ligne_devis_article_id FOREIGN KEY (article_id) REFERENCES article (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE INDEX ix_client_nom ON client (nom);

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

CREATE INDEX ix_contact_nom ON contact (nom);

CREATE TABLE sequence_counter (
    sequence VARCHAR(150) NOT NULL,
    period VARCHAR(20) NOT NULL,
    last BIGINT NOT NULL,
    PRIMARY KEY (sequence, period)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
