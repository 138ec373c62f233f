//! Articles.

use crate::core::prelude::*;

#[derive(Clone, Debug)]
pub struct Article {
    pub reference: Option<String>,
    pub libelle: Option<String>,
    pub famille: Option<Famille>,
    pub prix_ht: Option<Decimal>,
    pub tva: Option<Decimal>,
    pub actif: Option<bool>,
}

choices! {
    pub enum Famille {
        Piece = "piece",
        Materiel = "materiel",
        MainOeuvre = "main_oeuvre",
    }
}

impl Fields for Article {
    const ENTITY: &'static str = "article";

    fn read(values: &Values) -> Self {
        Self {
            reference: values.get("reference"),
            libelle: values.get("libelle"),
            famille: values.get("famille"),
            prix_ht: values.get("prix_ht"),
            tva: values.get("tva"),
            actif: values.get("actif"),
        }
    }

    fn write(&self, values: &mut Values) {
        values.put("reference", &self.reference);
        values.put("libelle", &self.libelle);
        values.put("famille", &self.famille);
        values.put("prix_ht", &self.prix_ht);
        values.put("tva", &self.tva);
        values.put("actif", &self.actif);
    }
}

#[rustfmt::skip]
static FIELDS: &[Field] = &[
    Field::new("reference", "Référence", Kind::Text { max: 20 }).required().identifier(),
    Field::new("libelle", "Libellé", Kind::Text { max: 120 }).required().title(),
    Field::new("famille", "Famille", Kind::Enum(FAMILLE)).required(),
    Field::new("prix_ht", "Prix HT", Kind::Money).required().min("0"),
    Field::new("tva", "TVA", Kind::Percent).required().initial(Initial::Text("10")).min("0").max("100"),
    Field::new("actif", "Actif", Kind::Boolean).initial(Initial::Text("true")),
];

#[rustfmt::skip]
static FAMILLE: &[Choice] = &[
    Choice { code: "piece", label: "Pièce" },
    Choice { code: "materiel", label: "Matériel" },
    Choice { code: "main_oeuvre", label: "Main-d'œuvre" },
];

const SELECT: &str = r#"
SELECT article.id AS __id,
       article.version AS __version,
       article.created_at AS __created_at,
       article.updated_at AS __updated_at,
       article.libelle AS __title,
       article.reference,
       article.libelle,
       article.famille,
       article.prix_ht,
       article.tva,
       article.actif
FROM article"#;

const INSERT: &str = r#"
INSERT INTO article (reference, libelle, famille, prix_ht, tva, actif, created_at, updated_at, version)
VALUES (:reference, :libelle, :famille, :prix_ht, :tva, :actif, :__now, :__now, 1)"#;

const UPDATE: &str = r#"
UPDATE article
SET reference = :reference,
    libelle = :libelle,
    famille = :famille,
    prix_ht = :prix_ht,
    tva = :tva,
    actif = :actif,
    updated_at = :__now,
    version = version + 1
WHERE id = :__id AND version = :__version"#;

const DELETE: &str = "DELETE FROM article WHERE id = :__id";

#[rustfmt::skip]
pub static META: EntityMeta = EntityMeta {
    name: "article",
    label: "Article",
    plural: "Articles",
    slug: "articles",
    table: "article",
    fields: FIELDS,
    uniques: &[
        Unique { constraint: "uq_article_reference", fields: &["reference"], columns: &["reference"], message: "Existe déjà : Référence" },
    ],
    indexes: &[
        "CREATE INDEX IF NOT EXISTS ix_article_libelle_order ON article (folded(libelle))",
        "CREATE INDEX IF NOT EXISTS ix_article_prix_ht_order ON article (prix_ht)",
        "CREATE INDEX IF NOT EXISTS ix_article_famille_libelle_order ON article (famille, folded(libelle))",
        "CREATE INDEX IF NOT EXISTS ix_article_updated ON article (updated_at)",
    ],
    sql: Sql { select: SELECT, insert: INSERT, update: UPDATE, delete: DELETE },
    ..EntityMeta::DEFAULT
};

pub struct ArticleEntity;

impl Entity for ArticleEntity {
    fn meta(&self) -> &'static EntityMeta {
        &META
    }
}
