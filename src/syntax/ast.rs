//! The tree of a file, as written: names unresolved, order kept, every node with its span.
//!
//! Knows nothing of meaning. Invariant: a node exists only for text that parsed; what didn't parse is a diagnostic.

// tidy: long because it is the whole tree of the language as plain data, read as one page

use crate::source::{FileId, Span};

/// A parsed file.
#[derive(Debug, Clone, Default)]
pub struct Parsed {
    /// The file.
    pub file: FileId,
    /// Its declarations in order.
    pub items: Vec<Item>,
    /// The names that lines which didn't parse would have declared: that one is missing is already reported, so
    /// nobody says again that it is unknown.
    pub lost: Vec<Name>,
}

/// A name, normalized to NFC, without its backticks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The name.
    pub text: String,
    /// Where, backticks included.
    pub span: Span,
}

/// A string literal, escapes resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Str {
    /// Its value.
    pub value: String,
    /// Where, quotes included.
    pub span: Span,
}

/// A documentation comment: the lines of `///` before a declaration, joined by line feeds; none when absent.
pub type Docs = Option<Str>;

/// A declaration at top level.
#[derive(Debug, Clone)]
pub enum Item {
    /// `crm NAME "Title" { … }`
    Crm(Crm),
    /// `type NAME = TYPE …`
    Type(TypeDecl),
    /// `entity NAME … { … }`
    Entity(Entity),
    /// `relation NAME … { … }`
    Relation(Relation),
    /// `constraint …`
    Constraint(Constraint),
    /// `source "…" internal { … }`
    Source(Source),
    /// `synonym "a" = "b"`
    Synonym(Synonym),
    /// `fd "a" -> "b"` among inventory fields
    Fd(InventoryFd),
    /// `role NAME { … }`
    Role(Role),
    /// `form ENTITY { … }`
    Form(Form),
    /// `list ENTITY { … }`
    List(List),
    /// `include "file"`
    Include(Str),
}

/// `crm NAME "Title" { key value … }`
#[derive(Debug, Clone)]
pub struct Crm {
    /// Documentation.
    pub docs: Docs,
    /// The short name.
    pub name: Name,
    /// The title shown.
    pub title: Option<Str>,
    /// `locale fr`, `currency EUR`, … : the key and its value as written.
    pub settings: Vec<(Name, SettingValue)>,
    /// The whole declaration.
    pub span: Span,
}

/// The value of a setting of `crm`.
#[derive(Debug, Clone)]
pub enum SettingValue {
    /// `fr`, `EUR`, `Europe/Paris`, `Employe`, `4`
    Word(Name),
    /// `"Europe/Paris"`
    Str(Str),
}

/// `type NAME = TYPE modifier*`
#[derive(Debug, Clone)]
pub struct TypeDecl {
    /// Documentation.
    pub docs: Docs,
    /// The name.
    pub name: Name,
    /// The type it stands for.
    pub ty: TypeRef,
    /// Its own rules.
    pub modifiers: Vec<Modifier>,
    /// The whole declaration.
    pub span: Span,
}

/// A type as written: `text(120)`, `Taux`, `enum { … }`, `sequence("…")`.
#[derive(Debug, Clone)]
pub struct TypeRef {
    /// Its name; `enum` for an enumeration.
    pub name: Name,
    /// What stands in parentheses.
    pub args: Vec<TypeArg>,
    /// The values of an `enum`.
    pub values: Vec<EnumValue>,
    /// Where.
    pub span: Span,
}

/// An argument of a type.
#[derive(Debug, Clone)]
pub enum TypeArg {
    /// A whole number, as written.
    Int(Str),
    /// A string.
    Str(Str),
}

/// `a "Label"`, with `was old` when it was renamed.
#[derive(Debug, Clone)]
pub struct EnumValue {
    /// Documentation.
    pub docs: Docs,
    /// The value.
    pub name: Name,
    /// What is shown.
    pub label: Option<Str>,
    /// Its former name.
    pub was: Option<Name>,
}

/// `entity NAME ["Label"] [plural "Labels"] [is PARENT] [in AREA] [was …] { … }`
#[derive(Debug, Clone)]
pub struct Entity {
    /// Documentation.
    pub docs: Docs,
    /// The name.
    pub name: Name,
    /// Singular label.
    pub label: Option<Str>,
    /// Plural label.
    pub plural: Option<Str>,
    /// The supertype.
    pub parent: Option<Name>,
    /// The part of the business.
    pub area: Option<Name>,
    /// What it used to be.
    pub was: Option<Was>,
    /// Its lines.
    pub members: Vec<Member>,
    /// The whole declaration.
    pub span: Span,
}

