//! The words that recovery knows: the language's own, and those of neighbours that people type by habit.

/// The types that the language brings.
pub(crate) const TYPES: [&str; 31] = [
    "text",
    "longtext",
    "markdown",
    "integer",
    "decimal",
    "money",
    "percent",
    "boolean",
    "date",
    "time",
    "datetime",
    "duration",
    "email",
    "phone",
    "url",
    "color",
    "country",
    "language",
    "postal_code",
    "siren",
    "siret",
    "vat",
    "iban",
    "address",
    "enum",
    "serial",
    "sequence",
    "uuid",
    "json",
    "file",
    "image",
];

/// The modifiers without a value.
pub(crate) const MODIFIERS: [&str; 9] =
    ["identifier", "required", "unique", "title", "readonly", "hidden", "search", "personal", "sensitive"];

/// The words that begin a modifier with a value.
pub(crate) const MODIFIERS_WITH_VALUE: [&str; 7] = ["min", "max", "matches", "computed", "unit", "stored", "was"];

/// Words of top level that are specified later.
pub(crate) const LATER: [&str; 7] = ["segment", "report", "on", "every", "letter", "webhook", "retention"];

/// Words of other languages for a declaration, and the word here.
const DECLARATIONS: [(&str, &str); 15] = [
    ("table", "entity"),
    ("class", "entity"),
    ("model", "entity"),
    ("struct", "entity"),
    ("object", "entity"),
    ("entite", "entity"),
    ("association", "relation"),
    ("relationship", "relation"),
    ("domaine", "type"),
    ("import", "include"),
    ("contrainte", "constraint"),
    ("modele", "crm"),
    ("formulaire", "form"),
    ("liste", "list"),
    ("inclure", "include"),
];

/// Words of other languages that begin a line of a block, and the word here.
const LINES: [(&str, &str); 6] = [
    ("check", "rule"),
    ("regle", "rule"),
    ("unicite", "unique"),
    ("df", "fd"),
    ("dependance", "fd"),
    ("sous_types", "subtypes"),
];

/// Words of other languages for a modifier, and the word here.
const FOREIGN_MODIFIERS: [(&str, &str); 18] = [
    ("default", "="),
    ("defaut", "="),
    ("mandatory", "required"),
    ("obligatoire", "required"),
    ("requis", "required"),
    ("primary", "identifier"),
    ("key", "identifier"),
    ("pk", "identifier"),
    ("id", "identifier"),
    ("identifiant", "identifier"),
    ("titre", "title"),
    ("cache", "hidden"),
    ("unite", "unit"),
    ("pattern", "matches"),
    ("regex", "matches"),
    ("cle", "identifier"),
    ("calcule", "computed"),
    ("lecture_seule", "readonly"),
];

/// Words of other languages in the lines of lists, rights and constraints, and the word here.
const CLAUSES: [(&str, &str); 14] = [
    ("colonnes", "columns"),
    ("filtres", "filters"),
    ("tri", "sort"),
    ("trier", "sort"),
    ("order", "sort"),
    ("when", "where"),
    ("if", "where"),
    ("si", "where"),
    ("quand", "where"),
    ("sur", "on"),
    ("dans", "in"),
    ("est", "is"),
    ("pluriel", "plural"),
    ("interne", "internal"),
];

/// Words that say what a field is anyway.
const OPTIONAL: [&str; 6] = ["optional", "nullable", "null", "facultatif", "optionnel", "facultative"];

/// Words by which SQL has the database number rows.
const NUMBERING: [&str; 3] = ["auto_increment", "autoincrement", "identity"];

/// Operators of other languages, and the operator here.
const OPERATORS: [(&str, &str); 33] = [
    ("==", "="),
    ("===", "="),
    (":=", "="),
    ("!=", "<>"),
    ("≠", "<>"),
    ("><", "<>"),
    ("=>", ">="),
    ("≥", ">="),
    ("=<", "<="),
    ("≤", "<="),
    ("&&", "and"),
    ("&", "and"),
    ("AND", "and"),
    ("et", "and"),
    ("ET", "and"),
    ("||", "or"),
    ("|", "or"),
    ("OR", "or"),
    ("ou", "or"),
    ("OU", "or"),
    ("!", "not "),
    ("NOT", "not"),
    ("null", "empty"),
    ("NULL", "empty"),
    ("×", "*"),
    ("÷", "/"),
    ("−", "-"),
    ("–", "-"),
    ("→", "->"),
    ("est", "is"),
    ("vide", "empty"),
    ("dans", "in"),
    ("entre", "between"),
];

