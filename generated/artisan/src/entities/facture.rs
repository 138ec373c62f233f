//! Factures.

use crate::core::prelude::*;

#[derive(Clone, Debug)]
pub struct Facture {
    pub numero: Option<String>,
    pub date: Option<NaiveDate>,
    pub echeance: Option<NaiveDate>,
    pub etat: Option<Etat>,
    pub total_ht: Option<Decimal>,
    pub devis: Option<Key>,
    pub client: Option<Key>,
}

choices! {
    pub enum Etat {
        Emise = "emise",
        Payee = "payee",
        Relancee = "relancee",
        Annulee = "annulee",
    }
}

impl Fields for Facture {
    const ENTITY: &'static str = "facture";

    fn read(values: &Values) -> Self {
        Self {
            numero: values.get("numero"),
            date: values.get("date"),
            echeance: values.get("echeance"),
            etat: values.get("etat"),
            total_ht: values.get("total_ht"),
            devis: values.get("devis"),
            client: values.get("client"),
        }
    }

    fn write(&self, values: &mut Values) {
        values.put("numero", &self.numero);
        values.put("date", &self.date);
        values.put("echeance", &self.echeance);
        values.put("etat", &self.etat);
        values.put("total_ht", &self.total_ht);
        values.put("devis", &self.devis);
        values.put("client", &self.client);
    }
}

impl Facture {
    /// L'échéance suit la date
    fn echeance_date(&self) -> Option<bool> {
        Some(self.echeance? >= self.date?)
    }
}

#[rustfmt::skip]
static FIELDS: &[Field] = &[
    Field::new("numero", "Numéro", Kind::Sequence("FA-{year}-{00000}")).required().identifier(),
    Field::new("date", "Date", Kind::Date).required().initial(Initial::Today),
    Field::new("echeance", "Échéance", Kind::Date).required().initial(Initial::TodayPlus(30)),
    Field::new("etat", "État", Kind::Enum(ETAT)).initial(Initial::Text("emise")),
    Field::new("total_ht", "Total HT", Kind::Money).computed(),
    Field::new("devis", "Devis", Kind::Reference(&DEVIS)),
    Field::new("client", "Client", Kind::Reference(&CLIENT)).required(),
];

#[rustfmt::skip]
static ETAT: &[Choice] = &[
    Choice { code: "emise", label: "Émise" },
    Choice { code: "payee", label: "Payée" },
    Choice { code: "relancee", label: "Relancée" },
    Choice { code: "annulee", label: "Annulée" },
];

#[rustfmt::skip]
static DEVIS: Reference = Reference { entity: "devis", key: KeyKind::Integer, related: "Factures", on_delete: OnDelete::Restrict };

#[rustfmt::skip]
static CLIENT: Reference = Reference { entity: "client", key: KeyKind::Integer, related: "Factures", on_delete: OnDelete::Restrict };

#[rustfmt::skip]
static ECHEANCE_DATE: Rule = Rule {
    constraint: "ck_facture_echeance_date",
    message: "L'échéance suit la date",
    fields: &["echeance", "date"],
    values: &[],
};

const SELECT: &str = r#"
SELECT facture.id AS __id,
       facture.version AS __version,
       facture.created_at AS __created_at,
       facture.updated_at AS __updated_at,
       concat_ws(' ', facture.numero) AS __title,
       facture.numero,
       facture.date,
       facture.echeance,
       facture.etat,
       (SELECT (v + sign(v) * 50) / 100 FROM (SELECT (SELECT COALESCE(SUM(t1.quantite * t1.prix_ht), 0) FROM ligne_facture AS t1 WHERE t1.facture_id = facture.id) AS v)) AS total_ht,
       facture.devis_id AS devis,
       devis.objet AS devis__title,
       facture.client_id AS client,
       client.nom AS client__title
FROM facture
LEFT JOIN devis ON devis.id = facture.devis_id
LEFT JOIN client ON client.id = facture.client_id"#;

const INSERT: &str = r#"
INSERT INTO facture (numero, date, echeance, etat, devis_id, client_id, created_at, updated_at, version)
VALUES (:numero, :date, :echeance, :etat, :devis, :client, :__now, :__now, 1)"#;

const UPDATE: &str = r#"
UPDATE facture
SET date = :date,
    echeance = :echeance,
    etat = :etat,
    devis_id = :devis,
    client_id = :client,
    updated_at = :__now,
    version = version + 1
WHERE id = :__id AND version = :__version"#;

const DELETE: &str = "DELETE FROM facture WHERE id = :__id";

#[rustfmt::skip]
pub static META: EntityMeta = EntityMeta {
    name: "facture",
    label: "Facture",
    plural: "Factures",
    slug: "factures",
    table: "facture",
    fields: FIELDS,
    uniques: &[
        Unique { constraint: "uq_facture_numero", fields: &["numero"], columns: &["numero"], message: "Existe déjà : Numéro" },
    ],
    rules: &[&ECHEANCE_DATE],
    lines: &[
        Lines { relation: "ligne_facture", leg: "facture", label: "Articles", touch: "" },
    ],
    indexes: &[
        "CREATE INDEX IF NOT EXISTS ix_facture_date_order ON facture (date)",
        "CREATE INDEX IF NOT EXISTS ix_facture_echeance_order ON facture (echeance)",
        "CREATE INDEX IF NOT EXISTS ix_facture_updated ON facture (updated_at)",
    ],
    sql: Sql { select: SELECT, insert: INSERT, update: UPDATE, delete: DELETE },
    ..EntityMeta::DEFAULT
};

pub struct FactureEntity;

impl Entity for FactureEntity {
    fn meta(&self) -> &'static EntityMeta {
        &META
    }

    fn check(&self, values: &Values, _clock: &Clock, errors: &mut Errors) {
        let facture = Facture::read(values);
        errors.hold(&ECHEANCE_DATE, facture.echeance_date());
    }
}