/// `relation NAME ["Label"] [in AREA] [was …] { … }`
#[derive(Debug, Clone)]
pub struct Relation {
    /// Documentation.
    pub docs: Docs,
    /// The name.
    pub name: Name,
    /// The label: a verb.
    pub label: Option<Str>,
    /// The part of the business.
    pub area: Option<Name>,
    /// What it used to be.
    pub was: Option<Was>,
    /// Its lines.
    pub members: Vec<Member>,
    /// The whole declaration.
    pub span: Span,
}

/// A line of an entity or relation.
#[derive(Debug, Clone)]
pub enum Member {
    /// A field.
    Field(Field),
    /// A leg (relations only).
    Leg(Leg),
    /// `… +9 text(150)`: fields known to exist and not listed yet.
    Elision(Elision),
    /// `unique a, b`
    Unique(NameList),
    /// `fd a, b -> c`
    Fd(Fd),
    /// `rule EXPR "message"`
    Rule(Rule),
    /// `subtypes XT "label"`
    Subtypes(Subtypes),
    /// `stored joined`, `stored "NAME"`
    Stored(Stored),
    /// `accept CODE "reason"`
    Accept(Accept),
}

/// `name TYPE ["Label"] modifier*`
#[derive(Debug, Clone)]
pub struct Field {
    /// Documentation.
    pub docs: Docs,
    /// The name.
    pub name: Name,
    /// Its type.
    pub ty: TypeRef,
    /// Its label.
    pub label: Option<Str>,
    /// Its modifiers in order.
    pub modifiers: Vec<Modifier>,
    /// The whole line.
    pub span: Span,
}

/// `… +9 TYPE`: how a drawing says that more fields exist.
#[derive(Debug, Clone)]
pub struct Elision {
    /// How many, as written.
    pub count: Str,
    /// Of what type, where said.
    pub ty: Option<TypeRef>,
    /// The whole line.
    pub span: Span,
}

/// A modifier of a field or leg.
#[derive(Debug, Clone)]
pub struct Modifier {
    /// Which.
    pub kind: ModifierKind,
    /// Where.
    pub span: Span,
}

/// What a modifier says.
#[derive(Debug, Clone)]
pub enum ModifierKind {
    /// `identifier`
    Identifier,
    /// `required`
    Required,
    /// `unique`
    Unique,
    /// `title`
    Title,
    /// `readonly`
    Readonly,
    /// `hidden`
    Hidden,
    /// `search`
    Search,
    /// `personal`
    Personal,
    /// `sensitive`
    Sensitive,
    /// `cascade` (legs)
    Cascade,
    /// `restrict` (legs)
    Restrict,
    /// `detach` (legs)
    Detach,
    /// `= EXPR`
    Default(Expr),
    /// `min EXPR`
    Min(Expr),
    /// `max EXPR`
    Max(Expr),
    /// `matches "…"`
    Matches(Str),
    /// `computed EXPR`
    Computed(Expr),
    /// `unit "kg"`
    Unit(Str),
    /// `stored "NAME"`
    Stored(Str),
    /// `was …`
    Was(Was),
}

/// What a name used to be.
#[derive(Debug, Clone)]
pub enum Was {
    /// `was Client.ville`: the parts of the path.
    Path(Vec<Name>),
    /// `split from Client(rue, ville)`
    SplitFrom {
        /// The entity that loses the fields.
        entity: Name,
        /// The fields that move.
        fields: Vec<Name>,
    },
}

/// `[role:] ENTITY CARD ["Label"] modifier*`
#[derive(Debug, Clone)]
pub struct Leg {
    /// Documentation.
    pub docs: Docs,
    /// The role.
    pub role: Option<Name>,
    /// The entity.
    pub entity: Name,
    /// `0,n` or `(1,1)`.
    pub card: Card,
    /// Its label.
    pub label: Option<Str>,
    /// Its modifiers.
    pub modifiers: Vec<Modifier>,
    /// The whole line.
    pub span: Span,
}

/// A cardinality as written; its bounds are judged later.
#[derive(Debug, Clone)]
pub struct Card {
    /// Lower bound as written: digits, or `n`.
    pub min: Str,
    /// Upper bound as written: digits, or `n`.
    pub max: Str,
    /// Written in parentheses: relative identification.
    pub relative: bool,
    /// Where.
    pub span: Span,
}

