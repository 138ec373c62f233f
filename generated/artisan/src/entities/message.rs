//! Messages.

use crate::core::prelude::*;

#[derive(Clone, Debug)]
pub struct Message {
    pub numero: Option<i64>,
    pub quand: Option<NaiveDateTime>,
    pub sens: Option<Sens>,
    pub canal: Option<Canal>,
    pub objet: Option<String>,
    pub corps: Option<String>,
    pub client: Option<Key>,
}

choices! {
    pub enum Sens {
        Recu = "recu",
        Envoye = "envoye",
    }
}

choices! {
    pub enum Canal {
        Courriel = "courriel",
        Telephone = "telephone",
        Courrier = "courrier",
        Visite = "visite",
    }
}

impl Fields for Message {
    const ENTITY: &'static str = "message";

    fn read(values: &Values) -> Self {
        Self {
            numero: values.get("numero"),
            quand: values.get("quand"),
            sens: values.get("sens"),
            canal: values.get("canal"),
            objet: values.get("objet"),
            corps: values.get("corps"),
            client: values.get("client"),
        }
    }

    fn write(&self, values: &mut Values) {
        values.put("numero", &self.numero);
        values.put("quand", &self.quand);
        values.put("sens", &self.sens);
        values.put("canal", &self.canal);
        values.put("objet", &self.objet);
        values.put("corps", &self.corps);
        values.put("client", &self.client);
    }
}

#[rustfmt::skip]
static FIELDS: &[Field] = &[
    Field::new("numero", "Numéro", Kind::Serial).required().identifier(),
    Field::new("quand", "Quand", Kind::DateTime).required().initial(Initial::Now),
    Field::new("sens", "Sens", Kind::Enum(SENS)).required(),
    Field::new("canal", "Canal", Kind::Enum(CANAL)).required(),
    Field::new("objet", "Objet", Kind::Text { max: 200 }).required().title(),
    Field::new("corps", "Corps", Kind::Markdown),
    Field::new("client", "Client", Kind::Reference(&CLIENT)).required(),
];

#[rustfmt::skip]
static SENS: &[Choice] = &[
    Choice { code: "recu", label: "Reçu" },
    Choice { code: "envoye", label: "Envoyé" },
];

#[rustfmt::skip]
static CANAL: &[Choice] = &[
    Choice { code: "courriel", label: "Courriel" },
    Choice { code: "telephone", label: "Téléphone" },
    Choice { code: "courrier", label: "Courrier" },
    Choice { code: "visite", label: "Visite" },
];

#[rustfmt::skip]
static CLIENT: Reference = Reference { entity: "client", key: KeyKind::Integer, related: "Messages", on_delete: OnDelete::Restrict };

const SELECT: &str = r#"
SELECT message.id AS __id,
       message.version AS __version,
       message.created_at AS __created_at,
       message.updated_at AS __updated_at,
       message.objet AS __title,
       message.id AS numero,
       message.quand,
       message.sens,
       message.canal,
       message.objet,
       message.corps,
       message.client_id AS client,
       client.nom AS client__title
FROM message
LEFT JOIN client ON client.id = message.client_id"#;

const INSERT: &str = r#"
INSERT INTO message (quand, sens, canal, objet, corps, client_id, created_at, updated_at, version)
VALUES (:quand, :sens, :canal, :objet, :corps, :client, :__now, :__now, 1)"#;

const UPDATE: &str = r#"
UPDATE message
SET quand = :quand,
    sens = :sens,
    canal = :canal,
    objet = :objet,
    corps = :corps,
    client_id = :client,
    updated_at = :__now,
    version = version + 1
WHERE id = :__id AND version = :__version"#;

const DELETE: &str = "DELETE FROM message WHERE id = :__id";

#[rustfmt::skip]
pub static META: EntityMeta = EntityMeta {
    name: "message",
    label: "Message",
    plural: "Messages",
    slug: "messages",
    table: "message",
    fields: FIELDS,
    indexes: &[
        "CREATE INDEX IF NOT EXISTS ix_message_quand_order ON message (quand)",
        "CREATE INDEX IF NOT EXISTS ix_message_objet_order ON message (folded(objet))",
        "CREATE INDEX IF NOT EXISTS ix_message_sens_objet_order ON message (sens, folded(objet))",
        "CREATE INDEX IF NOT EXISTS ix_message_canal_objet_order ON message (canal, folded(objet))",
        "CREATE INDEX IF NOT EXISTS ix_message_updated ON message (updated_at)",
    ],
    sql: Sql { select: SELECT, insert: INSERT, update: UPDATE, delete: DELETE },
    ..EntityMeta::DEFAULT
};

pub struct MessageEntity;

impl Entity for MessageEntity {
    fn meta(&self) -> &'static EntityMeta {
        &META
    }
}
