//! Sociétés.

use crate::core::prelude::*;

use super::client::Client;

#[derive(Clone, Debug)]
pub struct Societe {
    pub client: Client,
    pub siret: Option<String>,
    pub tva_intra: Option<String>,
    pub encours_max: Option<Decimal>,
}

impl Fields for Societe {
    const ENTITY: &'static str = "societe";

    fn read(values: &Values) -> Self {
        Self {
            client: Client::read(values),
            siret: values.get("siret"),
            tva_intra: values.get("tva_intra"),
            encours_max: values.get("encours_max"),
        }
    }

    fn write(&self, values: &mut Values) {
        self.client.write(values);
        values.put("siret", &self.siret);
        values.put("tva_intra", &self.tva_intra);
        values.put("encours_max", &self.encours_max);
    }
}

#[rustfmt::skip]
static FIELDS: &[Field] = &[
    Field::new("siret", "SIRET", Kind::Siret),
    Field::new("tva_intra", "N° de TVA", Kind::Vat),
    Field::new("encours_max", "Encours autorisé", Kind::Money).min("0"),
];

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
       societe.siret,
       societe.tva_intra,
       societe.encours_max
FROM client
LEFT JOIN employe AS commercial ON commercial.id = client.commercial_id
JOIN societe ON societe.id = client.id"#;

const INSERT: &str = r#"
INSERT INTO societe (id, siret, tva_intra, encours_max, created_at, updated_at, version)
VALUES (:__id, :siret, :tva_intra, :encours_max, :__now, :__now, 1)"#;

const UPDATE: &str = r#"
UPDATE societe
SET siret = :siret,
    tva_intra = :tva_intra,
    encours_max = :encours_max,
    updated_at = :__now,
    version = version + 1
WHERE id = :__id"#;

#[rustfmt::skip]
pub static META: EntityMeta = EntityMeta {
    name: "societe",
    label: "Société",
    plural: "Sociétés",
    slug: "societes",
    table: "societe",
    parent: Some("client"),
    kind: "societe",
    fields: FIELDS,
    uniques: &[
        Unique { constraint: "uq_societe_siret", fields: &["siret"], columns: &["siret"], message: "Existe déjà : SIRET" },
    ],
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

pub struct SocieteEntity;

impl Entity for SocieteEntity {
    fn meta(&self) -> &'static EntityMeta {
        &META
    }
}
