//! Types as written to types of the model; named types with their own rules.
//!
//! Judges the arguments of a type, not how it is used.

use std::collections::{HashMap, HashSet};

use super::Resolver;
use super::declare::index;
use super::fields::{modifiers_are_distinct, report_modifier};
use super::kinds::{
    BAD_SEQUENCE, DUPLICATE_ENUM_VALUE, TYPE_ARGUMENTS, TYPE_CYCLE, TYPE_NAME_TAKEN, UNKNOWN_TYPE, VALUE_NAME_TOO_LONG,
};
use crate::diag::suggest::{did_you_mean, nearest};
use crate::diag::{Diagnostic, Text};
use crate::mcd::model::{EnumId, EnumType, EnumValue, SequencePart, SequencePattern, Type};
use crate::mcd::names;
use crate::say;
use crate::source::Span;
use crate::syntax::ast::{self, ModifierKind};

/// A named type: what it stands for, and the modifiers of its own, outermost last.
#[derive(Clone)]
pub(super) struct Domain {
    pub(super) ty: Type,
    pub(super) modifiers: Vec<ast::Modifier>,
}

/// Types without arguments.
const PLAIN: &[(&str, Type)] = &[
    ("longtext", Type::LongText),
    ("markdown", Type::Markdown),
    ("integer", Type::Integer),
    ("money", Type::Money),
    ("percent", Type::Percent),
    ("boolean", Type::Boolean),
    ("date", Type::Date),
    ("time", Type::Time),
    ("datetime", Type::DateTime),
    ("duration", Type::Duration),
    ("email", Type::Email),
    ("phone", Type::Phone),
    ("url", Type::Url),
    ("color", Type::Color),
    ("country", Type::Country),
    ("language", Type::Language),
    ("postal_code", Type::PostalCode),
    ("siren", Type::Siren),
    ("siret", Type::Siret),
    ("vat", Type::Vat),
    ("iban", Type::Iban),
    ("address", Type::Address),
    ("serial", Type::Serial),
    ("uuid", Type::Uuid),
    ("json", Type::Json),
    ("file", Type::File),
    ("image", Type::Image),
    ("tags", Type::Tags),
];

/// Types that need something after their name.
const WITH_ARGUMENTS: &[&str] = &["text", "decimal", "enum", "sequence"];

/// Resolves all `type` declarations, in whatever order they refer to each other.
pub(super) fn resolve_named_types<'a>(resolver: &mut Resolver<'_>, items: &[&'a ast::Item]) {
    let mut declarations: HashMap<&str, &'a ast::TypeDecl> = HashMap::new();
    let types = items.iter().filter_map(|item| if let ast::Item::Type(ty) = item { Some(ty) } else { None });
    let mut order = Vec::new();
    for ty in types {
        if is_builtin(&ty.name.text) {
            report_name_taken(resolver, &ty.name);
        } else if !declarations.contains_key(ty.name.text.as_str()) {
            declarations.insert(&ty.name.text, ty);
            order.push(ty);
        }
    }
    for ty in order {
        resolve_domain(resolver, &declarations, ty);
    }
}

fn is_builtin(name: &str) -> bool {
    PLAIN.iter().any(|(plain, _)| *plain == name) || WITH_ARGUMENTS.contains(&name)
}

fn report_name_taken(resolver: &mut Resolver<'_>, name: &ast::Name) {
    let text = &name.text;
    resolver.sink.push(
        Diagnostic::new(
            &TYPE_NAME_TAKEN,
            name.span,
            say!(fr "« {text} » est déjà un type du langage", en "`{text}` is already a type of the language"),
        )
        .help(say!(fr "donnez un autre nom à votre type", en "give your type another name")),
    );
}

