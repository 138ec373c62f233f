//! Columns of fields, and the CHECKs that a field's type and bounds ask for (rule 1, "Physical").
//!
//! Rules of several fields are in `rules`. A computed field has no column.

use super::draft::{Draft, Said};
use super::entities::{described, mark_in, well_formed};
use super::rules::add_rule;
use crate::diag::Text;
use crate::mcd::expr::{ArithmeticOp, CompareOp, Expr, ExprKind, Function, Path, ValueType};
use crate::mcd::{EntityId, Field, FieldRef, KeyPart, Mcd, Owner, Type};
use crate::mld::schema::*;
use crate::say;

/// Adds the fields of entities.
pub(super) fn add_entity_fields(draft: &mut Draft<'_>) {
    let mcd = draft.mcd;
    for (id, entity) in mcd.entities() {
        for index in 0..entity.fields.len() {
            let field = FieldRef { owner: Owner::Entity(id), index };
            for table in tables_for(draft, id, field) {
                add_field(draft, table, field, true);
            }
        }
    }
}

/// Where a field of an entity is stored. Under `separate`, identifiers and alternate keys stay with the supertype, where they are unique.
fn tables_for(draft: &Draft<'_>, id: EntityId, field: FieldRef) -> Vec<TableId> {
    if !draft.mld.field_homes(field).is_empty() {
        return Vec::new();
    }
    let mut tables = draft.tables_of(Owner::Entity(id));
    if tables.len() > 1 {
        if in_a_key(draft.mcd, id, field) {
            tables.truncate(1);
        } else {
            tables.remove(0);
        }
    }
    tables.dedup();
    tables
}

fn in_a_key(mcd: &Mcd, id: EntityId, field: FieldRef) -> bool {
    let entity = mcd.entity(id);
    let part = KeyPart::Field(field);
    mcd.field(field).identifier || entity.uniques.iter().any(|group| group.parts.contains(&part))
}

/// Adds the column or columns of a field. `owned`: every row of the table bears it, so that `required` is NOT NULL.
pub(super) fn add_field(draft: &mut Draft<'_>, table: TableId, field: FieldRef, owned: bool) -> Vec<usize> {
    let mcd = draft.mcd;
    let data = mcd.field(field);
    if data.computed.is_some() {
        return Vec::new();
    }
    let mark = mark_in(draft, field.owner, table);
    let always = owned && mark.is_none();
    let columns = match &data.ty {
        Type::Address => add_address(draft, table, field, data, always && data.required),
        _ => vec![add_simple(draft, table, field, data, always)],
    };
    draft.place(field, table, columns.clone());
    if let (Some(mark), Some(first)) = (mark, columns.first()) {
        belongs(draft, table, data, mark, &columns, *first);
    }
    columns
}

/// Of a field's columns, those that are filled where it is required; none where it isn't.
pub(super) fn needed_columns(data: &Field, columns: &[usize]) -> Vec<usize> {
    match data.ty {
        _ if !data.required => Vec::new(),
        Type::Address => {
            let parts = columns.iter().zip(AddressPart::ALL);
            parts.filter(|(_, part)| part.is_needed()).map(|(column, _)| *column).collect()
        }
        _ => columns.to_vec(),
    }
}

/// What prefixes a column whose name is taken.
fn prefix(draft: &Draft<'_>, owner: Owner) -> String {
    match owner {
        Owner::Entity(id) => draft.mcd.entity(id).snake.clone(),
        Owner::Relation(id) => draft.mcd.relation(id).snake.clone(),
    }
}

fn add_simple(draft: &mut Draft<'_>, table: TableId, field: FieldRef, data: &Field, always: bool) -> usize {
    let column = Column {
        name: data.stored.clone().unwrap_or_else(|| data.snake.clone()),
        ty: column_type(&data.ty),
        nullable: !(always && data.required),
        default: constant_default(data).filter(|_| always),
        origin: Origin::Field(field),
        docs: described(&data.label, &data.docs),
        why: field_why(draft, field, data),
        span: Some(data.span),
    };
    let prefix = prefix(draft, field.owner);
    let index = draft.add_column(table, &prefix, column);
    check_type(draft, table, index, data);
    index
}

