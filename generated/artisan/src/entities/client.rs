//! Qui nous paie : un particulier ou une société.

use crate::core::prelude::*;

#[derive(Clone, Debug)]
pub struct Client {
    pub numero: Option<i64>,
    pub nom: Option<String>,
    pub email: Option<String>,
    pub telephone: Option<String>,
    pub mobile: Option<String>,
    pub adresse_rue: Option<String>,
    pub adresse_complement: Option<String>,
    pub adresse_code_postal: Option<String>,
    pub adresse_ville: Option<String>,
    pub adresse_pays: Option<String>,
    pub adresse_latitude: Option<Decimal>,
    pub adresse_longitude: Option<Decimal>,
    pub depuis: Option<NaiveDate>,
    pub statut: Option<Statut>,
    pub consentement: Option<bool>,
    pub note: Option<String>,
    pub commercial: Option<Key>,
}

choices! {
    pub enum Statut {
        Prospect = "prospect",
        Actif = "actif",
        Dormant = "dormant",
        Perdu = "perdu",
    }
}

impl Fields for Client {
    const ENTITY: &'static str = "client";

    fn read(values: &Values) -> Self {
        Self {
            numero: values.get("numero"),
            nom: values.get("nom"),
            email: values.get("email"),
            telephone: values.get("telephone"),
            mobile: values.get("mobile"),
            adresse_rue: values.get("adresse_rue"),
            adresse_complement: values.get("adresse_complement"),
            adresse_code_postal: values.get("adresse_code_postal"),
            adresse_ville: values.get("adresse_ville"),
            adresse_pays: values.get("adresse_pays"),
            adresse_latitude: values.get("adresse_latitude"),
            adresse_longitude: values.get("adresse_longitude"),
            depuis: values.get("depuis"),
            statut: values.get("statut"),
            consentement: values.get("consentement"),
            note: values.get("note"),
            commercial: values.get("commercial"),
        }
    }

    fn write(&self, values: &mut Values) {
        values.put("numero", &self.numero);
        values.put("nom", &self.nom);
        values.put("email", &self.email);
        values.put("telephone", &self.telephone);
        values.put("mobile", &self.mobile);
        values.put("adresse_rue", &self.adresse_rue);
        values.put("adresse_complement", &self.adresse_complement);
        values.put("adresse_code_postal", &self.adresse_code_postal);
        values.put("adresse_ville", &self.adresse_ville);
        values.put("adresse_pays", &self.adresse_pays);
        values.put("adresse_latitude", &self.adresse_latitude);
        values.put("adresse_longitude", &self.adresse_longitude);
        values.put("depuis", &self.depuis);
        values.put("statut", &self.statut);
        values.put("consentement", &self.consentement);
        values.put("note", &self.note);
        values.put("commercial", &self.commercial);
    }
}

#[rustfmt::skip]
static FIELDS: &[Field] = &[
    Field::new("numero", "Numéro", Kind::Serial).required().identifier(),
    Field::new("nom", "Nom", Kind::Text { max: 120 }).required().title(),
    Field::new("email", "E-mail", Kind::Email).personal(),
    Field::new("telephone", "Téléphone", Kind::Phone).search().personal(),
    Field::new("mobile", "Mobile", Kind::Phone).search().personal(),
    Field::new("adresse_rue", "Rue", Kind::Text { max: 200 }).group("Adresse").personal(),
    Field::new("adresse_complement", "Complément", Kind::Text { max: 200 }).group("Adresse").personal(),
    Field::new("adresse_code_postal", "Code postal", Kind::PostalCode).group("Adresse").personal(),
    Field::new("adresse_ville", "Ville", Kind::Text { max: 120 }).group("Adresse").personal(),
    Field::new("adresse_pays", "Pays", Kind::Country).group("Adresse").personal(),
    Field::new("adresse_latitude", "Latitude", Kind::Decimal { precision: 9, scale: 6 }).group("Adresse").min("-90").max("90").personal(),
    Field::new("adresse_longitude", "Longitude", Kind::Decimal { precision: 9, scale: 6 }).group("Adresse").min("-180").max("180").personal(),
    Field::new("depuis", "Client depuis", Kind::Date).initial(Initial::Today),
    Field::new("statut", "Statut", Kind::Enum(STATUT)).initial(Initial::Text("prospect")),
    Field::new("consentement", "Accepte nos courriels", Kind::Boolean).initial(Initial::Text("false")),
    Field::new("note", "Note", Kind::Markdown),
    Field::new("commercial", "Commercial", Kind::Reference(&COMMERCIAL)),
];