/// Names separated by commas.
#[derive(Debug, Clone)]
pub struct NameList {
    /// The names.
    pub names: Vec<Name>,
    /// The whole line.
    pub span: Span,
}

/// `fd a, b -> c, d`, or `fd a ->> b`
#[derive(Debug, Clone)]
pub struct Fd {
    /// Whether it is `->>`: a set of values is determined, not one.
    pub multivalued: bool,
    /// What determines.
    pub left: Vec<Name>,
    /// What is determined.
    pub right: Vec<Name>,
    /// The whole line.
    pub span: Span,
}

/// `rule EXPR "message"`
#[derive(Debug, Clone)]
pub struct Rule {
    /// Documentation.
    pub docs: Docs,
    /// What must hold.
    pub expr: Expr,
    /// What is said when it doesn't.
    pub message: Option<Str>,
    /// The whole line.
    pub span: Span,
}

/// `subtypes [X|T|XT] ["label"]`
#[derive(Debug, Clone)]
pub struct Subtypes {
    /// `X`, `T` or `XT` as written; none: free.
    pub kind: Option<Name>,
    /// What the choice is called.
    pub label: Option<Str>,
    /// The whole line.
    pub span: Span,
}

/// `stored joined|single|separate|none` or `stored "NAME"`
#[derive(Debug, Clone)]
pub struct Stored {
    /// The strategy, as written.
    pub strategy: Option<Name>,
    /// The physical name.
    pub name: Option<Str>,
    /// The whole line.
    pub span: Span,
}

/// `accept CODE ["subject"] "reason"`
#[derive(Debug, Clone)]
pub struct Accept {
    /// The code of the warning.
    pub code: Name,
    /// Why it is taken on purpose.
    pub reason: Option<Str>,
    /// The whole line.
    pub span: Span,
}

/// `constraint exclusion Louer, Acheter on Client`, `constraint inclusion Diriger in Travailler on Employe`
#[derive(Debug, Clone)]
pub struct Constraint {
    /// Documentation.
    pub docs: Docs,
    /// `exclusion`, `inclusion`, `totality`, `simultaneity`, `partition`.
    pub kind: Name,
    /// The relations; for an inclusion the included one.
    pub relations: Vec<Name>,
    /// For an inclusion: the relation that includes.
    pub included_in: Option<Name>,
    /// The pivot: an entity, or several.
    pub on: Vec<Name>,
    /// What is said when it doesn't hold.
    pub message: Option<Str>,
    /// The whole declaration.
    pub span: Span,
}

/// `source "Facture" external [file "…"] { … }`
#[derive(Debug, Clone)]
pub struct Source {
    /// Documentation.
    pub docs: Docs,
    /// The document's name.
    pub name: Str,
    /// `internal` or `external`, as written.
    pub scope: Option<Name>,
    /// Its data.
    pub data_file: Option<Str>,
    /// The fields read on it.
    pub fields: Vec<SourceField>,
    /// The whole declaration.
    pub span: Span,
}

/// A field read on a document.
#[derive(Debug, Clone)]
pub struct SourceField {
    /// Its heading.
    pub name: Str,
    /// `as "Date du devis"`
    pub alias: Option<Str>,
    /// What became of it.
    pub placement: Placement,
    /// Where.
    pub span: Span,
}

/// What became of a field read on a document.
#[derive(Debug, Clone)]
pub enum Placement {
    /// Nothing yet.
    Open,
    /// `= Client.numero`
    Placed(Vec<Name>),
    /// `derived "how"`
    Derived(Option<Str>),
    /// `ignored "why"`
    Ignored(Option<Str>),
}

/// `synonym "a" = "b"`
#[derive(Debug, Clone)]
pub struct Synonym {
    /// The name read.
    pub name: Str,
    /// The name that is kept.
    pub same_as: Str,
    /// The whole declaration.
    pub span: Span,
}

/// `fd "N° client" -> "Raison sociale"`
#[derive(Debug, Clone)]
pub struct InventoryFd {
    /// What determines.
    pub left: Vec<Str>,
    /// What is determined.
    pub right: Vec<Str>,
    /// The whole declaration.
    pub span: Span,
}