fn field_why(draft: &Draft<'_>, field: FieldRef, data: &Field) -> Text {
    let (name, owner) = (&data.name, draft.mcd.name(field.owner));
    match (field.owner, data.identifier) {
        (Owner::Entity(_), true) => say!(
            fr "Règle 1 : identifiant {name} de {owner}.",
            en "Rule 1: identifier {name} of {owner}."
        ),
        (Owner::Entity(_), false) => say!(
            fr "Règle 1 : propriété {name} de {owner}.",
            en "Rule 1: property {name} of {owner}."
        ),
        (Owner::Relation(_), _) => say!(
            fr "Propriété {name} de la relation {owner} ; elle suit les références de la relation (règles 3 et 5).",
            en "Property {name} of the relation {owner}; it follows the relation's references (rules 3 and 5)."
        ),
    }
}

/// What a column of this type holds.
pub fn column_type(ty: &Type) -> ColumnType {
    match ty {
        Type::Text(length) => ColumnType::Text((*length).max(1)),
        Type::LongText | Type::Markdown | Type::Tags => ColumnType::LongText,
        Type::Integer | Type::Serial => ColumnType::Integer,
        Type::Decimal(..) | Type::Money | Type::Percent => {
            let (precision, scale) = ty.numeric().unwrap_or((14, 2));
            ColumnType::Decimal(precision.max(1), scale.min(precision.max(1)))
        }
        Type::Boolean => ColumnType::Boolean,
        Type::Date => ColumnType::Date,
        Type::Time => ColumnType::Time,
        Type::DateTime => ColumnType::DateTime,
        Type::Duration => ColumnType::Duration,
        Type::Uuid => ColumnType::Uuid,
        Type::Json => ColumnType::Json,
        Type::Address => ColumnType::Text(200),
        Type::Enum(_) => ColumnType::Text(63),
        _ => ColumnType::Text(lengths(ty).map_or(255, |(_, most)| most)),
    }
}

/// Fewest and most characters of a value.
fn lengths(ty: &Type) -> Option<(u32, u32)> {
    Some(match ty {
        Type::Text(length) => (1, (*length).max(1)),
        Type::LongText | Type::Markdown | Type::Tags => (1, 1_000_000),
        Type::Email => (3, 254),
        Type::Phone => (1, 40),
        Type::Url => (1, 2000),
        Type::Color => (7, 7),
        Type::Country => (2, 2),
        Type::Language => (2, 12),
        Type::PostalCode => (1, 12),
        Type::Siren => (9, 9),
        Type::Siret => (14, 14),
        Type::Vat => (4, 14),
        Type::Iban => (15, 34),
        Type::Sequence(_) => (1, 63),
        Type::File | Type::Image => (1, 255),
        _ => return None,
    })
}

/// Constants and the clock are defaults of the database; anything else is the application's.
pub fn constant_default(data: &Field) -> Option<ColumnDefault> {
    let expr = data.default.as_ref()?;
    let simple = match &expr.kind {
        ExprKind::Arithmetic(_, a, b) => {
            matches!(a.kind, ExprKind::Call(..)) && matches!(b.kind, ExprKind::Quantity(..))
        }
        ExprKind::Negate(inner) => matches!(inner.kind, ExprKind::Number(_)),
        ExprKind::Number(_) | ExprKind::Text(_) | ExprKind::Boolean(_) | ExprKind::EnumValue(..) => true,
        ExprKind::Call(Function::Today | Function::Now, _) => true,
        _ => false,
    };
    simple.then(|| ColumnDefault::Model(expr.clone()))
}

/// Adds the checks that a type asks for.
pub(super) fn check_type(draft: &mut Draft<'_>, table: TableId, index: usize, data: &Field) {
    let name = draft.mld.column_name(table, index).to_owned();
    let label = &data.label;
    let span = Some(data.span);
    let why = say!(fr "Le type de {label} le demande.", en "The type of {label} asks for it.");
    let said = |message: String| Said { only: None, message, why: why.clone(), span };
    if let Type::Enum(id) = &data.ty {
        let values = draft.mcd.enumeration(*id).values.iter().map(|value| value.snake.clone()).collect();
        let message = draft.tell(&say!(fr "{label} : valeur hors de la liste", en "{label}: value not in the list"));
        draft.add_check(table, &name, RowCondition::OneOf(index, values), said(message));
    }
    if let Some((least, most)) = lengths(&data.ty) {
        let message = draft.tell(&length_message(label, least, most));
        draft.add_check(table, &format!("{name}_length"), RowCondition::Length(index, least, most), said(message));
    }
    if data.ty == Type::Email {
        let message =
            draft.tell(&say!(fr "{label} : adresse de courriel mal formée", en "{label}: malformed e-mail address"));
        draft.add_check(table, &format!("{name}_format"), RowCondition::HasAtSign(index), said(message));
    }
    if needs_form(column_type(&data.ty)) {
        well_formed(draft, table, index);
    }
    if let Some(pattern) = &data.matches {
        let message = draft.tell(&say!(fr "{label} : forme attendue {pattern}", en "{label}: expected form {pattern}"));
        let why = say!(
            fr "L'expression régulière de {label}. SQLite n'en connaît pas, et un serveur qui la lirait autrement ne la reçoit pas : là, l'application seule la vérifie.",
            en "The regular expression of {label}. SQLite has none, and a server that would read it otherwise isn't given it: there, the application alone checks it."
        );
        let said = Said { why, ..said(message) };
        draft.add_check(table, &format!("{name}_pattern"), RowCondition::Matches(index, pattern.clone()), said);
    }
}

