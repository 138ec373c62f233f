//! The types of the conceptual model and plain look-ups on them.
//!
//! No building (`resolve`) and no judging (`check`).

// tidy: long because it is the whole conceptual model as plain data, read as one page

use petgraph::graph::{NodeIndex, UnGraph};
use rust_decimal::Decimal;

use super::expr::Expr;
use crate::source::Span;

/// An entity of an [`Mcd`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntityId(pub(crate) u32);

/// A relation of an [`Mcd`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RelationId(pub(crate) u32);

/// An enumeration of an [`Mcd`]: declared by a `type`, or in a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EnumId(pub(crate) u32);

/// An entity or a relation: what bears fields, rules and dependencies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Owner {
    /// An entity.
    Entity(EntityId),
    /// A relation.
    Relation(RelationId),
}

/// A field by its owner and its place in declaration order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FieldRef {
    /// Who bears it.
    pub owner: Owner,
    /// Its place among the owner's fields.
    pub index: usize,
}

/// A leg by its relation and its place in declaration order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LegRef {
    /// The relation.
    pub relation: RelationId,
    /// Its place among the relation's legs.
    pub index: usize,
}

/// A whole conceptual model.
#[derive(Debug, Clone, Default)]
pub struct Mcd {
    /// The `crm` block, with defaults where absent.
    pub crm: Crm,
    pub(crate) entities: Vec<Entity>,
    pub(crate) relations: Vec<Relation>,
    pub(crate) enums: Vec<EnumType>,
    /// Constraints between relations.
    pub constraints: Vec<Constraint>,
    /// Roles of users.
    pub roles: Vec<Role>,
    /// Forms, at most one an entity.
    pub forms: Vec<Form>,
    /// Lists, at most one an entity.
    pub lists: Vec<ListView>,
    /// Documents and the fields read on them.
    pub inventory: Inventory,
    /// Entities, one edge a pair of legs: what touches what.
    pub(crate) graph: UnGraph<EntityId, RelationId>,
    /// The names of relations left out, since something else has the name: their legs are lost.
    pub(crate) relations_left_out: Vec<Span>,
}

/// The `crm` block.
#[derive(Debug, Clone, PartialEq)]
pub struct Crm {
    /// Short name (`cabinet`).
    pub name: String,
    /// Title shown (`Cabinet Durand`).
    pub title: String,
    /// Language of the labels.
    pub locale: Locale,
    /// ISO 4217 code.
    pub currency: String,
    /// IANA time zone.
    pub timezone: String,
    /// Month, 1 to 12.
    pub fiscal_year_start: u8,
    /// The entity whose records may have an account.
    pub users: Option<EntityId>,
    /// The block, where there is one.
    pub span: Option<Span>,
}

impl Default for Crm {
    fn default() -> Self {
        Crm {
            name: "crm".into(),
            title: "CRM".into(),
            locale: Locale::Fr,
            currency: "EUR".into(),
            timezone: "Europe/Paris".into(),
            fiscal_year_start: 1,
            users: None,
            span: None,
        }
    }
}

/// A language of labels and of the application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Locale {
    /// Français.
    #[default]
    Fr,
    /// English.
    En,
}

impl Locale {
    /// `fr` or `en`.
    pub fn code(self) -> &'static str {
        match self {
            Locale::Fr => "fr",
            Locale::En => "en",
        }
    }
}

/// An entity.
#[derive(Debug, Clone)]
pub struct Entity {
    /// Name as declared, NFC.
    pub name: String,
    /// ASCII snake_case form, unique among entities and relations of a valid model.
    pub snake: String,
    /// Singular label.
    pub label: String,
    /// Plural label.
    pub plural: String,
    /// Documentation, lines joined by line feeds; empty when absent.
    pub docs: String,
    /// The part of the business.
    pub area: Option<String>,
    /// Supertype.
    pub parent: Option<EntityId>,
    /// Direct subtypes in declaration order.
    pub children: Vec<EntityId>,
    /// Own fields (not the inherited ones).
    pub fields: Vec<Field>,
    /// Own identifier: its `identifier` fields, then the legs `(1,1)` that lend their owner's. Empty for a subtype.
    pub identifier: Vec<KeyPart>,
    /// `unique` groups, and each `unique` field as a group of one.
    pub uniques: Vec<UniqueGroup>,
    /// `fd a -> b` lines.
    pub fds: Vec<Fd>,
    /// `fd a ->> b` lines: for each value of the left, the right doesn't depend on the rest.
    pub mvds: Vec<Fd>,
    /// `rule` lines.
    pub rules: Vec<Rule>,
    /// The `subtypes` line.
    pub subtypes: Option<Subtypes>,
    /// How a hierarchy is stored (`stored single`), or `stored none`.
    pub storage: Option<Storage>,
    /// Physical name (`stored "CLIENT"`).
    pub stored: Option<String>,
    /// Warnings taken on purpose.
    pub accepts: Vec<Accept>,
    /// Fields known to exist and not listed yet (`… +9`).
    pub elided: u32,
    /// What it used to be.
    pub was: Option<Was>,
    /// Where its name is declared.
    pub name_span: Span,
    /// The whole declaration.
    pub span: Span,
}

