//! The expressions of answers, read against the model before the change, whose names they use.
//!
//! Each becomes a computed field of the old model, which no table bears: so it is typed, compiled and quoted as any expression of
//! a model is. Writes no SQL.

use crate::diag::{Diagnostic, Severity, Sink, Text};
use crate::mcd::{self, EntityId, FieldRef, Locale, Mcd, Owner, Type};
use crate::mld::{self, ColumnType, Mld, Options};
use crate::source::{SourceMap, Span};
use crate::{say, syntax};

use super::answers::{Answer, Answers};
use super::kinds::{NEEDS_A_VALUE, NOT_AN_ANSWER};
use super::matching::{Matching, field_named};
use super::names::{leg_named, owner_named};
use super::world::Settled;

/// A model that was read from one text.
#[derive(Debug)]
pub struct Model {
    /// Its text.
    pub sources: SourceMap,
    /// What it says.
    pub mcd: Mcd,
    /// Its tables.
    pub mld: Mld,
}

/// Reads a text that was a sound model; what is wrong with it now is told. `locale` is the project's, where it wins over the model's.
pub fn read_model(text: &str, locale: Option<Locale>, options: Options) -> (Model, Vec<Diagnostic>) {
    let (mut sources, mut sink) = (SourceMap::new(), Sink::new());
    let file = sources.add("model.lock", text);
    let parsed = syntax::parse(file, text, &mut sink);
    let mut mcd = mcd::resolve(&[parsed], &sources, &mut sink);
    mcd.crm.locale = locale.unwrap_or(mcd.crm.locale);
    let mld = mld::lower(&mcd, options);
    let errors = sink.into_sorted().into_iter().filter(|one| one.kind.severity == Severity::Error).collect();
    (Model { sources, mcd, mld }, errors)
}

/// An expression to be added to the old model.
struct Probe {
    owner: Owner,
    ty: String,
    expr: String,
    line: String,
    serves: Serves,
}

#[derive(Clone, Copy)]
enum Serves {
    Backfill(FieldRef),
    Using(FieldRef),
    Kind(EntityId),
}

/// The old model with the answers' expressions in it, and where each serves.
pub(super) fn settle(
    old: &Model,
    new: &Mcd,
    matching: &Matching,
    answers: &Answers,
) -> (Model, Settled, Vec<Diagnostic>) {
    let mut settled = Settled::default();
    let mut probes = Vec::new();
    for (answer, line) in &answers.lines {
        match answer {
            Answer::Backfill(path, expr) => match path_of_leg(new, path) {
                Some(leg) => drop(settled.targets.insert(leg, expr.trim_matches('"').to_owned())),
                None => probes.extend(field_probe(new, matching, path, expr, line, false)),
            },
            Answer::Using(path, expr) => match path.as_slice() {
                [name] => probes.extend(kind_probe(new, matching, name, expr, line)),
                _ => probes.extend(field_probe(new, matching, path, expr, line, true)),
            },
            _ => {}
        }
    }
    let text = with_probes(old, &probes);
    let (model, errors) = read_model(&text, Some(old.mcd.crm.locale), Options { keys: old.mld.keys });
    let problems = told(&model, &errors, &probes, new);
    for (number, probe) in probes.iter().enumerate() {
        let Some(field) = field_named(&model.mcd, probe.owner, &probe_name(number)) else { continue };
        match probe.serves {
            Serves::Backfill(to) => drop(settled.backfills.insert(to, field)),
            Serves::Using(to) => drop(settled.usings.insert(to, field)),
            Serves::Kind(to) => drop(settled.kinds.insert(to, field)),
        }
    }
    (model, settled, problems)
}

fn probe_name(number: usize) -> String {
    format!("merisier_answer_{number}")
}

fn path_of_leg(mcd: &Mcd, path: &[String]) -> Option<mcd::LegRef> {
    let [relation, leg] = path else { return None };
    leg_named(mcd, relation, leg)
}

/// Whose old rows a new owner's rows are made of.
fn made_of(new: &Mcd, matching: &Matching, owner: Owner) -> Option<Owner> {
    if let Some(past) = matching.owner(owner) {
        return Some(past);
    }
    match owner {
        Owner::Entity(id) => {
            let split = matching.splits.get(&id).map(|(from, _)| Owner::Entity(*from));
            let reified = || matching.reified.get(&id).map(|relation| Owner::Relation(*relation));
            let parent = || made_of(new, matching, Owner::Entity(new.entity(id).parent?));
            split.or_else(reified).or_else(parent)
        }
        Owner::Relation(id) => matching.flattened.get(&id).map(|entity| Owner::Entity(*entity)),
    }
}

fn field_probe(new: &Mcd, matching: &Matching, path: &[String], expr: &str, line: &str, using: bool) -> Option<Probe> {
    let [owner, name] = path else { return None };
    let owner = owner_named(new, owner)?;
    let field = field_named(new, owner, name)?;
    let past = made_of(new, matching, owner)?;
    let (ty, expr) = typed(new, &new.field(field).ty, expr);
    let serves = if using { Serves::Using(field) } else { Serves::Backfill(field) };
    Some(Probe { owner: past, ty, expr, line: line.to_owned(), serves })
}

fn kind_probe(new: &Mcd, matching: &Matching, name: &str, expr: &str, line: &str) -> Option<Probe> {
    let (id, entity) = new.entities().find(|(_, entity)| entity.name == name)?;
    let owner = made_of(new, matching, Owner::Entity(entity.parent?))?;
    Some(Probe { owner, ty: "boolean".into(), expr: expr.to_owned(), line: line.to_owned(), serves: Serves::Kind(id) })
}

