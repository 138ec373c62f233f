//! Employés.

use crate::core::prelude::*;

#[derive(Clone, Debug)]
pub struct Employe {
    pub matricule: Option<String>,
    pub prenom: Option<String>,
    pub nom: Option<String>,
    pub email: Option<String>,
    pub metier: Option<Metier>,
    pub entree: Option<NaiveDate>,
    pub sortie: Option<NaiveDate>,
    pub chef: Option<Key>,
}

choices! {
    pub enum Metier {
        Commercial = "commercial",
        Technicien = "technicien",
        Gestion = "gestion",
    }
}

impl Fields for Employe {
    const ENTITY: &'static str = "employe";

    fn read(values: &Values) -> Self {
        Self {
            matricule: values.get("matricule"),
            prenom: values.get("prenom"),
            nom: values.get("nom"),
            email: values.get("email"),
            metier: values.get("metier"),
            entree: values.get("entree"),
            sortie: values.get("sortie"),
            chef: values.get("chef"),
        }
    }

    fn write(&self, values: &mut Values) {
        values.put("matricule", &self.matricule);
        values.put("prenom", &self.prenom);
        values.put("nom", &self.nom);
        values.put("email", &self.email);
        values.put("metier", &self.metier);
        values.put("entree", &self.entree);
        values.put("sortie", &self.sortie);
        values.put("chef", &self.chef);
    }
}

impl Employe {
    /// On ne part pas avant d'être arrivé
    fn sortie_entree(&self) -> Option<bool> {
        Some(self.sortie? >= self.entree?)
    }
}

#[rustfmt::skip]
static FIELDS: &[Field] = &[
    Field::new("matricule", "Matricule", Kind::Text { max: 8 }).required().identifier(),
    Field::new("prenom", "Prénom", Kind::Text { max: 60 }).required(),
    Field::new("nom", "Nom", Kind::Text { max: 80 }).required().title(),
    Field::new("email", "E-mail", Kind::Email).required(),
    Field::new("metier", "Métier", Kind::Enum(METIER)).required(),
    Field::new("entree", "Entrée", Kind::Date).required(),
    Field::new("sortie", "Sortie", Kind::Date),
    Field::new("chef", "Chef", Kind::Reference(&CHEF)),
];

#[rustfmt::skip]
static METIER: &[Choice] = &[
    Choice { code: "commercial", label: "Commercial" },
    Choice { code: "technicien", label: "Technicien" },
    Choice { code: "gestion", label: "Gestion" },
];

#[rustfmt::skip]
static CHEF: Reference = Reference { entity: "employe", key: KeyKind::Integer, related: "Encadre (Employés)", on_delete: OnDelete::Restrict };

#[rustfmt::skip]
static SORTIE_ENTREE: Rule = Rule {
    constraint: "ck_employe_sortie_entree",
    message: "On ne part pas avant d'être arrivé",
    fields: &["sortie", "entree"],
    values: &[],
};

const SELECT: &str = r#"
SELECT employe.id AS __id,
       employe.version AS __version,
       employe.created_at AS __created_at,
       employe.updated_at AS __updated_at,
       employe.nom AS __title,
       employe.matricule,
       employe.prenom,
       employe.nom,
       employe.email,
       employe.metier,
       employe.entree,
       employe.sortie,
       employe.chef_id AS chef,
       chef.nom AS chef__title
FROM employe
LEFT JOIN employe AS chef ON chef.id = employe.chef_id"#;

const INSERT: &str = r#"
INSERT INTO employe (matricule, prenom, nom, email, metier, entree, sortie, chef_id, created_at, updated_at, version)
VALUES (:matricule, :prenom, :nom, :email, :metier, :entree, :sortie, :chef, :__now, :__now, 1)"#;

const UPDATE: &str = r#"
UPDATE employe
SET matricule = :matricule,
    prenom = :prenom,
    nom = :nom,
    email = :email,
    metier = :metier,
    entree = :entree,
    sortie = :sortie,
    chef_id = :chef,
    updated_at = :__now,
    version = version + 1
WHERE id = :__id AND version = :__version"#;

const DELETE: &str = "DELETE FROM employe WHERE id = :__id";

#[rustfmt::skip]
pub static META: EntityMeta = EntityMeta {
    name: "employe",
    label: "Employé",
    plural: "Employés",
    slug: "employes",
    table: "employe",
    fields: FIELDS,
    uniques: &[
        Unique { constraint: "uq_employe_matricule", fields: &["matricule"], columns: &["matricule"], message: "Existe déjà : Matricule" },
        Unique { constraint: "uq_employe_email", fields: &["email"], columns: &["email"], message: "Existe déjà : E-mail" },
    ],
    rules: &[&SORTIE_ENTREE],
    indexes: &[
        "CREATE INDEX IF NOT EXISTS ix_employe_nom_order ON employe (folded(nom))",
        "CREATE INDEX IF NOT EXISTS ix_employe_entree_order ON employe (entree)",
        "CREATE INDEX IF NOT EXISTS ix_employe_sortie_order ON employe (sortie)",
        "CREATE INDEX IF NOT EXISTS ix_employe_metier_nom_order ON employe (metier, folded(nom))",
        "CREATE INDEX IF NOT EXISTS ix_employe_updated ON employe (updated_at)",
    ],
    sql: Sql { select: SELECT, insert: INSERT, update: UPDATE, delete: DELETE },
    ..EntityMeta::DEFAULT
};

pub struct EmployeEntity;

impl Entity for EmployeEntity {
    fn meta(&self) -> &'static EntityMeta {
        &META
    }

    fn check(&self, values: &Values, _clock: &Clock, errors: &mut Errors) {
        let employe = Employe::read(values);
        errors.hold(&SORTIE_ENTREE, employe.sortie_entree());
    }
}
