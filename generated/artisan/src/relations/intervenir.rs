//! Un technicien intervient sur un appareil pendant une visite ; le temps passé est par technicien et par appareil.

use crate::core::prelude::*;

#[derive(Clone, Debug)]
pub struct Intervenir {
    pub technicien: Option<Key>,
    pub visite: Option<Key>,
    pub appareil: Option<Key>,
    pub temps: Option<i64>,
    pub travaux: Option<String>,
}

impl Intervenir {
    pub fn read(values: &Values) -> Self {
        Self {
            technicien: values.get("technicien"),
            visite: values.get("visite"),
            appareil: values.get("appareil"),
            temps: values.get("temps"),
            travaux: values.get("travaux"),
        }
    }
}

#[rustfmt::skip]
static FIELDS: &[Field] = &[
    Field::new("technicien", "Technicien", Kind::Reference(&TECHNICIEN)).required(),
    Field::new("visite", "Visite", Kind::Reference(&VISITE)).required(),
    Field::new("appareil", "Appareil", Kind::Reference(&APPAREIL)).required(),
    Field::new("temps", "Temps", Kind::Duration).required(),
    Field::new("travaux", "Travaux", Kind::LongText),
];

#[rustfmt::skip]
static TECHNICIEN: Reference = Reference { entity: "employe", key: KeyKind::Integer, related: "Intervient", on_delete: OnDelete::Restrict };

#[rustfmt::skip]
static VISITE: Reference = Reference { entity: "visite", key: KeyKind::Integer, related: "Intervient", on_delete: OnDelete::Cascade };

#[rustfmt::skip]
static APPAREIL: Reference = Reference { entity: "appareil", key: KeyKind::Integer, related: "Intervient", on_delete: OnDelete::Restrict };

const SELECT: &str = r#"
SELECT intervenir.technicien_id AS technicien,
       technicien.nom AS technicien__title,
       intervenir.visite_id AS visite,
       concat_ws(' ', 'Visite', visite.id) AS visite__title,
       intervenir.appareil_id AS appareil,
       appareil.modele AS appareil__title,
       intervenir.temps,
       intervenir.travaux
FROM intervenir
LEFT JOIN employe AS technicien ON technicien.id = intervenir.technicien_id
LEFT JOIN visite ON visite.id = intervenir.visite_id
LEFT JOIN appareil ON appareil.id = intervenir.appareil_id"#;

const INSERT: &str = r#"
INSERT INTO intervenir (technicien_id, visite_id, appareil_id, temps, travaux, created_at, updated_at, version)
VALUES (:technicien, :visite, :appareil, :temps, :travaux, :__now, :__now, 1)"#;

const UPDATE: &str = r#"
UPDATE intervenir
SET temps = :temps,
    travaux = :travaux,
    updated_at = :__now,
    version = version + 1
WHERE technicien_id = :technicien AND visite_id = :visite AND appareil_id = :appareil"#;

const DELETE: &str = r#"
DELETE FROM intervenir
WHERE technicien_id = :technicien AND visite_id = :visite AND appareil_id = :appareil"#;

#[rustfmt::skip]
pub static META: RelationMeta = RelationMeta {
    name: "intervenir",
    label: "Intervient",
    table: "intervenir",
    help: "Un technicien intervient sur un appareil pendant une visite ; le temps passé est par technicien et par appareil.",
    legs: &[
        Leg { name: "technicien", min: 0, max: None, message: "" },
        Leg { name: "visite", min: 1, max: None, message: "Visite : « intervient » au moins 1 fois" },
        Leg { name: "appareil", min: 0, max: None, message: "" },
    ],
    fields: FIELDS,
    key: &["technicien", "visite", "appareil"],
    sql: Sql { select: SELECT, insert: INSERT, update: UPDATE, delete: DELETE },
    ..RelationMeta::DEFAULT
};

pub struct IntervenirRelation;

impl Relation for IntervenirRelation {
    fn meta(&self) -> &'static RelationMeta {
        &META
    }
}