/// A relation (association).
#[derive(Debug, Clone)]
pub struct Relation {
    /// Name as declared, NFC.
    pub name: String,
    /// ASCII snake_case form, unique among entities and relations of a valid model.
    pub snake: String,
    /// Label: a verb as a rule.
    pub label: String,
    /// Documentation; empty when absent.
    pub docs: String,
    /// The part of the business.
    pub area: Option<String>,
    /// Legs in declaration order.
    pub legs: Vec<Leg>,
    /// Its own fields.
    pub fields: Vec<Field>,
    /// `unique` groups.
    pub uniques: Vec<UniqueGroup>,
    /// `fd a -> b` lines: among legs (CIF), among fields.
    pub fds: Vec<Fd>,
    /// `fd a ->> b` lines.
    pub mvds: Vec<Fd>,
    /// `rule` lines.
    pub rules: Vec<Rule>,
    /// Physical name.
    pub stored: Option<String>,
    /// `stored none`.
    pub storage: Option<Storage>,
    /// Warnings taken on purpose.
    pub accepts: Vec<Accept>,
    /// Fields not listed yet.
    pub elided: u32,
    /// What it used to be.
    pub was: Option<Was>,
    /// Where its name is declared.
    pub name_span: Span,
    /// The whole declaration.
    pub span: Span,
}

/// A leg of a relation.
#[derive(Debug, Clone)]
pub struct Leg {
    /// Role, where given.
    pub role: Option<String>,
    /// The entity at its end.
    pub entity: EntityId,
    /// How many times one occurrence of the entity takes part.
    pub card: Cardinality,
    /// `(1,1)`: the entity is identified through the other leg.
    pub relative: bool,
    /// The role, or the entity's name.
    pub navigation: String,
    /// ASCII snake_case form of `navigation`.
    pub snake: String,
    /// Label, where given.
    pub label: Option<String>,
    /// What deleting the other end does, where said.
    pub on_delete: Option<OnDelete>,
    /// Where that is said.
    pub on_delete_span: Option<Span>,
    /// It can't be changed once set.
    pub readonly: bool,
    /// Documentation.
    pub docs: String,
    /// What it used to be.
    pub was: Option<Was>,
    /// The cardinality's place.
    pub card_span: Span,
    /// The entity name's place.
    pub entity_span: Span,
    /// The whole line.
    pub span: Span,
}

/// `min,max`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cardinality {
    /// Least number of times.
    pub min: u32,
    /// Greatest number of times; none: `n`.
    pub max: Option<u32>,
}

impl Cardinality {
    /// Whether the greatest number of times is 1.
    pub fn is_single(self) -> bool {
        self.max == Some(1)
    }
}

impl std::fmt::Display for Cardinality {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.max {
            Some(max) => write!(f, "{},{max}", self.min),
            None => write!(f, "{},n", self.min),
        }
    }
}

/// What deleting the record at the other end does to this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnDelete {
    /// This one goes too.
    Cascade,
    /// The delete is refused.
    Restrict,
    /// The link is emptied.
    Detach,
}

impl OnDelete {
    /// As the language writes it.
    pub fn word(self) -> &'static str {
        match self {
            OnDelete::Cascade => "cascade",
            OnDelete::Restrict => "restrict",
            OnDelete::Detach => "detach",
        }
    }
}

/// A part of an identifier, of a `unique` group or of an `fd`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KeyPart {
    /// A field (own, or inherited).
    Field(FieldRef),
    /// A leg: for an entity the far leg of a relation in which it takes part at most once; for a relation one of its own legs.
    Leg(LegRef),
}