/// `role NAME "Label" { … }`
#[derive(Debug, Clone)]
pub struct Role {
    /// Documentation.
    pub docs: Docs,
    /// The name.
    pub name: Name,
    /// What is shown.
    pub label: Option<Str>,
    /// Its rights.
    pub grants: Vec<Grant>,
    /// The whole declaration.
    pub span: Span,
}

/// `Devis, Ligne: read, update where …`
#[derive(Debug, Clone)]
pub struct Grant {
    /// The entities, or `everything`.
    pub subjects: Vec<Name>,
    /// `read`, `create`, `update`, `delete`, `all`, …
    pub actions: Vec<Name>,
    /// On which records.
    pub condition: Option<Expr>,
    /// The whole line.
    pub span: Span,
}

/// `form ENTITY { section "…": a, b }`
#[derive(Debug, Clone)]
pub struct Form {
    /// The entity.
    pub entity: Name,
    /// Its sections in order.
    pub sections: Vec<Section>,
    /// The whole declaration.
    pub span: Span,
}

/// `section "Identité": a, b`
#[derive(Debug, Clone)]
pub struct Section {
    /// Its title.
    pub title: Str,
    /// Its fields in order.
    pub fields: Vec<Name>,
    /// The whole line.
    pub span: Span,
}

/// `list ENTITY { columns … filters … sort … }`
#[derive(Debug, Clone)]
pub struct List {
    /// The entity.
    pub entity: Name,
    /// Its lines in order.
    pub lines: Vec<ListLine>,
    /// The whole declaration.
    pub span: Span,
}

/// `columns a, b`, `filters a`, `sort -a`
#[derive(Debug, Clone)]
pub struct ListLine {
    /// `columns`, `filters` or `sort`.
    pub keyword: Name,
    /// The fields; `true` when preceded by `-` (descending, `sort` only).
    pub fields: Vec<(Name, bool)>,
    /// The whole line.
    pub span: Span,
}

/// An expression.
#[derive(Debug, Clone)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where.
    pub span: Span,
}

/// What an expression is.
#[derive(Debug, Clone)]
pub enum ExprKind {
    /// `12`, `0.01`: as written.
    Number(String),
    /// `30 days`
    Quantity {
        /// The number as written.
        number: String,
        /// `day(s)`, `month(s)`, …
        unit: Name,
    },
    /// `"text"`
    Str(String),
    /// `true`, `false`
    Bool(bool),
    /// `a`, `Ligne.prix`, `Demander.Client.statut`, `me`
    Path(Vec<Name>),
    /// `today()`, `sum(…)`, `if(c, a, b)`
    Call {
        /// The function.
        name: Name,
        /// Its arguments.
        args: Vec<Expr>,
    },
    /// `not a`, `-a`
    Unary {
        /// The operator.
        op: UnaryOp,
        /// What it applies to.
        operand: Box<Expr>,
    },
    /// `a + b`, `a and b`, `a <= b`
    Binary {
        /// The operator.
        op: BinaryOp,
        /// Left.
        left: Box<Expr>,
        /// Right.
        right: Box<Expr>,
    },
    /// `a [not] in (b, c)`
    In {
        /// What is looked for.
        operand: Box<Expr>,
        /// Among what.
        list: Vec<Expr>,
        /// With `not`.
        negated: bool,
    },
    /// `a [not] between b and c`
    Between {
        /// What is held between.
        operand: Box<Expr>,
        /// Lower bound, included.
        low: Box<Expr>,
        /// Upper bound, included.
        high: Box<Expr>,
        /// With `not`.
        negated: bool,
    },
    /// `a is [not] empty`
    IsEmpty {
        /// What may be empty.
        operand: Box<Expr>,
        /// With `not`.
        negated: bool,
    },
    /// `a [not] matches "…"`
    Matches {
        /// What is held against the pattern.
        operand: Box<Expr>,
        /// The regular expression.
        pattern: Str,
        /// With `not`.
        negated: bool,
    },
}

/// An operator with one operand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnaryOp {
    /// `not`
    Not,
    /// `-`
    Neg,
}

/// An operator with two operands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BinaryOp {
    /// `or`
    Or,
    /// `and`
    And,
    /// `=`
    Eq,
    /// `<>`
    Ne,
    /// `<`
    Lt,
    /// `<=`
    Le,
    /// `>`
    Gt,
    /// `>=`
    Ge,
    /// `+`
    Add,
    /// `-`
    Sub,
    /// `*`
    Mul,
    /// `/`
    Div,
}
