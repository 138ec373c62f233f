//! Une chaudière, une pompe à chaleur, un ballon, chez un client.

use crate::core::prelude::*;

#[derive(Clone, Debug)]
pub struct Appareil {
    pub numero_serie: Option<String>,
    pub marque: Option<String>,
    pub modele: Option<String>,
    pub puissance: Option<Decimal>,
    pub pose_le: Option<NaiveDate>,
    pub garantie_fin: Option<NaiveDate>,
    pub client: Option<Key>,
    pub contrat: Option<Key>,
}

impl Fields for Appareil {
    const ENTITY: &'static str = "appareil";

    fn read(values: &Values) -> Self {
        Self {
            numero_serie: values.get("numero_serie"),
            marque: values.get("marque"),
            modele: values.get("modele"),
            puissance: values.get("puissance"),
            pose_le: values.get("pose_le"),
            garantie_fin: values.get("garantie_fin"),
            client: values.get("client"),
            contrat: values.get("contrat"),
        }
    }

    fn write(&self, values: &mut Values) {
        values.put("numero_serie", &self.numero_serie);
        values.put("marque", &self.marque);
        values.put("modele", &self.modele);
        values.put("puissance", &self.puissance);
        values.put("pose_le", &self.pose_le);
        values.put("garantie_fin", &self.garantie_fin);
        values.put("client", &self.client);
        values.put("contrat", &self.contrat);
    }
}

impl Appareil {
    /// La garantie finit après la pose
    fn garantie_fin_pose_le(&self) -> Option<bool> {
        Some(self.garantie_fin? >= self.pose_le?)
    }
}

#[rustfmt::skip]
static FIELDS: &[Field] = &[
    Field::new("numero_serie", "Numéro série", Kind::Text { max: 30 }).required().identifier(),
    Field::new("marque", "Marque", Kind::Text { max: 40 }).required(),
    Field::new("modele", "Modèle", Kind::Text { max: 60 }).required().title(),
    Field::new("puissance", "Puissance", Kind::Decimal { precision: 6, scale: 1 }).min("0").unit("kW"),
    Field::new("pose_le", "Posé le", Kind::Date),
    Field::new("garantie_fin", "Fin de garantie", Kind::Date),
    Field::new("client", "Client", Kind::Reference(&CLIENT)).required(),
    Field::new("contrat", "Contrat d'entretien", Kind::Reference(&CONTRAT)),
];

#[rustfmt::skip]
static CLIENT: Reference = Reference { entity: "client", key: KeyKind::Integer, related: "Appareils", on_delete: OnDelete::Restrict };

#[rustfmt::skip]
static CONTRAT: Reference = Reference { entity: "contrat", key: KeyKind::Integer, related: "Appareils", on_delete: OnDelete::Detach };

#[rustfmt::skip]
static GARANTIE_FIN_POSE_LE: Rule = Rule {
    constraint: "ck_appareil_garantie_fin_pose_le",
    message: "La garantie finit après la pose",
    fields: &["garantie_fin", "pose_le"],
    values: &[],
};

const SELECT: &str = r#"
SELECT appareil.id AS __id,
       appareil.version AS __version,
       appareil.created_at AS __created_at,
       appareil.updated_at AS __updated_at,
       appareil.modele AS __title,
       appareil.numero_serie,
       appareil.marque,
       appareil.modele,
       appareil.puissance,
       appareil.pose_le,
       appareil.garantie_fin,
       appareil.client_id AS client,
       client.nom AS client__title,
       appareil.contrat_id AS contrat,
       concat_ws(' ', contrat.reference) AS contrat__title
FROM appareil
LEFT JOIN client ON client.id = appareil.client_id
LEFT JOIN contrat ON contrat.id = appareil.contrat_id"#;

const INSERT: &str = r#"
INSERT INTO appareil (numero_serie, marque, modele, puissance, pose_le, garantie_fin, client_id, contrat_id, created_at, updated_at,
                      version)
VALUES (:numero_serie, :marque, :modele, :puissance, :pose_le, :garantie_fin, :client, :contrat, :__now, :__now, 1)"#;

const UPDATE: &str = r#"
UPDATE appareil
SET numero_serie = :numero_serie,
    marque = :marque,
    modele = :modele,
    puissance = :puissance,
    pose_le = :pose_le,
    garantie_fin = :garantie_fin,
    client_id = :client,
    contrat_id = :contrat,
    updated_at = :__now,
    version = version + 1
WHERE id = :__id AND version = :__version"#;

const DELETE: &str = "DELETE FROM appareil WHERE id = :__id";

#[rustfmt::skip]
pub static META: EntityMeta = EntityMeta {
    name: "appareil",
    label: "Appareil",
    plural: "Appareils",
    slug: "appareils",
    table: "appareil",
    help: "Une chaudière, une pompe à chaleur, un ballon, chez un client.",
    fields: FIELDS,
    uniques: &[
        Unique { constraint: "uq_appareil_numero_serie", fields: &["numero_serie"], columns: &["numero_serie"], message: "Existe déjà : Numéro série" },
    ],
    rules: &[&GARANTIE_FIN_POSE_LE],
    indexes: &[
        "CREATE INDEX IF NOT EXISTS ix_appareil_modele_order ON appareil (folded(modele))",
        "CREATE INDEX IF NOT EXISTS ix_appareil_pose_le_order ON appareil (pose_le)",
        "CREATE INDEX IF NOT EXISTS ix_appareil_garantie_fin_order ON appareil (garantie_fin)",
        "CREATE INDEX IF NOT EXISTS ix_appareil_updated ON appareil (updated_at)",
    ],
    sql: Sql { select: SELECT, insert: INSERT, update: UPDATE, delete: DELETE },
    ..EntityMeta::DEFAULT
};

pub struct AppareilEntity;

impl Entity for AppareilEntity {
    fn meta(&self) -> &'static EntityMeta {
        &META
    }

    fn check(&self, values: &Values, _clock: &Clock, errors: &mut Errors) {
        let appareil = Appareil::read(values);
        errors.hold(&GARANTIE_FIN_POSE_LE, appareil.garantie_fin_pose_le());
    }
}