/// A `unique` group.
#[derive(Debug, Clone)]
pub struct UniqueGroup {
    /// Its parts in order.
    pub parts: Vec<KeyPart>,
    /// Where.
    pub span: Span,
}

/// A functional dependency, or a multivalued one.
#[derive(Debug, Clone)]
pub struct Fd {
    /// What determines.
    pub left: Vec<KeyPart>,
    /// What is determined.
    pub right: Vec<KeyPart>,
    /// Where.
    pub span: Span,
}

/// A validation rule.
#[derive(Debug, Clone)]
pub struct Rule {
    /// What must hold; empty operands make it hold.
    pub expr: Expr,
    /// What is said when it doesn't; a sentence made from the expression where the model gives none.
    pub message: String,
    /// Short ASCII name, unique within its owner (`validite_date`): from the fields it reads.
    pub name: String,
    /// Documentation.
    pub docs: String,
    /// Where.
    pub span: Span,
}

/// The `subtypes` line.
#[derive(Debug, Clone)]
pub struct Subtypes {
    /// No occurrence has two subtypes (X).
    pub exclusive: bool,
    /// Every occurrence has a subtype (T).
    pub total: bool,
    /// What the choice is called.
    pub label: Option<String>,
    /// Where.
    pub span: Span,
}

/// How a hierarchy, or a lone identifier, is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Storage {
    /// One table each, sharing the key.
    Joined,
    /// One table for all.
    Single,
    /// One table a subtype.
    Separate,
    /// No table.
    None,
}

/// A warning taken on purpose.
#[derive(Debug, Clone)]
pub struct Accept {
    /// The code.
    pub code: String,
    /// Why.
    pub reason: String,
    /// Where.
    pub span: Span,
}

/// What a name used to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Was {
    /// A former path, in parts.
    Path(Vec<String>),
    /// Split from an entity, taking these fields.
    SplitFrom {
        /// The entity.
        entity: String,
        /// The fields.
        fields: Vec<String>,
    },
}

/// A field (property).
#[derive(Debug, Clone)]
pub struct Field {
    /// Name as declared, NFC.
    pub name: String,
    /// ASCII snake_case form.
    pub snake: String,
    /// Label shown.
    pub label: String,
    /// Documentation; empty when absent.
    pub docs: String,
    /// Its type.
    pub ty: Type,
    /// The named type it was declared with.
    pub domain: Option<String>,
    /// Part of the identifier.
    pub identifier: bool,
    /// Must have a value (`required`, or part of the identifier).
    pub required: bool,
    /// No two records share a value.
    pub unique: bool,
    /// Part of what a record is called.
    pub title: bool,
    /// Shown, never edited.
    pub readonly: bool,
    /// Not shown.
    pub hidden: bool,
    /// Found by the search box.
    pub search: bool,
    /// Data-protection class.
    pub privacy: Privacy,
    /// Default value.
    pub default: Option<Expr>,
    /// Lower bound, included.
    pub min: Option<Expr>,
    /// Upper bound, included.
    pub max: Option<Expr>,
    /// Regular expression that the whole value matches.
    pub matches: Option<String>,
    /// How it is computed; never stored by a form.
    pub computed: Option<Expr>,
    /// Unit shown after the value.
    pub unit: Option<String>,
    /// Physical name.
    pub stored: Option<String>,
    /// What it used to be.
    pub was: Option<Was>,
    /// Where its name is declared.
    pub name_span: Span,
    /// Where its type is.
    pub ty_span: Span,
    /// The whole line.
    pub span: Span,
}

/// Data-protection class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Privacy {
    /// None.
    #[default]
    Plain,
    /// About a person.
    Personal,
    /// Special category (GDPR art. 9) or as delicate.
    Sensitive,
}

