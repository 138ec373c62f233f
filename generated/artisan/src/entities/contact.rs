//! Une personne à qui parler dans une société.

use crate::core::prelude::*;

#[derive(Clone, Debug)]
pub struct Contact {
    pub rang: Option<i64>,
    pub prenom: Option<String>,
    pub nom: Option<String>,
    pub fonction: Option<String>,
    pub email: Option<String>,
    pub telephone: Option<String>,
    pub societe: Option<Key>,
}

impl Fields for Contact {
    const ENTITY: &'static str = "contact";

    fn read(values: &Values) -> Self {
        Self {
            rang: values.get("rang"),
            prenom: values.get("prenom"),
            nom: values.get("nom"),
            fonction: values.get("fonction"),
            email: values.get("email"),
            telephone: values.get("telephone"),
            societe: values.get("societe"),
        }
    }

    fn write(&self, values: &mut Values) {
        values.put("rang", &self.rang);
        values.put("prenom", &self.prenom);
        values.put("nom", &self.nom);
        values.put("fonction", &self.fonction);
        values.put("email", &self.email);
        values.put("telephone", &self.telephone);
        values.put("societe", &self.societe);
    }
}

#[rustfmt::skip]
static FIELDS: &[Field] = &[
    Field::new("rang", "Rang", Kind::Integer).required().identifier().min("1"),
    Field::new("prenom", "Prénom", Kind::Text { max: 60 }).personal(),
    Field::new("nom", "Nom", Kind::Text { max: 80 }).required().title().personal(),
    Field::new("fonction", "Fonction", Kind::Text { max: 80 }),
    Field::new("email", "E-mail", Kind::Email).personal(),
    Field::new("telephone", "Téléphone", Kind::Phone).personal(),
    Field::new("societe", "Société", Kind::Reference(&SOCIETE)).required(),
];

#[rustfmt::skip]
static SOCIETE: Reference = Reference { entity: "societe", key: KeyKind::Integer, related: "Contacts", on_delete: OnDelete::Cascade };

const SELECT: &str = r#"
SELECT contact.id AS __id,
       contact.version AS __version,
       contact.created_at AS __created_at,
       contact.updated_at AS __updated_at,
       contact.nom AS __title,
       contact.rang,
       contact.prenom,
       contact.nom,
       contact.fonction,
       contact.email,
       contact.telephone,
       contact.societe_id AS societe,
       societe.nom AS societe__title
FROM contact
LEFT JOIN client AS societe ON societe.id = contact.societe_id"#;

const INSERT: &str = r#"
INSERT INTO contact (societe_id, rang, prenom, nom, fonction, email, telephone, created_at, updated_at, version)
VALUES (:societe, :rang, :prenom, :nom, :fonction, :email, :telephone, :__now, :__now, 1)"#;

const UPDATE: &str = r#"
UPDATE contact
SET societe_id = :societe,
    rang = :rang,
    prenom = :prenom,
    nom = :nom,
    fonction = :fonction,
    email = :email,
    telephone = :telephone,
    updated_at = :__now,
    version = version + 1
WHERE id = :__id AND version = :__version"#;

const DELETE: &str = "DELETE FROM contact WHERE id = :__id";

#[rustfmt::skip]
pub static META: EntityMeta = EntityMeta {
    name: "contact",
    label: "Contact",
    plural: "Contacts",
    slug: "contacts",
    table: "contact",
    help: "Une personne à qui parler dans une société.",
    fields: FIELDS,
    uniques: &[
        Unique { constraint: "uq_contact_societe_id_rang", fields: &["societe", "rang"], columns: &["societe_id", "rang"], message: "Existe déjà : Société, Rang" },
    ],
    indexes: &[
        "CREATE INDEX IF NOT EXISTS ix_contact_nom_order ON contact (folded(nom))",
        "CREATE INDEX IF NOT EXISTS ix_contact_updated ON contact (updated_at)",
    ],
    sql: Sql { select: SELECT, insert: INSERT, update: UPDATE, delete: DELETE },
    ..EntityMeta::DEFAULT
};

pub struct ContactEntity;

impl Entity for ContactEntity {
    fn meta(&self) -> &'static EntityMeta {
        &META
    }
}
