//! Particuliers.

use crate::core::prelude::*;

use super::client::Client;

#[derive(Clone, Debug)]
pub struct Particulier {
    pub client: Client,
    pub civilite: Option<Civilite>,
    pub naissance: Option<NaiveDate>,
}

choices! {
    pub enum Civilite {
        Mme = "mme",
        M = "m",
    }
}

impl Fields for Particulier {
    const ENTITY: &'static str = "particulier";

    fn read(values: &Values) -> Self {
        Self {
            client: Client::read(values),
            civilite: values.get("civilite"),
            naissance: values.get("naissance"),
        }
    }

    fn write(&self, values: &mut Values) {
        self.client.write(values);
        values.put("civilite", &self.civilite);
        values.put("naissance", &self.naissance);
    }
}

impl Particulier {
    /// La date de naissance est dans le passé
    fn naissance(&self, clock: &Clock) -> Option<bool> {
        Some(self.naissance? < clock.today)
    }
}

#[rustfmt::skip]
static FIELDS: &[Field] = &[
    Field::new("civilite", "Civilité", Kind::Enum(CIVILITE)),
    Field::new("naissance", "Naissance", Kind::Date).personal(),
];

#[rustfmt::skip]
static CIVILITE: &[Choice] = &[
    Choice { code: "mme", label: "Mme" },
    Choice { code: "m", label: "M." },
];

#[rustfmt::skip]
static NAISSANCE: Rule = Rule {
    constraint: "ck_particulier_naissance",
    message: "La date de naissance est dans le passé",
    fields: &["naissance"],
    values: &[],
};

/// Gives a row when broken: Client : choisir un sous-type
const SUB_CLIENT_CLIENT: &str = r#"
SELECT 1 FROM client AS s
WHERE s.id = :__id
  AND NOT CASE s.kind WHEN 'particulier' THEN EXISTS (SELECT 1 FROM particulier AS m WHERE m.id = s.id) WHEN 'societe' THEN EXISTS (SELECT 1 FROM societe AS m WHERE m.id = s.id) ELSE FALSE END
LIMIT 1"#;

const SELECT: &str = r#"
SELECT client.id AS __id,
       client.version AS __version,
       client.created_at AS __created_at,
       client.updated_at AS __updated_at,
       client.nom AS __title,
       client.id AS numero,
       client.nom,
       client.email,
       client.telephone,
       client.mobile,
       client.adresse_rue,
       client.adresse_complement,
       client.adresse_code_postal,
       client.adresse_ville,
       client.adresse_pays,
       client.adresse_latitude,
       client.adresse_longitude,
       client.depuis,
       client.statut,
       client.consentement,
       client.note,
       client.commercial_id AS commercial,
       commercial.nom AS commercial__title,
       particulier.civilite,
       particulier.naissance
FROM client
LEFT JOIN employe AS commercial ON commercial.id = client.commercial_id
JOIN particulier ON particulier.id = client.id"#;

const INSERT: &str = r#"
INSERT INTO particulier (id, civilite, naissance, created_at, updated_at, version)
VALUES (:__id, :civilite, :naissance, :__now, :__now, 1)"#;

const UPDATE: &str = r#"
UPDATE particulier
SET civilite = :civilite,
    naissance = :naissance,
    updated_at = :__now,
    version = version + 1
WHERE id = :__id"#;

#[rustfmt::skip]
pub static META: EntityMeta = EntityMeta {
    name: "particulier",
    label: "Particulier",
    plural: "Particuliers",
    slug: "particuliers",
    table: "particulier",
    parent: Some("client"),
    kind: "particulier",
    fields: FIELDS,
    rules: &[&NAISSANCE],
    deferred: &[
        Guard { constraint: "sub_client_client", message: "Client : choisir un sous-type", fields: &[], sql: SUB_CLIENT_CLIENT },
    ],
    sections: &[
        Section { title: "Identité", fields: &["nom", "statut", "depuis"] },
        Section { title: "Coordonnées", fields: &["email", "telephone", "mobile", "adresse_rue", "adresse_complement", "adresse_code_postal", "adresse_ville", "adresse_pays", "adresse_latitude", "adresse_longitude", "consentement"] },
        Section { title: "Suivi", fields: &["note"] },
    ],
    columns: &["numero", "nom", "statut", "telephone", "depuis"],
    filters: &["statut", "depuis"],
    sort: "nom",
    sql: Sql { select: SELECT, insert: INSERT, update: UPDATE, delete: "" },
    ..EntityMeta::DEFAULT
};

pub struct ParticulierEntity;

impl Entity for ParticulierEntity {
    fn meta(&self) -> &'static EntityMeta {
        &META
    }

    fn check(&self, values: &Values, clock: &Clock, errors: &mut Errors) {
        let particulier = Particulier::read(values);
        errors.hold_written(&NAISSANCE, particulier.naissance(clock));
    }
}
