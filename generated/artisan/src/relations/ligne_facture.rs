//! comporte: Facture, Article.

use crate::core::prelude::*;

#[derive(Clone, Debug)]
pub struct LigneFacture {
    pub facture: Option<Key>,
    pub article: Option<Key>,
    pub quantite: Option<Decimal>,
    pub prix_ht: Option<Decimal>,
}

impl LigneFacture {
    pub fn read(values: &Values) -> Self {
        Self {
            facture: values.get("facture"),
            article: values.get("article"),
            quantite: values.get("quantite"),
            prix_ht: values.get("prix_ht"),
        }
    }
}

#[rustfmt::skip]
static FIELDS: &[Field] = &[
    Field::new("facture", "Facture", Kind::Reference(&FACTURE)).required(),
    Field::new("article", "Article", Kind::Reference(&ARTICLE)).required(),
    Field::new("quantite", "Quantité", Kind::Decimal { precision: 8, scale: 2 }).required().min("0"),
    Field::new("prix_ht", "Prix HT", Kind::Money).required().min("0"),
];

#[rustfmt::skip]
static FACTURE: Reference = Reference { entity: "facture", key: KeyKind::Integer, related: "Articles", on_delete: OnDelete::Cascade };

#[rustfmt::skip]
static ARTICLE: Reference = Reference { entity: "article", key: KeyKind::Integer, related: "Factures", on_delete: OnDelete::Restrict };

const SELECT: &str = r#"
SELECT ligne_facture.facture_id AS facture,
       concat_ws(' ', facture.numero) AS facture__title,
       ligne_facture.article_id AS article,
       article.libelle AS article__title,
       ligne_facture.quantite,
       ligne_facture.prix_ht
FROM ligne_facture
LEFT JOIN facture ON facture.id = ligne_facture.facture_id
LEFT JOIN article ON article.id = ligne_facture.article_id"#;

const INSERT: &str = r#"
INSERT INTO ligne_facture (facture_id, article_id, quantite, prix_ht, created_at, updated_at, version)
VALUES (:facture, :article, :quantite, :prix_ht, :__now, :__now, 1)"#;

const UPDATE: &str = r#"
UPDATE ligne_facture
SET quantite = :quantite,
    prix_ht = :prix_ht,
    updated_at = :__now,
    version = version + 1
WHERE facture_id = :facture AND article_id = :article"#;

const DELETE: &str = r#"
DELETE FROM ligne_facture
WHERE facture_id = :facture AND article_id = :article"#;

#[rustfmt::skip]
pub static META: RelationMeta = RelationMeta {
    name: "ligne_facture",
    label: "Comporte",
    table: "ligne_facture",
    legs: &[
        Leg { name: "facture", min: 1, max: None, message: "Facture : « comporte » au moins 1 fois" },
        Leg { name: "article", min: 0, max: None, message: "" },
    ],
    fields: FIELDS,
    key: &["facture", "article"],
    sql: Sql { select: SELECT, insert: INSERT, update: UPDATE, delete: DELETE },
    ..RelationMeta::DEFAULT
};

pub struct LigneFactureRelation;

impl Relation for LigneFactureRelation {
    fn meta(&self) -> &'static RelationMeta {
        &META
    }
}
