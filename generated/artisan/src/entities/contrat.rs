//! Contrats d'entretien.

use crate::core::prelude::*;

#[derive(Clone, Debug)]
pub struct Contrat {
    pub reference: Option<String>,
    pub debut: Option<NaiveDate>,
    pub fin: Option<NaiveDate>,
    pub montant: Option<Decimal>,
    pub formule: Option<Formule>,
    pub client: Option<Key>,
}

choices! {
    pub enum Formule {
        Base = "base",
        Confort = "confort",
        Serenite = "serenite",
    }
}

impl Fields for Contrat {
    const ENTITY: &'static str = "contrat";

    fn read(values: &Values) -> Self {
        Self {
            reference: values.get("reference"),
            debut: values.get("debut"),
            fin: values.get("fin"),
            montant: values.get("montant"),
            formule: values.get("formule"),
            client: values.get("client"),
        }
    }

    fn write(&self, values: &mut Values) {
        values.put("reference", &self.reference);
        values.put("debut", &self.debut);
        values.put("fin", &self.fin);
        values.put("montant", &self.montant);
        values.put("formule", &self.formule);
        values.put("client", &self.client);
    }
}

impl Contrat {
    /// Le contrat finit après son début
    fn fin_debut(&self) -> Option<bool> {
        Some(self.fin? > self.debut?)
    }
}

#[rustfmt::skip]
static FIELDS: &[Field] = &[
    Field::new("reference", "Référence", Kind::Sequence("CE-{year}-{0000}")).required().identifier(),
    Field::new("debut", "Début", Kind::Date).required().initial(Initial::Today),
    Field::new("fin", "Fin", Kind::Date),
    Field::new("montant", "Montant annuel", Kind::Money).required().min("0"),
    Field::new("formule", "Formule", Kind::Enum(FORMULE)).initial(Initial::Text("base")),
    Field::new("client", "Client", Kind::Reference(&CLIENT)).required(),
];

#[rustfmt::skip]
static FORMULE: &[Choice] = &[
    Choice { code: "base", label: "Base" },
    Choice { code: "confort", label: "Confort" },
    Choice { code: "serenite", label: "Sérénité" },
];

#[rustfmt::skip]
static CLIENT: Reference = Reference { entity: "client", key: KeyKind::Integer, related: "Contrats d'entretien", on_delete: OnDelete::Restrict };

#[rustfmt::skip]
static FIN_DEBUT: Rule = Rule {
    constraint: "ck_contrat_fin_debut",
    message: "Le contrat finit après son début",
    fields: &["fin", "debut"],
    values: &[],
};

/// Makes `:__id` (appareil) a member of `:__owner`, or of none.
const COUVRIR: &str = r#"
UPDATE appareil
SET contrat_id = :__owner,
    updated_at = :__now,
    version = version + 1
WHERE id = :__id"#;

/// Says that the members of `:__owner` were written.
const COUVRIR_WRITTEN: &str = r#"
UPDATE contrat
SET updated_at = :__now,
    version = version + 1
WHERE id = :__owner"#;

const SELECT: &str = r#"
SELECT contrat.id AS __id,
       contrat.version AS __version,
       contrat.created_at AS __created_at,
       contrat.updated_at AS __updated_at,
       concat_ws(' ', contrat.reference) AS __title,
       contrat.reference,
       contrat.debut,
       contrat.fin,
       contrat.montant,
       contrat.formule,
       contrat.client_id AS client,
       client.nom AS client__title
FROM contrat
LEFT JOIN client ON client.id = contrat.client_id"#;

const INSERT: &str = r#"
INSERT INTO contrat (reference, debut, fin, montant, formule, client_id, created_at, updated_at, version)
VALUES (:reference, :debut, :fin, :montant, :formule, :client, :__now, :__now, 1)"#;

const UPDATE: &str = r#"
UPDATE contrat
SET debut = :debut,
    fin = :fin,
    montant = :montant,
    formule = :formule,
    client_id = :client,
    updated_at = :__now,
    version = version + 1
WHERE id = :__id AND version = :__version"#;

const DELETE: &str = "DELETE FROM contrat WHERE id = :__id";

#[rustfmt::skip]
pub static META: EntityMeta = EntityMeta {
    name: "contrat",
    label: "Contrat d'entretien",
    plural: "Contrats d'entretien",
    slug: "contrats-d-entretien",
    table: "contrat",
    fields: FIELDS,
    uniques: &[
        Unique { constraint: "uq_contrat_reference", fields: &["reference"], columns: &["reference"], message: "Existe déjà : Référence" },
    ],
    rules: &[&FIN_DEBUT],
    members: &[
        Members { name: "couvrir", label: "Appareils", entity: "appareil", field: "contrat", min: 1, max: None, update: COUVRIR, touch: COUVRIR_WRITTEN },
    ],
    indexes: &[
        "CREATE INDEX IF NOT EXISTS ix_contrat_debut_order ON contrat (debut)",
        "CREATE INDEX IF NOT EXISTS ix_contrat_fin_order ON contrat (fin)",
        "CREATE INDEX IF NOT EXISTS ix_contrat_montant_order ON contrat (montant)",
        "CREATE INDEX IF NOT EXISTS ix_contrat_updated ON contrat (updated_at)",
    ],
    sql: Sql { select: SELECT, insert: INSERT, update: UPDATE, delete: DELETE },
    ..EntityMeta::DEFAULT
};

pub struct ContratEntity;

impl Entity for ContratEntity {
    fn meta(&self) -> &'static EntityMeta {
        &META
    }

    fn check(&self, values: &Values, _clock: &Clock, errors: &mut Errors) {
        let contrat = Contrat::read(values);
        errors.hold(&FIN_DEBUT, contrat.fin_debut());
    }
}
