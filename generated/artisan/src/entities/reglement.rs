//! Règlements.

use crate::core::prelude::*;

#[derive(Clone, Debug)]
pub struct Reglement {
    pub numero: Option<i64>,
    pub date: Option<NaiveDate>,
    pub montant: Option<Decimal>,
    pub mode: Option<Mode>,
    pub facture: Option<Key>,
}

choices! {
    pub enum Mode {
        Virement = "virement",
        Cheque = "cheque",
        Carte = "carte",
        Especes = "especes",
    }
}

impl Fields for Reglement {
    const ENTITY: &'static str = "reglement";

    fn read(values: &Values) -> Self {
        Self {
            numero: values.get("numero"),
            date: values.get("date"),
            montant: values.get("montant"),
            mode: values.get("mode"),
            facture: values.get("facture"),
        }
    }

    fn write(&self, values: &mut Values) {
        values.put("numero", &self.numero);
        values.put("date", &self.date);
        values.put("montant", &self.montant);
        values.put("mode", &self.mode);
        values.put("facture", &self.facture);
    }
}

#[rustfmt::skip]
static FIELDS: &[Field] = &[
    Field::new("numero", "Numéro", Kind::Serial).required().identifier(),
    Field::new("date", "Date", Kind::Date).required().initial(Initial::Today),
    Field::new("montant", "Montant", Kind::Money).required().min("0.01"),
    Field::new("mode", "Mode", Kind::Enum(MODE)).required(),
    Field::new("facture", "Facture", Kind::Reference(&FACTURE)).required(),
];

#[rustfmt::skip]
static MODE: &[Choice] = &[
    Choice { code: "virement", label: "Virement" },
    Choice { code: "cheque", label: "Chèque" },
    Choice { code: "carte", label: "Carte" },
    Choice { code: "especes", label: "Espèces" },
];

#[rustfmt::skip]
static FACTURE: Reference = Reference { entity: "facture", key: KeyKind::Integer, related: "Règlements", on_delete: OnDelete::Restrict };

const SELECT: &str = r#"
SELECT reglement.id AS __id,
       reglement.version AS __version,
       reglement.created_at AS __created_at,
       reglement.updated_at AS __updated_at,
       concat_ws(' ', 'Règlement', reglement.id) AS __title,
       reglement.id AS numero,
       reglement.date,
       reglement.montant,
       reglement.mode,
       reglement.facture_id AS facture,
       concat_ws(' ', facture.numero) AS facture__title
FROM reglement
LEFT JOIN facture ON facture.id = reglement.facture_id"#;

const INSERT: &str = r#"
INSERT INTO reglement (date, montant, mode, facture_id, created_at, updated_at, version)
VALUES (:date, :montant, :mode, :facture, :__now, :__now, 1)"#;

const UPDATE: &str = r#"
UPDATE reglement
SET date = :date,
    montant = :montant,
    mode = :mode,
    facture_id = :facture,
    updated_at = :__now,
    version = version + 1
WHERE id = :__id AND version = :__version"#;

const DELETE: &str = "DELETE FROM reglement WHERE id = :__id";

#[rustfmt::skip]
pub static META: EntityMeta = EntityMeta {
    name: "reglement",
    label: "Règlement",
    plural: "Règlements",
    slug: "reglements",
    table: "reglement",
    fields: FIELDS,
    indexes: &[
        "CREATE INDEX IF NOT EXISTS ix_reglement_date_order ON reglement (date)",
        "CREATE INDEX IF NOT EXISTS ix_reglement_montant_order ON reglement (montant)",
        "CREATE INDEX IF NOT EXISTS ix_reglement_updated ON reglement (updated_at)",
    ],
    sql: Sql { select: SELECT, insert: INSERT, update: UPDATE, delete: DELETE },
    ..EntityMeta::DEFAULT
};

pub struct ReglementEntity;

impl Entity for ReglementEntity {
    fn meta(&self) -> &'static EntityMeta {
        &META
    }
}