#[rustfmt::skip]
static STATUT: &[Choice] = &[
    Choice { code: "prospect", label: "Prospect" },
    Choice { code: "actif", label: "Actif" },
    Choice { code: "dormant", label: "Dormant" },
    Choice { code: "perdu", label: "Perdu" },
];

#[rustfmt::skip]
static COMMERCIAL: Reference = Reference { entity: "employe", key: KeyKind::Integer, related: "Clients", on_delete: OnDelete::Restrict };

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
       client.kind AS __kind,
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
       commercial.nom AS commercial__title
FROM client
LEFT JOIN employe AS commercial ON commercial.id = client.commercial_id"#;

const INSERT: &str = r#"
INSERT INTO client (kind, nom, email, telephone, mobile, adresse_rue, adresse_complement, adresse_code_postal, adresse_ville, adresse_pays,
                    adresse_latitude, adresse_longitude, depuis, statut, consentement, note, commercial_id, created_at, updated_at, version)
VALUES (:__kind, :nom, :email, :telephone, :mobile, :adresse_rue, :adresse_complement, :adresse_code_postal, :adresse_ville, :adresse_pays,
        :adresse_latitude, :adresse_longitude, :depuis, :statut, :consentement, :note, :commercial, :__now, :__now, 1)"#;

const UPDATE: &str = r#"
UPDATE client
SET nom = :nom,
    email = :email,
    telephone = :telephone,
    mobile = :mobile,
    adresse_rue = :adresse_rue,
    adresse_complement = :adresse_complement,
    adresse_code_postal = :adresse_code_postal,
    adresse_ville = :adresse_ville,
    adresse_pays = :adresse_pays,
    adresse_latitude = :adresse_latitude,
    adresse_longitude = :adresse_longitude,
    depuis = :depuis,
    statut = :statut,
    consentement = :consentement,
    note = :note,
    commercial_id = :commercial,
    updated_at = :__now,
    version = version + 1
WHERE id = :__id AND version = :__version"#;

const DELETE: &str = "DELETE FROM client WHERE id = :__id";

#[rustfmt::skip]
pub static META: EntityMeta = EntityMeta {
    name: "client",
    label: "Client",
    plural: "Clients",
    slug: "clients",
    table: "client",
    help: "Qui nous paie : un particulier ou une société.",
    subtypes: "Type de client",
    total: true,
    fields: FIELDS,
    uniques: &[
        Unique { constraint: "uq_client_email", fields: &["email"], columns: &["email"], message: "Existe déjà : E-mail" },
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
    indexes: &[
        "CREATE INDEX IF NOT EXISTS ix_client_nom_order ON client (folded(nom))",
        "CREATE INDEX IF NOT EXISTS ix_client_telephone_order ON client (telephone COLLATE NOCASE)",
        "CREATE INDEX IF NOT EXISTS ix_client_depuis_order ON client (depuis)",
        "CREATE INDEX IF NOT EXISTS ix_client_statut_order ON client (statut)",
        "CREATE INDEX IF NOT EXISTS ix_client_statut_nom_order ON client (statut, folded(nom))",
        "CREATE INDEX IF NOT EXISTS ix_client_updated ON client (updated_at)",
    ],
    sql: Sql { select: SELECT, insert: INSERT, update: UPDATE, delete: DELETE },
    ..EntityMeta::DEFAULT
};

pub struct ClientEntity;

impl Entity for ClientEntity {
    fn meta(&self) -> &'static EntityMeta {
        &META
    }
}