fn length_message(label: &str, least: u32, most: u32) -> Text {
    if least == most {
        return say!(fr "{label} : {most} caractères", en "{label}: {most} characters");
    }
    say!(fr "{label} : de {least} à {most} caractères", en "{label}: from {least} to {most} characters")
}

fn needs_form(ty: ColumnType) -> bool {
    use ColumnType as T;
    matches!(ty, T::Boolean | T::Date | T::Time | T::DateTime | T::Decimal(..) | T::Uuid | T::Json)
}

/// Adds the bounds of all fields, once every field has its place.
pub(super) fn add_bounds(draft: &mut Draft<'_>) {
    let homes: Vec<(FieldRef, Vec<FieldHome>)> =
        draft.mld.fields.iter().map(|(field, homes)| (*field, homes.clone())).collect();
    for (field, homes) in homes {
        for home in homes {
            if let [index] = *home.columns {
                check_bounds(draft, home.table, index, field, draft.mcd.field(field));
            }
        }
    }
}

/// `min` and `max` are rules of the row: `field >= bound`.
fn check_bounds(draft: &mut Draft<'_>, table: TableId, index: usize, field: FieldRef, data: &Field) {
    let name = draft.mld.column_name(table, index).to_owned();
    let bounds = [(&data.min, CompareOp::Ge, "min"), (&data.max, CompareOp::Le, "max")];
    for (bound, op, word) in bounds {
        if let Some(bound) = bound {
            let message = draft.tell(&bound_message(data, op, bound));
            let expr = comparison(draft.mcd, field, op, bound);
            let why = bound_why(&data.name, word);
            let said = Said { only: mark_in(draft, field.owner, table), message, why, span: Some(data.span) };
            add_rule(draft, table, &format!("{name}_{word}"), &expr, said);
        }
    }
}

fn bound_why(name: &str, word: &str) -> Text {
    say!(fr "La borne `{word}` de {name}.", en "The bound `{word}` of {name}.")
}

fn bound_message(data: &Field, op: CompareOp, bound: &Expr) -> Text {
    let label = &data.label;
    if let Some((quand, when)) = moment(bound) {
        return match op {
            CompareOp::Ge => say!(fr "{label} : au plus tôt {quand}", en "{label}: {when} at the earliest"),
            _ => say!(fr "{label} : au plus tard {quand}", en "{label}: {when} at the latest"),
        };
    }
    let number = crate::mcd::constant_number(bound).map(|number| number.normalize().to_string());
    match (op, number) {
        (CompareOp::Ge, Some(least)) => say!(fr "{label} : au moins {least}", en "{label}: at least {least}"),
        (_, Some(most)) => say!(fr "{label} : au plus {most}", en "{label}: at most {most}"),
        (CompareOp::Ge, None) => say!(fr "{label} : valeur trop petite", en "{label}: value too small"),
        (_, None) => say!(fr "{label} : valeur trop grande", en "{label}: value too great"),
    }
}

/// What a bound that reads the clock says, in French and in English: `today() + 30 days` is 30 days after today.
fn moment(bound: &Expr) -> Option<(String, String)> {
    let here = |expr: &Expr| match expr.kind {
        ExprKind::Call(Function::Today, _) => Some(("aujourd'hui", "today")),
        ExprKind::Call(Function::Now, _) => Some(("maintenant", "now")),
        _ => None,
    };
    let ExprKind::Arithmetic(op, start, length) = &bound.kind else {
        return here(bound).map(|(quand, when)| (quand.to_owned(), when.to_owned()));
    };
    let ((quand, when), ExprKind::Quantity(amount, unit)) = (here(start)?, &length.kind) else { return None };
    let amount = amount.normalize();
    let (apres, after) = if *op == ArithmeticOp::Sub { ("avant", "before") } else { ("après", "after") };
    let (unite, word) = unit.words(amount == rust_decimal::Decimal::ONE);
    Some((format!("{amount} {unite} {apres} {quand}"), format!("{amount} {word} {after} {when}")))
}