/// The type of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// Characters, at most so many.
    Text(u32),
    /// Any number of characters.
    LongText,
    /// Any number of characters, formatted.
    Markdown,
    /// 64-bit whole number.
    Integer,
    /// Exact number: total digits, digits after the point.
    Decimal(u8, u8),
    /// Exact amount in the model's currency; see [`Type::numeric`].
    Money,
    /// Exact percentage; see [`Type::numeric`].
    Percent,
    /// Yes or no.
    Boolean,
    /// A day.
    Date,
    /// A time of day, to the second.
    Time,
    /// An instant.
    DateTime,
    /// A length of time, in seconds.
    Duration,
    /// E-mail address.
    Email,
    /// Phone number.
    Phone,
    /// Web address.
    Url,
    /// `#rrggbb`.
    Color,
    /// ISO 3166-1 alpha-2.
    Country,
    /// ISO 639-1.
    Language,
    /// Postal code.
    PostalCode,
    /// SIREN (9 digits, Luhn).
    Siren,
    /// SIRET (14 digits, Luhn).
    Siret,
    /// European VAT number.
    Vat,
    /// IBAN.
    Iban,
    /// Street, complement, postal code, city, country, latitude, longitude.
    Address,
    /// One of a closed list.
    Enum(EnumId),
    /// A number that the database gives.
    Serial,
    /// A gapless numbered reference.
    Sequence(SequencePattern),
    /// UUID.
    Uuid,
    /// JSON.
    Json,
    /// A file.
    File,
    /// A picture.
    Image,
    /// A set of words.
    Tags,
}

impl Type {
    /// Total digits and digits after the point of an exact number; none for other types.
    ///
    /// `money` is `(14, 2)` and `percent` `(7, 2)` whatever the currency.
    pub fn numeric(&self) -> Option<(u8, u8)> {
        match self {
            Type::Decimal(precision, scale) => Some((*precision, *scale)),
            Type::Money => Some((14, 2)),
            Type::Percent => Some((7, 2)),
            _ => None,
        }
    }
}

/// The pattern of a `sequence("FAC-{year}-{0000}")`, in parts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SequencePattern {
    /// As written.
    pub text: String,
    /// In order; exactly one is a counter.
    pub parts: Vec<SequencePart>,
}

/// A part of a sequence's pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SequencePart {
    /// Characters as they are.
    Literal(String),
    /// `{year}`: four digits; the counter restarts.
    Year,
    /// `{month}`: two digits; the counter restarts.
    Month,
    /// `{day}`: two digits; the counter restarts.
    Day,
    /// `{0000}`: the counter with at least so many digits.
    Counter(usize),
}

/// An enumeration.
#[derive(Debug, Clone)]
pub struct EnumType {
    /// The named type, where declared by one.
    pub name: Option<String>,
    /// Its values in order.
    pub values: Vec<EnumValue>,
    /// Where.
    pub span: Span,
}

/// A value of an enumeration.
#[derive(Debug, Clone)]
pub struct EnumValue {
    /// Name as declared.
    pub name: String,
    /// ASCII snake_case form: what is stored.
    pub snake: String,
    /// What is shown.
    pub label: String,
    /// Its former name.
    pub was: Option<String>,
    /// Where.
    pub span: Span,
}

/// A constraint between relations (Rochfeld & Tardieu; AFCET groupe 135).
#[derive(Debug, Clone)]
pub struct Constraint {
    /// Which.
    pub kind: ConstraintKind,
    /// The relations, in order; for an inclusion the included one, then the including one.
    pub relations: Vec<RelationId>,
    /// The pivot: as written, else the one entity that all the relations share; none where they share none or several.
    pub on: Vec<EntityId>,
    /// What is said when it doesn't hold.
    pub message: String,
    /// Documentation.
    pub docs: String,
    /// Where.
    pub span: Span,
}

/// Which constraint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConstraintKind {
    /// X: never in two of them.
    Exclusion,
    /// I: in the first, hence in the second.
    Inclusion,
    /// T: in one of them at least.
    Totality,
    /// S: in all of them or in none.
    Simultaneity,
    /// XT: in exactly one.
    Partition,
}

/// A role of users.
#[derive(Debug, Clone)]
pub struct Role {
    /// Name.
    pub name: String,
    /// ASCII snake_case form.
    pub snake: String,
    /// What is shown.
    pub label: String,
    /// Rights in order.
    pub grants: Vec<Grant>,
    /// Where.
    pub span: Span,
}

/// A right.
#[derive(Debug, Clone)]
pub struct Grant {
    /// On which entities; none: everything.
    pub entities: Option<Vec<EntityId>>,
    /// What may be done.
    pub actions: Vec<Action>,
    /// On which records.
    pub condition: Option<Expr>,
    /// Where.
    pub span: Span,
}