/// French units of time, and the word here.
const UNITS: [(&str, &str); 10] = [
    ("jour", "day"),
    ("jours", "days"),
    ("semaine", "week"),
    ("semaines", "weeks"),
    ("mois", "months"),
    ("an", "year"),
    ("ans", "years"),
    ("annees", "years"),
    ("heures", "hours"),
    ("minutes", "minutes"),
];

/// First words of SQL statements.
pub(super) const SQL: [&str; 12] =
    ["create", "alter", "drop", "insert", "select", "update", "delete", "begin", "commit", "set", "use", "with"];

fn translated(table: &[(&str, &'static str)], word: &str) -> Option<&'static str> {
    table.iter().find(|(theirs, _)| *theirs == word).map(|(_, ours)| *ours)
}

fn folded(word: &str) -> String {
    any_ascii::any_ascii(word).to_lowercase()
}

/// The declaration's word for one of another language.
pub(crate) fn declaration(word: &str) -> Option<&'static str> {
    translated(&DECLARATIONS, &folded(word))
}

/// The word that begins a line of a block, for one of another language.
pub(crate) fn line(word: &str) -> Option<&'static str> {
    translated(&LINES, &folded(word))
}

/// The word of the language that begins a line of an entity, for itself or one of another language.
pub(crate) fn begins_line(word: &str) -> Option<&'static str> {
    let own = ["rule", "unique", "subtypes", "stored", "accept"];
    own.into_iter().find(|own| *own == word).or_else(|| line(word))
}

/// The modifier for one of another language.
pub(crate) fn modifier(word: &str) -> Option<&'static str> {
    translated(&FOREIGN_MODIFIERS, &folded(word))
}

/// The operator for one of another language.
pub(crate) fn operator(sign: &str) -> Option<&'static str> {
    translated(&OPERATORS, sign)
}

/// The word of a clause for one of another language, if it is among `known`.
pub(crate) fn clause(word: &str, known: &[String]) -> Option<&'static str> {
    translated(&CLAUSES, &folded(word)).filter(|right| known.iter().any(|word| word == right))
}

/// Whether a word only joins others in a name: "bon de commande".
pub(crate) fn joins(word: &str) -> bool {
    matches!(word, "de" | "du" | "des" | "d" | "à" | "au" | "aux" | "of" | "et" | "and")
}

/// Whether a word is another language's for one of a clause.
pub(crate) fn is_clause(word: &str) -> bool {
    translated(&CLAUSES, &folded(word)).is_some()
}

/// Whether a word says that a field may be empty, as it may unless it says otherwise.
pub(crate) fn says_optional(word: &str) -> bool {
    OPTIONAL.contains(&folded(word).as_str())
}

/// Whether a word has the database number rows.
pub(crate) fn says_numbering(word: &str) -> bool {
    NUMBERING.contains(&folded(word).as_str())
}

/// Whether a word says that a sort is descending, or that it isn't.
pub(crate) fn direction(word: &str) -> Option<bool> {
    match folded(word).as_str() {
        "desc" | "descending" | "decroissant" => Some(true),
        "asc" | "ascending" | "croissant" => Some(false),
        _ => None,
    }
}

/// The unit of time for a French one.
pub(crate) fn unit(word: &str) -> Option<&'static str> {
    translated(&UNITS, &folded(word))
}

/// Whether a line that begins with `word` looks like SQL.
pub(crate) fn begins_sql(word: &str) -> bool {
    SQL.contains(&word.to_lowercase().as_str())
}

/// The modifier that two words of SQL say.
pub(crate) fn sql_phrase(first: &str, second: &str) -> Option<&'static str> {
    match (folded(first).as_str(), folded(second).as_str()) {
        ("primary", "key") => Some("identifier"),
        ("not", "null") => Some("required"),
        _ => None,
    }
}

/// Whether `word` begins a modifier.
pub(crate) fn begins_modifier(word: &str) -> bool {
    MODIFIERS.contains(&word) || MODIFIERS_WITH_VALUE.contains(&word)
}

/// Whether `word` names a type of the language.
pub(crate) fn is_type(word: &str) -> bool {
    TYPES.contains(&word) || word == "tags"
}