/// Resolves a named type after those that it starts from.
fn resolve_domain<'a>(
    resolver: &mut Resolver<'_>,
    declarations: &HashMap<&str, &'a ast::TypeDecl>,
    ty: &'a ast::TypeDecl,
) {
    let mut chain: Vec<&'a ast::TypeDecl> = Vec::new();
    let mut met: HashSet<&'a str> = HashSet::new();
    let mut next = Some(ty);
    while let Some(ty) = next.filter(|ty| !resolver.names.types.contains_key(&ty.name.text)) {
        if !met.insert(&ty.name.text) {
            report_cycle(resolver, &ty.name);
            resolver.names.types.insert(ty.name.text.clone(), None);
            break;
        }
        chain.push(ty);
        next = declarations.get(ty.ty.name.text.as_str()).copied();
    }
    for ty in chain.into_iter().rev() {
        let name = ty.name.text.as_str();
        if resolver.names.types.contains_key(name) {
            continue; // found in a cycle
        }
        let resolved = resolve_type(resolver, &ty.ty, Some(name));
        modifiers_are_distinct(resolver, &ty.modifiers);
        let domain = resolved.map(|(ty_resolved, mut modifiers)| {
            modifiers.extend(ty.modifiers.iter().filter(|modifier| says_of_a_type(resolver, modifier)).cloned());
            Domain { ty: ty_resolved, modifiers }
        });
        resolver.names.types.insert(name.to_owned(), domain);
    }
}

/// Whether a modifier speaks of values, and not of one field; reports where it doesn't.
fn says_of_a_type(resolver: &mut Resolver<'_>, modifier: &ast::Modifier) -> bool {
    let of_a_field = matches!(
        modifier.kind,
        ModifierKind::Identifier
            | ModifierKind::Title
            | ModifierKind::Computed(_)
            | ModifierKind::Stored(_)
            | ModifierKind::Was(_)
    );
    if of_a_field {
        let message = say!(
            fr "identifier, title, computed, stored et was se disent d'un champ, pas d'un type",
            en "identifier, title, computed, stored and was are said of a field, not of a type"
        );
        report_modifier(resolver, modifier.span, message);
    }
    !of_a_field
}

fn report_cycle(resolver: &mut Resolver<'_>, name: &ast::Name) {
    let text = &name.text;
    resolver.sink.push(
        Diagnostic::new(
            &TYPE_CYCLE,
            name.span,
            say!(fr "le type « {text} » est fait de lui-même", en "the type `{text}` is made of itself"),
        )
        .help(say!(fr "faites-le partir d'un type du langage", en "let it start from a type of the language")),
    );
}

/// The type and the modifiers that come with a named one; nothing when it was found wrong, and reported.
/// `declared` is the name of the `type` that is being declared, if one is.
pub(super) fn resolve_type(
    resolver: &mut Resolver<'_>,
    ty: &ast::TypeRef,
    declared: Option<&str>,
) -> Option<(Type, Vec<ast::Modifier>)> {
    let name = ty.name.text.as_str();
    if let Some((_, plain)) = PLAIN.iter().find(|(plain, _)| *plain == name) {
        return no_arguments(resolver, ty).then(|| (plain.clone(), Vec::new()));
    }
    let resolved = match name {
        "text" => text_type(resolver, ty),
        "decimal" => decimal_type(resolver, ty),
        "enum" => Some(enum_type(resolver, ty, declared)),
        "sequence" => sequence_type(resolver, ty),
        _ => return named_type(resolver, ty),
    };
    resolved.map(|resolved| (resolved, Vec::new()))
}

fn no_arguments(resolver: &mut Resolver<'_>, ty: &ast::TypeRef) -> bool {
    if ty.args.is_empty() {
        return true;
    }
    let name = &ty.name.text;
    let message = say!(fr "le type « {name} » ne prend rien entre parenthèses", en "the type `{name}` takes nothing in parentheses");
    bad_arguments(resolver, ty.span, message, say!(fr "écrivez {name}", en "write {name}"));
    false
}

fn bad_arguments(resolver: &mut Resolver<'_>, span: Span, message: Text, help: Text) {
    resolver.sink.push(Diagnostic::new(&TYPE_ARGUMENTS, span, message).help(help));
}