/// The type of a probe that holds a value of the field, and the expression with a bare value of an enumeration as it is stored.
fn typed(new: &Mcd, ty: &Type, expr: &str) -> (String, String) {
    let mut expr = expr.to_owned();
    if let Type::Enum(id) = ty
        && let Some(value) = new.enumeration(*id).values.iter().find(|value| value.name == expr)
    {
        expr = format!("\"{}\"", value.snake);
    }
    if let Some(moment) = written_moment(mld::column_type(ty), &expr) {
        return ("longtext".into(), moment);
    }
    let ty = match mld::column_type(ty) {
        ColumnType::Serial | ColumnType::Integer => "integer".into(),
        ColumnType::Decimal(precision, scale) => format!("decimal({precision}, {scale})"),
        ColumnType::Boolean => "boolean".into(),
        ColumnType::Date => "date".into(),
        ColumnType::Time => "time".into(),
        ColumnType::DateTime => "datetime".into(),
        ColumnType::Duration => "duration".into(),
        ColumnType::Text(_) | ColumnType::LongText | ColumnType::Uuid | ColumnType::Json => "longtext".into(),
    };
    (ty, expr)
}

/// A date, a time or an instant in quotes, which expressions have no word for: as the database writes it.
fn written_moment(ty: ColumnType, expr: &str) -> Option<String> {
    let text = expr.strip_prefix('"')?.strip_suffix('"')?.replace('T', " ");
    let whole = match (ty, text.matches(':').count()) {
        (ColumnType::Date, 0) => text,
        (ColumnType::DateTime, 0) => format!("{text} 00:00:00"),
        (ColumnType::Time | ColumnType::DateTime, 1) => format!("{text}:00"),
        (ColumnType::Time | ColumnType::DateTime, 2) => text,
        _ => return None,
    };
    Some(format!("\"{whole}\""))
}

fn owner_span(mcd: &Mcd, owner: Owner) -> Span {
    match owner {
        Owner::Entity(id) => mcd.entity(id).span,
        Owner::Relation(id) => mcd.relation(id).span,
    }
}

/// The old text with a computed field for each probe, at the end of its owner.
fn with_probes(old: &Model, probes: &[Probe]) -> String {
    let mut text = old.sources.iter().next().map(|(_, file)| file.text.clone()).unwrap_or_default();
    let mut insertions: Vec<(usize, String)> = probes
        .iter()
        .enumerate()
        .map(|(number, probe)| {
            let end = owner_span(&old.mcd, probe.owner).range().end.saturating_sub(1);
            (end, format!("\n    {} {} computed {}\n", probe_name(number), probe.ty, probe.expr))
        })
        .collect();
    // From the end, so that places stay; at one place, the first probe stays first.
    insertions.sort_by_key(|(at, _)| *at);
    for (at, line) in insertions.into_iter().rev() {
        if text.is_char_boundary(at) && at <= text.len() {
            text.insert_str(at, &line);
        }
    }
    text
}

/// What is wrong with the expressions.
fn told(model: &Model, errors: &[Diagnostic], probes: &[Probe], new: &Mcd) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for (number, probe) in probes.iter().enumerate() {
        let name = probe_name(number);
        let field = field_named(&model.mcd, probe.owner, &name);
        let text = model.sources.iter().next().map(|(_, file)| file.text.clone()).unwrap_or_default();
        let start = text.find(&format!("{name} ")).unwrap_or(usize::MAX);
        let end = text.get(start..).and_then(|rest| rest.find('\n')).map_or(usize::MAX, |length| start + length);
        let error = errors.iter().find(|error| (start..=end).contains(&error.primary.span.range().start));
        let (line, reason) = (&probe.line, error.map(|error| error.message.clone()));
        if let Some(reason) = reason {
            let message = Text { fr: format!("« {line} » : {}", reason.fr), en: format!("`{line}`: {}", reason.en) };
            let at_fault = error.map(|error| model.sources.text(error.primary.span)).unwrap_or_default();
            let help = value_in_quotes(new, probe, at_fault).unwrap_or_else(names_of_before);
            problems.push(Diagnostic::new(&NOT_AN_ANSWER, Span::default(), message).help(help));
        } else if field.is_none_or(|field| model.mcd.field(field).computed.is_none()) {
            let message = say!(fr "« {line} » ne se lit pas", en "`{line}` can't be read");
            problems.push(Diagnostic::new(&NEEDS_A_VALUE, Span::default(), message).help(names_of_before()));
        }
    }
    problems
}

/// A value of the list that a field becomes, within an expression that knows only the model before it.
fn value_in_quotes(new: &Mcd, probe: &Probe, word: &str) -> Option<Text> {
    let (Serves::Backfill(field) | Serves::Using(field)) = probe.serves else { return None };
    let Type::Enum(id) = &new.field(field).ty else { return None };
    let value = new.enumeration(*id).values.iter().find(|value| value.name == word)?;
    let stored = &value.snake;
    Some(say!(
        fr "une valeur de la nouvelle liste s'écrit ici entre guillemets : \"{stored}\"",
        en "a value of the new list is written in quotes here: \"{stored}\""
    ))
}

fn names_of_before() -> Text {
    say!(
        fr "l'expression emploie les noms du modèle d'avant le changement",
        en "the expression uses the names of the model before the change"
    )
}
