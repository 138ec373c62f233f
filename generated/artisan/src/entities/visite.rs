//! Visites.

use crate::core::prelude::*;

#[derive(Clone, Debug)]
pub struct Visite {
    pub numero: Option<i64>,
    pub prevue: Option<NaiveDateTime>,
    pub faite: Option<NaiveDateTime>,
    pub duree: Option<i64>,
    pub etat: Option<Etat>,
    pub rapport: Option<String>,
    pub photo: Option<String>,
}

choices! {
    pub enum Etat {
        Prevue = "prevue",
        Faite = "faite",
        Annulee = "annulee",
    }
}

impl Fields for Visite {
    const ENTITY: &'static str = "visite";

    fn read(values: &Values) -> Self {
        Self {
            numero: values.get("numero"),
            prevue: values.get("prevue"),
            faite: values.get("faite"),
            duree: values.get("duree"),
            etat: values.get("etat"),
            rapport: values.get("rapport"),
            photo: values.get("photo"),
        }
    }

    fn write(&self, values: &mut Values) {
        values.put("numero", &self.numero);
        values.put("prevue", &self.prevue);
        values.put("faite", &self.faite);
        values.put("duree", &self.duree);
        values.put("etat", &self.etat);
        values.put("rapport", &self.rapport);
        values.put("photo", &self.photo);
    }
}

impl Visite {
    /// Une visite faite a une date
    fn etat_faite(&self) -> Option<bool> {
        or(known(|| Some(self.etat? != Etat::Faite)), Some(self.faite.is_some()))
    }
}

#[rustfmt::skip]
static FIELDS: &[Field] = &[
    Field::new("numero", "Numéro", Kind::Serial).required().identifier(),
    Field::new("prevue", "Prévue le", Kind::DateTime).required(),
    Field::new("faite", "Faite le", Kind::DateTime),
    Field::new("duree", "Durée", Kind::Duration),
    Field::new("etat", "État", Kind::Enum(ETAT)).initial(Initial::Text("prevue")),
    Field::new("rapport", "Rapport", Kind::Markdown),
    Field::new("photo", "Photo", Kind::Image),
];

#[rustfmt::skip]
static ETAT: &[Choice] = &[
    Choice { code: "prevue", label: "Prévue" },
    Choice { code: "faite", label: "Faite" },
    Choice { code: "annulee", label: "Annulée" },
];

#[rustfmt::skip]
static ETAT_FAITE: Rule = Rule {
    constraint: "ck_visite_etat_faite",
    message: "Une visite faite a une date",
    fields: &["etat", "faite"],
    values: &[],
};

const SELECT: &str = r#"
SELECT visite.id AS __id,
       visite.version AS __version,
       visite.created_at AS __created_at,
       visite.updated_at AS __updated_at,
       concat_ws(' ', 'Visite', visite.id) AS __title,
       visite.id AS numero,
       visite.prevue,
       visite.faite,
       visite.duree,
       visite.etat,
       visite.rapport,
       visite.photo
FROM visite"#;

const INSERT: &str = r#"
INSERT INTO visite (prevue, faite, duree, etat, rapport, photo, created_at, updated_at, version)
VALUES (:prevue, :faite, :duree, :etat, :rapport, :photo, :__now, :__now, 1)"#;

const UPDATE: &str = r#"
UPDATE visite
SET prevue = :prevue,
    faite = :faite,
    duree = :duree,
    etat = :etat,
    rapport = :rapport,
    photo = :photo,
    updated_at = :__now,
    version = version + 1
WHERE id = :__id AND version = :__version"#;

const DELETE: &str = "DELETE FROM visite WHERE id = :__id";

#[rustfmt::skip]
pub static META: EntityMeta = EntityMeta {
    name: "visite",
    label: "Visite",
    plural: "Visites",
    slug: "visites",
    table: "visite",
    fields: FIELDS,
    rules: &[&ETAT_FAITE],
    lines: &[
        Lines { relation: "intervenir", leg: "visite", label: "Intervient", touch: "" },
        Lines { relation: "utiliser", leg: "visite", label: "Articles", touch: "" },
    ],
    indexes: &[
        "CREATE INDEX IF NOT EXISTS ix_visite_prevue_order ON visite (prevue)",
        "CREATE INDEX IF NOT EXISTS ix_visite_faite_order ON visite (faite)",
        "CREATE INDEX IF NOT EXISTS ix_visite_updated ON visite (updated_at)",
    ],
    sql: Sql { select: SELECT, insert: INSERT, update: UPDATE, delete: DELETE },
    ..EntityMeta::DEFAULT
};

pub struct VisiteEntity;

impl Entity for VisiteEntity {
    fn meta(&self) -> &'static EntityMeta {
        &META
    }

    fn check(&self, values: &Values, _clock: &Clock, errors: &mut Errors) {
        let visite = Visite::read(values);
        errors.hold(&ETAT_FAITE, visite.etat_faite());
    }
}