/// What may be done with a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// See.
    Read,
    /// Add.
    Create,
    /// Change.
    Update,
    /// Remove.
    Delete,
}

/// A form.
#[derive(Debug, Clone)]
pub struct Form {
    /// Whose.
    pub entity: EntityId,
    /// In order.
    pub sections: Vec<Section>,
    /// Where.
    pub span: Span,
}

/// A section of a form.
#[derive(Debug, Clone)]
pub struct Section {
    /// Title.
    pub title: String,
    /// What it shows, in order.
    pub items: Vec<KeyPart>,
    /// Where.
    pub span: Span,
}

/// What a list shows.
#[derive(Debug, Clone)]
pub struct ListView {
    /// Whose.
    pub entity: EntityId,
    /// Columns, where given.
    pub columns: Option<Vec<KeyPart>>,
    /// Filters, where given.
    pub filters: Option<Vec<KeyPart>>,
    /// Order, where given; `true`: descending.
    pub sort: Vec<(KeyPart, bool)>,
    /// Where.
    pub span: Span,
}

/// Documents of the firm and the fields read on them.
#[derive(Debug, Clone, Default)]
pub struct Inventory {
    /// Documents.
    pub sources: Vec<Source>,
    /// Names that are the same datum: read, kept.
    pub synonyms: Vec<(String, String, Span)>,
    /// Dependencies among inventory fields: left, right.
    pub fds: Vec<(Vec<String>, Vec<String>, Span)>,
}

/// A document.
#[derive(Debug, Clone)]
pub struct Source {
    /// Its name.
    pub name: String,
    /// Exchanged with the outside.
    pub external: bool,
    /// Its data, relative to the model's folder.
    pub data_file: Option<String>,
    /// The fields read on it.
    pub fields: Vec<SourceField>,
    /// Documentation.
    pub docs: String,
    /// Where.
    pub span: Span,
}

/// A field read on a document.
#[derive(Debug, Clone)]
pub struct SourceField {
    /// Heading as read.
    pub heading: String,
    /// The datum's name: the heading, or what `as` says.
    pub name: String,
    /// What became of it.
    pub placement: Placement,
    /// Where.
    pub span: Span,
}

/// What became of a field read on a document.
#[derive(Debug, Clone, PartialEq)]
pub enum Placement {
    /// Nothing yet.
    Open,
    /// A field of the model.
    Placed(FieldRef),
    /// What identifies an occurrence at the end of a leg: who plays its role.
    Leg(LegRef),
    /// Computed: how.
    Derived(String),
    /// Left out: why.
    Ignored(String),
}

/// A bound as an exact number, where an expression is a constant number.
pub fn constant_number(expr: &Expr) -> Option<Decimal> {
    use super::expr::ExprKind;
    match &expr.kind {
        ExprKind::Number(number) => Some(*number),
        ExprKind::Negate(operand) => constant_number(operand).map(|number| -number),
        _ => None,
    }
}

impl Mcd {
    /// The entity.
    ///
    /// # Panics
    /// Never for an id of this model.
    #[allow(clippy::indexing_slicing)] // an id is only made for an entity of this model
    pub fn entity(&self, id: EntityId) -> &Entity {
        &self.entities[id.0 as usize]
    }

    /// The relation.
    ///
    /// # Panics
    /// Never for an id of this model.
    #[allow(clippy::indexing_slicing)] // an id is only made for a relation of this model
    pub fn relation(&self, id: RelationId) -> &Relation {
        &self.relations[id.0 as usize]
    }

    /// The enumeration.
    ///
    /// # Panics
    /// Never for an id of this model.
    #[allow(clippy::indexing_slicing)] // an id is only made for an enumeration of this model
    pub fn enumeration(&self, id: EnumId) -> &EnumType {
        &self.enums[id.0 as usize]
    }

    /// The leg.
    ///
    /// # Panics
    /// Never for a reference of this model.
    #[allow(clippy::indexing_slicing)] // a reference is only made for a leg of this model
    pub fn leg(&self, leg: LegRef) -> &Leg {
        &self.relation(leg.relation).legs[leg.index]
    }

    /// The field.
    ///
    /// # Panics
    /// Never for a reference of this model.
    #[allow(clippy::indexing_slicing)] // a reference is only made for a field of this model
    pub fn field(&self, field: FieldRef) -> &Field {
        &self.fields(field.owner)[field.index]
    }