fn integers(ty: &ast::TypeRef) -> Option<Vec<u32>> {
    let integer = |arg: &ast::TypeArg| match arg {
        ast::TypeArg::Int(digits) => digits.value.parse().ok(),
        ast::TypeArg::Str(_) => None,
    };
    ty.args.iter().map(integer).collect()
}

/// The longest `text(n)`: what MariaDB can index in utf8mb4 with room to spare is far less; past this, `longtext`.
const LONGEST_TEXT: u32 = 10_000;

fn text_type(resolver: &mut Resolver<'_>, ty: &ast::TypeRef) -> Option<Type> {
    match integers(ty).as_deref() {
        Some([length]) if (1..=LONGEST_TEXT).contains(length) => Some(Type::Text(*length)),
        _ => {
            bad_arguments(
                resolver,
                ty.span,
                say!(
                    fr "un text a une longueur, de 1 à {LONGEST_TEXT} caractères",
                    en "a text has a length, from 1 to {LONGEST_TEXT} characters"
                ),
                say!(fr "écrivez text(80), ou longtext sans limite", en "write text(80), or longtext without a limit"),
            );
            None
        }
    }
}

fn decimal_type(resolver: &mut Resolver<'_>, ty: &ast::TypeRef) -> Option<Type> {
    match integers(ty).as_deref() {
        Some([precision, scale]) if (1..=18).contains(precision) && scale <= precision => {
            Some(Type::Decimal(u8::try_from(*precision).ok()?, u8::try_from(*scale).ok()?))
        }
        _ => {
            bad_arguments(
                resolver,
                ty.span,
                say!(
                    fr "un decimal a un nombre de chiffres, de 1 à 18, dont tant après la virgule",
                    en "a decimal has a number of digits, from 1 to 18, of which so many after the point"
                ),
                say!(
                    fr "écrivez decimal(8,2) pour six chiffres avant la virgule et deux après",
                    en "write decimal(8,2) for six digits before the point and two after"
                ),
            );
            None
        }
    }
}

fn enum_type(resolver: &mut Resolver<'_>, ty: &ast::TypeRef, declared: Option<&str>) -> Type {
    let mut values: Vec<EnumValue> = Vec::new();
    for value in &ty.values {
        let snake = names::snake(&value.name.text);
        if let Some(first) = values.iter().find(|first| first.snake == snake) {
            let first = (first.name.clone(), first.span);
            report_duplicate_value(resolver, &value.name, &first);
            continue;
        }
        if snake.len() > LONGEST_VALUE {
            report_long_value(resolver, &value.name, snake.len());
        }
        values.push(EnumValue {
            name: value.name.text.clone(),
            snake,
            label: super::declare::label_of(value.label.as_ref(), &value.name, resolver.mcd.crm.locale),
            was: value.was.as_ref().map(|name| name.text.clone()),
            span: value.name.span,
        });
    }
    if values.is_empty() {
        bad_arguments(
            resolver,
            ty.span,
            say!(fr "une liste de valeurs en a au moins une", en "an enumeration has one value at least"),
            say!(fr "écrivez enum {{ brouillon, envoye \"Envoyé\" }}", en "write enum {{ draft, sent \"Sent\" }}"),
        );
    }
    let id = EnumId(index(resolver.mcd.enums.len()));
    resolver.mcd.enums.push(EnumType { name: declared.map(str::to_owned), values, span: ty.span });
    Type::Enum(id)
}

/// The longest name of a value, once in ASCII: it is what its column stores.
const LONGEST_VALUE: usize = 63;

