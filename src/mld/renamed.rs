//! Names of the model that the database can't keep, since something else has them: told, never changed in silence.
//!
//! Judges the columns and tables as the passage makes them, on a model without errors.

use super::physical::{self, Named, Renamed};
use super::schema::*;
use crate::diag::{Diagnostic, Edit, Kind, Severity, Text};
use crate::mcd::{Field, FieldRef, LegRef, Mcd};
use crate::say;
use crate::source::Span;

/// Every kind of this room.
pub static KINDS: &[&Kind] = &[&NAME_TAKEN, &STORED_NAME_TAKEN];

static NAME_TAKEN: Kind = Kind { code: "M6001", severity: Severity::Warning, page: include_str!("pages/M6001.md") };

static STORED_NAME_TAKEN: Kind =
    Kind { code: "M6002", severity: Severity::Error, page: include_str!("pages/M6002.md") };

/// A thing of the model that gives the database a name.
struct Subject<'a> {
    /// As people write it.
    path: String,
    span: Span,
    /// The name that `stored` asks for.
    stored: Option<&'a str>,
    /// The field, where a `stored` could be added to it.
    field: Option<&'a Field>,
}

/// What the tables call otherwise than the model does.
pub fn renamed(mcd: &Mcd) -> Vec<Diagnostic> {
    let (mld, renamed) = physical::names(mcd);
    renamed.iter().filter_map(|one| report(mcd, &mld, one)).collect()
}

fn report(mcd: &Mcd, mld: &Mld, one: &Renamed) -> Option<Diagnostic> {
    let wanted = &one.wanted;
    let same = |name: &str| name.to_lowercase() == super::names::shorten(wanted).to_lowercase();
    let (subject, given, taker, by) = match one.what {
        Named::Table(id) => {
            let table = mld.table(id);
            let other = mld.tables.iter().find(|other| same(&other.name)).map(|other| other.origin);
            let by = other.and_then(|other| of_table(mcd, other));
            (of_table(mcd, table.origin)?, &table.name, by, say!(fr "l'application", en "the application"))
        }
        Named::Column(at) => {
            let columns = &mld.table(at.table).columns;
            let column = columns.get(at.index)?;
            let other = columns.iter().find(|other| same(&other.name))?.origin;
            (of_column(mcd, column.origin)?, &column.name, of_column(mcd, other), keeper(other))
        }
    };
    let by = taker.as_ref().map_or(by, |taker| say!(fr "« {0} »", en "`{0}`", taker.path));
    let asks = |subject: &Subject<'_>| subject.stored.is_some_and(same);
    Some(match taker {
        _ if asks(&subject) => refused(&subject, wanted, &by),
        Some(taker) if asks(&taker) => refused(&taker, wanted, &say!(fr "« {0} »", en "`{0}`", subject.path)),
        _ => told(&subject, wanted, given, &by),
    })
}

fn refused(subject: &Subject<'_>, wanted: &str, by: &Text) -> Diagnostic {
    let (path, Text { fr, en }) = (&subject.path, by);
    let message = say!(
        fr "« {path} » ne peut pas s'appeler {wanted} en base : ce nom est pris par {fr}",
        en "`{path}` can't be called {wanted} in the database: the name is taken by {en}"
    );
    Diagnostic::new(&STORED_NAME_TAKEN, subject.span, message)
        .help(say!(fr "donnez un autre nom à `stored`, ou retirez-le", en "give `stored` another name, or remove it"))
}

fn told(subject: &Subject<'_>, wanted: &str, given: &str, by: &Text) -> Diagnostic {
    let (path, Text { fr, en }) = (&subject.path, by);
    let message = say!(
        fr "« {path} » s'appellera {given} en base : le nom {wanted} est pris par {fr}",
        en "`{path}` will be called {given} in the database: the name {wanted} is taken by {en}"
    );
    let diagnostic = Diagnostic::new(&NAME_TAKEN, subject.span, message)
        .help(say!(fr "renommez l'un des deux, ou dites le nom voulu en base", en "rename one of the two, or say which name it has in the database"));
    let Some(field) = subject.field.filter(|field| field.stored.is_none()) else { return diagnostic };
    let stored = format!(" stored \"{given}\"");
    let title = say!(fr "écrire `stored \"{given}\"`", en "write `stored \"{given}\"`");
    diagnostic.fix(title, vec![Edit { span: field.span.after(), text: stored }])
}

fn of_table(mcd: &Mcd, origin: TableOrigin) -> Option<Subject<'_>> {
    let (name, span, stored) = match origin {
        TableOrigin::Entity(id) => {
            let entity = mcd.entity(id);
            (&entity.name, entity.name_span, &entity.stored)
        }
        TableOrigin::Relation(id) => {
            let relation = mcd.relation(id);
            (&relation.name, relation.name_span, &relation.stored)
        }
        _ => return None,
    };
    Some(Subject { path: name.clone(), span, stored: stored.as_deref(), field: None })
}

fn of_column(mcd: &Mcd, origin: Origin) -> Option<Subject<'_>> {
    match origin {
        Origin::Field(at) => Some(of_field(mcd, at, true)),
        Origin::Address(at, _) => Some(of_field(mcd, at, false)),
        Origin::Leg(leg) | Origin::LegValue(leg, _) => Some(of_leg(mcd, leg)),
        _ => None,
    }
}

fn of_field(mcd: &Mcd, at: FieldRef, whole: bool) -> Subject<'_> {
    let field = mcd.field(at);
    let path = format!("{}.{}", mcd.name(at.owner), field.name);
    Subject { path, span: field.name_span, stored: field.stored.as_deref(), field: whole.then_some(field) }
}

fn of_leg(mcd: &Mcd, at: LegRef) -> Subject<'_> {
    let leg = mcd.leg(at);
    let path = format!("{}.{}", mcd.relation(at.relation).name, leg.navigation);
    Subject { path, span: leg.span, stored: None, field: None }
}

/// Who keeps a column that isn't of the model.
fn keeper(origin: Origin) -> Text {
    match origin {
        Origin::Surrogate(_) | Origin::Identifier(_) | Origin::Shared(_) => {
            say!(fr "la clé de la table", en "the table's key")
        }
        Origin::Kind(_) | Origin::KindOf(_) | Origin::Flag(_) => {
            say!(fr "la colonne qui distingue les sous-types", en "the column that tells subtypes apart")
        }
        _ => say!(fr "une colonne que tient l'application", en "a column that the application keeps"),
    }
}
