//! Devis.

use crate::core::prelude::*;

#[derive(Clone, Debug)]
pub struct Devis {
    pub numero: Option<String>,
    pub date: Option<NaiveDate>,
    pub validite: Option<NaiveDate>,
    pub objet: Option<String>,
    pub etat: Option<Etat>,
    pub remise: Option<Decimal>,
    pub total_ht: Option<Decimal>,
    pub client: Option<Key>,
    pub auteur: Option<Key>,
}

choices! {
    pub enum Etat {
        Brouillon = "brouillon",
        Envoye = "envoye",
        Accepte = "accepte",
        Refuse = "refuse",
    }
}

impl Fields for Devis {
    const ENTITY: &'static str = "devis";

    fn read(values: &Values) -> Self {
        Self {
            numero: values.get("numero"),
            date: values.get("date"),
            validite: values.get("validite"),
            objet: values.get("objet"),
            etat: values.get("etat"),
            remise: values.get("remise"),
            total_ht: values.get("total_ht"),
            client: values.get("client"),
            auteur: values.get("auteur"),
        }
    }

    fn write(&self, values: &mut Values) {
        values.put("numero", &self.numero);
        values.put("date", &self.date);
        values.put("validite", &self.validite);
        values.put("objet", &self.objet);
        values.put("etat", &self.etat);
        values.put("remise", &self.remise);
        values.put("total_ht", &self.total_ht);
        values.put("client", &self.client);
        values.put("auteur", &self.auteur);
    }
}

impl Devis {
    /// La validité ne peut précéder la date du devis
    fn validite_date(&self) -> Option<bool> {
        Some(self.validite? >= self.date?)
    }
}

#[rustfmt::skip]
static FIELDS: &[Field] = &[
    Field::new("numero", "Numéro", Kind::Sequence("DV-{year}-{0000}")).required().identifier(),
    Field::new("date", "Date", Kind::Date).required().initial(Initial::Today),
    Field::new("validite", "Valable jusqu'au", Kind::Date),
    Field::new("objet", "Objet", Kind::Text { max: 200 }).required().title(),
    Field::new("etat", "État", Kind::Enum(ETAT)).initial(Initial::Text("brouillon")),
    Field::new("remise", "Remise", Kind::Percent).initial(Initial::Text("0")).min("0").max("100"),
    Field::new("total_ht", "Total HT", Kind::Money).computed(),
    Field::new("client", "Client", Kind::Reference(&CLIENT)).required(),
    Field::new("auteur", "Auteur", Kind::Reference(&AUTEUR)).required(),
];

#[rustfmt::skip]
static ETAT: &[Choice] = &[
    Choice { code: "brouillon", label: "Brouillon" },
    Choice { code: "envoye", label: "Envoyé" },
    Choice { code: "accepte", label: "Accepté" },
    Choice { code: "refuse", label: "Refusé" },
];

#[rustfmt::skip]
static CLIENT: Reference = Reference { entity: "client", key: KeyKind::Integer, related: "Devis", on_delete: OnDelete::Restrict };

#[rustfmt::skip]
static AUTEUR: Reference = Reference { entity: "employe", key: KeyKind::Integer, related: "Devis", on_delete: OnDelete::Restrict };

#[rustfmt::skip]
static VALIDITE_DATE: Rule = Rule {
    constraint: "ck_devis_validite_date",
    message: "La validité ne peut précéder la date du devis",
    fields: &["validite", "date"],
    values: &[],
};

const SELECT: &str = r#"
SELECT devis.id AS __id,
       devis.version AS __version,
       devis.created_at AS __created_at,
       devis.updated_at AS __updated_at,
       devis.objet AS __title,
       devis.numero,
       devis.date,
       devis.validite,
       devis.objet,
       devis.etat,
       devis.remise,
       (SELECT (v + sign(v) * 500000) / 1000000 FROM (SELECT (SELECT COALESCE(SUM(t1.quantite * t1.prix_ht), 0) FROM ligne_devis AS t1 WHERE t1.devis_id = devis.id) * (10000 - devis.remise) AS v)) AS total_ht,
       devis.client_id AS client,
       client.nom AS client__title,
       devis.auteur_id AS auteur,
       auteur.nom AS auteur__title
FROM devis
LEFT JOIN client ON client.id = devis.client_id
LEFT JOIN employe AS auteur ON auteur.id = devis.auteur_id"#;

const INSERT: &str = r#"
INSERT INTO devis (numero, date, validite, objet, etat, remise, client_id, auteur_id, created_at, updated_at, version)
VALUES (:numero, :date, :validite, :objet, :etat, :remise, :client, :auteur, :__now, :__now, 1)"#;

const UPDATE: &str = r#"
UPDATE devis
SET date = :date,
    validite = :validite,
    objet = :objet,
    etat = :etat,
    remise = :remise,
    client_id = :client,
    auteur_id = :auteur,
    updated_at = :__now,
    version = version + 1
WHERE id = :__id AND version = :__version"#;

const DELETE: &str = "DELETE FROM devis WHERE id = :__id";

#[rustfmt::skip]
pub static META: EntityMeta = EntityMeta {
    name: "devis",
    label: "Devis",
    plural: "Devis",
    slug: "devis",
    table: "devis",
    fields: FIELDS,
    uniques: &[
        Unique { constraint: "uq_devis_numero", fields: &["numero"], columns: &["numero"], message: "Existe déjà : Numéro" },
    ],
    rules: &[&VALIDITE_DATE],
    lines: &[
        Lines { relation: "ligne_devis", leg: "devis", label: "Articles", touch: "" },
    ],
    indexes: &[
        "CREATE INDEX IF NOT EXISTS ix_devis_date_order ON devis (date)",
        "CREATE INDEX IF NOT EXISTS ix_devis_validite_order ON devis (validite)",
        "CREATE INDEX IF NOT EXISTS ix_devis_objet_order ON devis (folded(objet))",
        "CREATE INDEX IF NOT EXISTS ix_devis_etat_objet_order ON devis (etat, folded(objet))",
        "CREATE INDEX IF NOT EXISTS ix_devis_updated ON devis (updated_at)",
    ],
    sql: Sql { select: SELECT, insert: INSERT, update: UPDATE, delete: DELETE },
    ..EntityMeta::DEFAULT
};

pub struct DevisEntity;

impl Entity for DevisEntity {
    fn meta(&self) -> &'static EntityMeta {
        &META
    }

    fn check(&self, values: &Values, _clock: &Clock, errors: &mut Errors) {
        let devis = Devis::read(values);
        errors.hold(&VALIDITE_DATE, devis.validite_date());
    }
}