fn report_long_value(resolver: &mut Resolver<'_>, name: &ast::Name, length: usize) {
    let message = say!(
        fr "le nom d'une valeur a {LONGEST_VALUE} lettres au plus dans la base, et celui-ci {length}",
        en "the name of a value has {LONGEST_VALUE} letters at most in the database, and this one {length}"
    );
    resolver.sink.push(Diagnostic::new(&VALUE_NAME_TOO_LONG, name.span, message).help(say!(
        fr "donnez-lui un nom court et gardez la phrase comme libellé : refusee \"Refusée par le service des achats\"",
        en "give it a short name and keep the sentence as its label: refused \"Refused by the purchasing department\""
    )));
}

fn report_duplicate_value(resolver: &mut Resolver<'_>, name: &ast::Name, first: &(String, Span)) {
    let (text, other) = (&name.text, &first.0);
    let message = if text == other {
        say!(fr "la valeur « {text} » est là deux fois", en "the value `{text}` stands twice")
    } else {
        say!(
            fr "les valeurs « {other} » et « {text} » auraient le même nom dans la base",
            en "the values `{other}` and `{text}` would have the same name in the database"
        )
    };
    resolver.sink.push(
        Diagnostic::new(&DUPLICATE_ENUM_VALUE, name.span, message)
            .related(first.1, say!(fr "la première", en "the first"))
            .help(say!(fr "supprimez-en une, ou renommez-la", en "remove one, or rename it")),
    );
}

fn sequence_type(resolver: &mut Resolver<'_>, ty: &ast::TypeRef) -> Option<Type> {
    let [ast::TypeArg::Str(pattern)] = ty.args.as_slice() else {
        bad_arguments(
            resolver,
            ty.span,
            say!(fr "une sequence a un modèle de numéro", en "a sequence has a pattern"),
            say!(fr "écrivez sequence(\"FAC-{{year}}-{{0000}}\")", en "write sequence(\"INV-{{year}}-{{0000}}\")"),
        );
        return None;
    };
    match sequence_pattern(&pattern.value) {
        Ok(parsed) => Some(Type::Sequence(parsed)),
        Err(message) => {
            resolver.sink.push(Diagnostic::new(&BAD_SEQUENCE, pattern.span, message).help(say!(
                fr "un modèle est fait de texte, de {{year}}, {{month}}, {{day}} et d'un compteur {{0000}} : \"FAC-{{year}}-{{0000}}\"",
                en "a pattern is made of text, {{year}}, {{month}}, {{day}} and one counter {{0000}}: \"INV-{{year}}-{{0000}}\""
            )));
            None
        }
    }
}

fn sequence_pattern(text: &str) -> Result<SequencePattern, Text> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((literal, after)) = rest.split_once('{') {
        push_literal(&mut parts, literal);
        let Some((inside, after)) = after.split_once('}') else {
            return Err(say!(fr "une accolade n'est pas refermée", en "a brace isn't closed"));
        };
        parts.push(sequence_placeholder(inside)?);
        rest = after;
    }
    push_literal(&mut parts, rest);
    let counters = parts.iter().filter(|part| matches!(part, SequencePart::Counter(_))).count();
    match counters {
        1 => Ok(SequencePattern { text: text.to_owned(), parts }),
        0 => Err(say!(fr "il manque le compteur, tel que {{0000}}", en "the counter is missing, such as {{0000}}")),
        _ => Err(say!(fr "il y a plus d'un compteur", en "there is more than one counter")),
    }
}

fn push_literal(parts: &mut Vec<SequencePart>, literal: &str) {
    if !literal.is_empty() {
        parts.push(SequencePart::Literal(literal.to_owned()));
    }
}

fn sequence_placeholder(inside: &str) -> Result<SequencePart, Text> {
    match inside {
        "year" => Ok(SequencePart::Year),
        "month" => Ok(SequencePart::Month),
        "day" => Ok(SequencePart::Day),
        zeros if !zeros.is_empty() && zeros.len() <= 18 && zeros.bytes().all(|byte| byte == b'0') => {
            Ok(SequencePart::Counter(zeros.len()))
        }
        _ => Err(say!(fr "« {{{inside}}} » n'est pas connu", en "`{{{inside}}}` isn't known")),
    }
}