    /// The own fields of an entity or relation.
    pub fn fields(&self, owner: Owner) -> &[Field] {
        match owner {
            Owner::Entity(id) => &self.entity(id).fields,
            Owner::Relation(id) => &self.relation(id).fields,
        }
    }

    /// The name of an entity or relation.
    pub fn name(&self, owner: Owner) -> &str {
        match owner {
            Owner::Entity(id) => &self.entity(id).name,
            Owner::Relation(id) => &self.relation(id).name,
        }
    }

    /// All entities in declaration order.
    pub fn entities(&self) -> impl Iterator<Item = (EntityId, &Entity)> + Clone {
        (0u32..).zip(&self.entities).map(|(n, entity)| (EntityId(n), entity))
    }

    /// All relations in declaration order.
    pub fn relations(&self) -> impl Iterator<Item = (RelationId, &Relation)> + Clone {
        (0u32..).zip(&self.relations).map(|(n, relation)| (RelationId(n), relation))
    }

    /// All enumerations in declaration order.
    pub fn enumerations(&self) -> impl Iterator<Item = (EnumId, &EnumType)> {
        (0u32..).zip(&self.enums).map(|(n, enumeration)| (EnumId(n), enumeration))
    }

    /// The legs by which `entity` itself takes part in relations (not those of its supertypes), in declaration order.
    pub fn legs_of(&self, entity: EntityId) -> Vec<LegRef> {
        let node = NodeIndex::new(entity.0 as usize); // nodes are added in the order of the entities
        let mut relations: Vec<RelationId> = self.graph.edges(node).map(|edge| *edge.weight()).collect();
        relations.sort();
        relations.dedup();
        relations.into_iter().flat_map(|id| self.legs_on(id, entity)).collect()
    }

    fn legs_on(&self, relation: RelationId, entity: EntityId) -> Vec<LegRef> {
        let legs = self.relation(relation).legs.iter().enumerate();
        legs.filter(|(_, leg)| leg.entity == entity).map(|(index, _)| LegRef { relation, index }).collect()
    }

    /// The entities that take part in each of these relations, themselves or as a kind of one that does, in the order of the model.
    pub fn shared_by(&self, relations: &[RelationId]) -> Vec<EntityId> {
        let linked = |id: EntityId| relations.iter().any(|of| !self.legs_on(*of, id).is_empty());
        let everywhere = |id: EntityId| relations.iter().all(|of| self.takes_part(id, *of));
        self.entities().map(|(id, _)| id).filter(|id| linked(*id) && everywhere(*id)).collect()
    }

    /// Whether `entity`, or what it is a kind of, has a leg in the relation.
    pub fn takes_part(&self, entity: EntityId, relation: RelationId) -> bool {
        let line = self.lineage(entity);
        self.relation(relation).legs.iter().any(|leg| line.contains(&leg.entity))
    }

    /// `entity` and its supertypes, nearest first; stops at a cycle.
    pub fn lineage(&self, entity: EntityId) -> Vec<EntityId> {
        let mut line = vec![entity];
        let mut at = entity;
        while let Some(parent) = self.entity(at).parent {
            if line.contains(&parent) {
                break;
            }
            line.push(parent);
            at = parent;
        }
        line
    }

    /// Whether the parents of `entity` go round in a circle.
    pub fn has_no_root(&self, entity: EntityId) -> bool {
        self.lineage(entity).last().is_some_and(|last| self.entity(*last).parent.is_some())
    }

    /// The supertype at the top of the hierarchy of `entity`; itself when it has none.
    pub fn root(&self, entity: EntityId) -> EntityId {
        self.lineage(entity).last().copied().unwrap_or(entity)
    }

    /// Fields of an entity with those it inherits: the root's first, each in declaration order.
    pub fn all_fields(&self, entity: EntityId) -> Vec<FieldRef> {
        let mut all = Vec::new();
        for owner in self.lineage(entity).into_iter().rev() {
            let fields = 0..self.entity(owner).fields.len();
            all.extend(fields.map(|index| FieldRef { owner: Owner::Entity(owner), index }));
        }
        all
    }

    /// The identifier of the root of `entity`'s hierarchy.
    pub fn identifier(&self, entity: EntityId) -> &[KeyPart] {
        &self.entity(self.root(entity)).identifier
    }
}
