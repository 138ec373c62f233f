//! comporte: Devis, Article.

use crate::core::prelude::*;

#[derive(Clone, Debug)]
pub struct LigneDevis {
    pub devis: Option<Key>,
    pub article: Option<Key>,
    pub quantite: Option<Decimal>,
    pub prix_ht: Option<Decimal>,
}

impl LigneDevis {
    pub fn read(values: &Values) -> Self {
        Self {
            devis: values.get("devis"),
            article: values.get("article"),
            quantite: values.get("quantite"),
            prix_ht: values.get("prix_ht"),
        }
    }
}

#[rustfmt::skip]
static FIELDS: &[Field] = &[
    Field::new("devis", "Devis", Kind::Reference(&DEVIS)).required(),
    Field::new("article", "Article", Kind::Reference(&ARTICLE)).required(),
    Field::new("quantite", "Quantité", Kind::Decimal { precision: 8, scale: 2 }).required().min("0"),
    Field::new("prix_ht", "Prix HT", Kind::Money).required().min("0"),
];

#[rustfmt::skip]
static DEVIS: Reference = Reference { entity: "devis", key: KeyKind::Integer, related: "Articles", on_delete: OnDelete::Cascade };

#[rustfmt::skip]
static ARTICLE: Reference = Reference { entity: "article", key: KeyKind::Integer, related: "Devis", on_delete: OnDelete::Restrict };

const SELECT: &str = r#"
SELECT ligne_devis.devis_id AS devis,
       devis.objet AS devis__title,
       ligne_devis.article_id AS article,
       article.libelle AS article__title,
       ligne_devis.quantite,
       ligne_devis.prix_ht
FROM ligne_devis
LEFT JOIN devis ON devis.id = ligne_devis.devis_id
LEFT JOIN article ON article.id = ligne_devis.article_id"#;

const INSERT: &str = r#"
INSERT INTO ligne_devis (devis_id, article_id, quantite, prix_ht, created_at, updated_at, version)
VALUES (:devis, :article, :quantite, :prix_ht, :__now, :__now, 1)"#;

const UPDATE: &str = r#"
UPDATE ligne_devis
SET quantite = :quantite,
    prix_ht = :prix_ht,
    updated_at = :__now,
    version = version + 1
WHERE devis_id = :devis AND article_id = :article"#;

const DELETE: &str = r#"
DELETE FROM ligne_devis
WHERE devis_id = :devis AND article_id = :article"#;

#[rustfmt::skip]
pub static META: RelationMeta = RelationMeta {
    name: "ligne_devis",
    label: "Comporte",
    table: "ligne_devis",
    legs: &[
        Leg { name: "devis", min: 1, max: None, message: "Devis : « comporte » au moins 1 fois" },
        Leg { name: "article", min: 0, max: None, message: "" },
    ],
    fields: FIELDS,
    key: &["devis", "article"],
    sql: Sql { select: SELECT, insert: INSERT, update: UPDATE, delete: DELETE },
    ..RelationMeta::DEFAULT
};

pub struct LigneDevisRelation;

impl Relation for LigneDevisRelation {
    fn meta(&self) -> &'static RelationMeta {
        &META
    }
}
