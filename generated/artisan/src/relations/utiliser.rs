//! consomme: Visite, Article.

use crate::core::prelude::*;

#[derive(Clone, Debug)]
pub struct Utiliser {
    pub visite: Option<Key>,
    pub article: Option<Key>,
    pub quantite: Option<i64>,
}

impl Utiliser {
    pub fn read(values: &Values) -> Self {
        Self {
            visite: values.get("visite"),
            article: values.get("article"),
            quantite: values.get("quantite"),
        }
    }
}

#[rustfmt::skip]
static FIELDS: &[Field] = &[
    Field::new("visite", "Visite", Kind::Reference(&VISITE)).required(),
    Field::new("article", "Article", Kind::Reference(&ARTICLE)).required(),
    Field::new("quantite", "Quantité", Kind::Integer).required().min("1"),
];

#[rustfmt::skip]
static VISITE: Reference = Reference { entity: "visite", key: KeyKind::Integer, related: "Articles", on_delete: OnDelete::Restrict };

#[rustfmt::skip]
static ARTICLE: Reference = Reference { entity: "article", key: KeyKind::Integer, related: "Visites", on_delete: OnDelete::Restrict };

const SELECT: &str = r#"
SELECT utiliser.visite_id AS visite,
       concat_ws(' ', 'Visite', visite.id) AS visite__title,
       utiliser.article_id AS article,
       article.libelle AS article__title,
       utiliser.quantite
FROM utiliser
LEFT JOIN visite ON visite.id = utiliser.visite_id
LEFT JOIN article ON article.id = utiliser.article_id"#;

const INSERT: &str = r#"
INSERT INTO utiliser (visite_id, article_id, quantite, created_at, updated_at, version)
VALUES (:visite, :article, :quantite, :__now, :__now, 1)"#;

const UPDATE: &str = r#"
UPDATE utiliser
SET quantite = :quantite,
    updated_at = :__now,
    version = version + 1
WHERE visite_id = :visite AND article_id = :article"#;

const DELETE: &str = r#"
DELETE FROM utiliser
WHERE visite_id = :visite AND article_id = :article"#;

#[rustfmt::skip]
pub static META: RelationMeta = RelationMeta {
    name: "utiliser",
    label: "Consomme",
    table: "utiliser",
    legs: &[
        Leg { name: "visite", min: 0, max: None, message: "" },
        Leg { name: "article", min: 0, max: None, message: "" },
    ],
    fields: FIELDS,
    key: &["visite", "article"],
    sql: Sql { select: SELECT, insert: INSERT, update: UPDATE, delete: DELETE },
    ..RelationMeta::DEFAULT
};

pub struct UtiliserRelation;

impl Relation for UtiliserRelation {
    fn meta(&self) -> &'static RelationMeta {
        &META
    }
}