fn named_type(resolver: &mut Resolver<'_>, ty: &ast::TypeRef) -> Option<(Type, Vec<ast::Modifier>)> {
    let name = ty.name.text.as_str();
    if let Some(domain) = resolver.names.types.get(name).cloned() {
        let domain = domain?; // found wrong where it is declared
        return no_arguments(resolver, ty).then_some((domain.ty, domain.modifiers));
    }
    if resolver.gaps.lost(name) {
        return None;
    }
    let known = PLAIN.iter().map(|(plain, _)| *plain).chain(WITH_ARGUMENTS.iter().copied());
    let declared: Vec<String> = resolver.names.types.keys().cloned().collect();
    let mut named: Vec<&str> = declared.iter().map(String::as_str).collect();
    named.sort_unstable();
    let help = did_you_mean(name, known.chain(named))
        .or_else(|| peer_type(name))
        .unwrap_or_else(|| say!(fr "déclarez-le : type {name} = text(80)", en "declare it: type {name} = text(80)"));
    resolver.sink.push(
        Diagnostic::new(
            &UNKNOWN_TYPE,
            ty.name.span,
            say!(fr "le type « {name} » n'existe pas", en "there is no type `{name}`"),
        )
        .help(help),
    );
    None
}

/// What other tools call our types, and what they are here.
const PEERS: &[(&str, &str)] = &[
    ("string", "text(80)"),
    ("varchar", "text(80)"),
    ("char", "text(80)"),
    ("nvarchar", "text(80)"),
    ("chaine", "text(80)"),
    ("int", "integer"),
    ("bigint", "integer"),
    ("smallint", "integer"),
    ("entier", "integer"),
    ("number", "integer"),
    ("float", "decimal(10,2)"),
    ("double", "decimal(10,2)"),
    ("real", "decimal(10,2)"),
    ("numeric", "decimal(10,2)"),
    ("reel", "decimal(10,2)"),
    ("bool", "boolean"),
    ("booleen", "boolean"),
    ("timestamp", "datetime"),
    ("timestamptz", "datetime"),
    ("instant", "datetime"),
    ("zoneddatetime", "datetime"),
    ("localdate", "date"),
    ("jour", "date"),
    ("clob", "longtext"),
    ("textblob", "longtext"),
    ("textarea", "longtext"),
    ("blob", "file"),
    ("anyblob", "file"),
    ("fichier", "file"),
    ("imageblob", "image"),
    ("id", "serial"),
    ("auto_increment", "serial"),
    ("autoincrement", "serial"),
    ("compteur", "serial"),
    ("serie", "serial"),
    ("monnaie", "money"),
    ("nombre", "integer"),
    ("pourcentage", "percent"),
    ("montant", "money"),
    ("monetaire", "money"),
    ("currency", "money"),
    ("tel", "phone"),
    ("telephone", "phone"),
    ("mail", "email"),
    ("courriel", "email"),
];

/// Our type for another tool's, whose name may be misspelt besides; accents and capitals aside.
fn peer_type(name: &str) -> Option<Text> {
    let near = nearest(name, PEERS.iter().map(|(theirs, _)| *theirs))?;
    // One slip makes any other word of a short one.
    let (_, ours) =
        PEERS.iter().find(|(theirs, _)| *theirs == near && (name.len() > 3 || *theirs == name.to_lowercase()))?;
    Some(say!(fr "ici, cela s'écrit {ours}", en "here it is written {ours}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sequence_patterns_are_read() {
        let pattern = sequence_pattern("FA-{year}-{00000}").unwrap();
        assert_eq!(
            pattern.parts,
            [
                SequencePart::Literal("FA-".into()),
                SequencePart::Year,
                SequencePart::Literal("-".into()),
                SequencePart::Counter(5)
            ]
        );
        for bad in ["FA", "{0}{0}", "{0", "{an}-{0}", ""] {
            assert!(sequence_pattern(bad).is_err(), "{bad}");
        }
    }
}