fn comparison(mcd: &Mcd, field: FieldRef, op: CompareOp, bound: &Expr) -> Expr {
    let span = bound.span;
    let left = Expr { kind: ExprKind::Field(Path::default(), field), ty: value_type(&mcd.field(field).ty), span };
    Expr { kind: ExprKind::Compare(op, Box::new(left), Box::new(bound.clone())), ty: ValueType::Boolean, span }
}

/// The type of a field's values in expressions.
pub(crate) fn value_type(ty: &Type) -> ValueType {
    match ty {
        Type::Integer | Type::Decimal(..) | Type::Money | Type::Percent | Type::Serial => ValueType::Number,
        Type::Boolean => ValueType::Boolean,
        Type::Date => ValueType::Date,
        Type::Time => ValueType::Time,
        Type::DateTime => ValueType::DateTime,
        Type::Duration => ValueType::Duration,
        Type::Enum(id) => ValueType::Enum(*id),
        _ => ValueType::Text,
    }
}

fn add_address(draft: &mut Draft<'_>, table: TableId, field: FieldRef, data: &Field, required: bool) -> Vec<usize> {
    let stem = data.stored.clone().unwrap_or_else(|| data.snake.clone());
    let prefix = prefix(draft, field.owner);
    AddressPart::ALL
        .into_iter()
        .map(|part| add_part(draft, table, field, data, required, part, &stem, &prefix))
        .collect()
}

#[allow(clippy::too_many_arguments)] // one address, spelled out part by part
fn add_part(
    draft: &mut Draft<'_>,
    table: TableId,
    field: FieldRef,
    data: &Field,
    required: bool,
    part: AddressPart,
    stem: &str,
    prefix: &str,
) -> usize {
    let suffix = part.suffix(draft.mld.locale);
    let name = &data.name;
    let needed = required && part.is_needed();
    let column = Column {
        name: format!("{stem}_{suffix}"),
        ty: part.column_type(),
        nullable: !needed,
        default: None,
        origin: Origin::Address(field, part),
        docs: described(&format!("{} : {}", data.label, suffix.replace('_', " ")), &data.docs),
        why: say!(fr "Une partie de l'adresse {name}, qui en a sept.", en "A part of the address {name}, which has seven."),
        span: Some(data.span),
    };
    let index = draft.add_column(table, prefix, column);
    check_part(draft, table, index, data, part);
    index
}

fn check_part(draft: &mut Draft<'_>, table: TableId, index: usize, data: &Field, part: AddressPart) {
    let name = draft.mld.column_name(table, index).to_owned();
    let label = format!("{} ({})", data.label, part.suffix(draft.mld.locale).replace('_', " "));
    let why = say!(fr "Le type adresse le demande.", en "The type address asks for it.");
    let span = Some(data.span);
    let (condition, message) = match (part.range(), part.column_type()) {
        (Some((least, most)), _) => (
            RowCondition::Within(index, least, most),
            say!(fr "{label} : de {least} à {most}", en "{label}: from {least} to {most}"),
        ),
        (None, ColumnType::Text(most)) => {
            let least = if part == AddressPart::Country { 2 } else { 1 };
            (RowCondition::Length(index, least, most), length_message(&label, least, most))
        }
        _ => return,
    };
    let message = draft.tell(&message);
    draft.add_check(table, &name, condition, Said { only: None, message, why, span });
}

/// In a table shared by subtypes: the field is empty in other rows, filled in these when required.
fn belongs(draft: &mut Draft<'_>, table: TableId, data: &Field, mark: Mark, columns: &[usize], first: usize) {
    let name = draft.mld.column_name(table, first).to_owned();
    let label = &data.label;
    let message = draft.tell(&if data.required {
        say!(fr "{label} est obligatoire pour ce sous-type, et vide pour les autres", en "{label} is required for this subtype, and empty for others")
    } else {
        say!(fr "{label} est vide pour les autres sous-types", en "{label} is empty for other subtypes")
    });
    let why = say!(fr "Règle 8 : une seule table pour tous les sous-types (stored single).", en "Rule 8: one table for all subtypes (stored single).");
    let required = needed_columns(data, columns);
    let condition = RowCondition::Belongs { mark, fields: columns.to_vec(), required };
    draft.add_check(
        table,
        &format!("{name}_kind"),
        condition,
        Said { only: None, message, why, span: Some(data.span) },
    );
}
