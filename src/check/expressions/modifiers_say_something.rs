//! A modifier says something of its field: it isn't made void by the field's type or by another modifier.
//!
//! Words that can't stand there at all, or twice, are the resolver's (M2008).

use super::facts::field_refs;
use crate::check::rule::rule;
use crate::check::words::{field_path, owners, uncompared, unique_groups};
use crate::diag::{Diagnostic, Sink, Text};
use crate::mcd::{Field, KeyPart, Mcd, Owner, Type, UniqueGroup};
use crate::say;
use crate::source::Span;

rule! {
    misses: false, run: run,
    /// A modifier without effect.
    MODIFIER_VOID = "M4028" Warning;
}

fn run(mcd: &Mcd, sink: &mut Sink) {
    for owner in owners(mcd) {
        for at in field_refs(mcd, owner) {
            let field = mcd.field(at);
            if let Some(why) = void(field) {
                sink.push(report(&field_path(mcd, owner, field), field.span, why));
            }
        }
        for group in unique_groups(mcd, owner).iter().filter(|group| group.parts.len() > 1) {
            if let Some(found) = of_group(mcd, owner, group) {
                sink.push(found);
            }
        }
    }
}

fn report(path: &str, span: Span, Text { fr, en }: Text) -> Diagnostic {
    Diagnostic::new(&MODIFIER_VOID, span, say!(fr "« {path} » : {fr}", en "`{path}`: {en}"))
        .help(say!(fr "retirez le mot de trop", en "remove the word that is too much"))
}

/// A `unique` line of which a field can't be compared.
fn of_group(mcd: &Mcd, owner: Owner, group: &UniqueGroup) -> Option<Diagnostic> {
    let field = |part: &KeyPart| match part {
        KeyPart::Field(at) => Some(mcd.field(*at)),
        KeyPart::Leg(_) => None,
    };
    let mut fields = group.parts.iter().filter_map(field);
    fields.find_map(|field| Some(report(&field_path(mcd, owner, field), group.span, not_unique(&field.ty)?)))
}

fn not_unique(ty: &Type) -> Option<Text> {
    let Text { fr, en } = uncompared(ty)?;
    Some(say!(fr "« unique » ne distingue rien, {fr}", en "`unique` tells nothing apart, {en}"))
}

/// The first contradiction among what is said of a field.
fn void(field: &Field) -> Option<Text> {
    of_computed(field).or_else(|| of_given(field)).or_else(|| of_unique(field)).or_else(|| of_hidden(field))
}

fn of_computed(field: &Field) -> Option<Text> {
    field.computed.as_ref()?;
    let word = match field {
        Field { default: Some(_), .. } => "=",
        Field { required: true, .. } => "required",
        Field { min: Some(_), .. } => "min",
        Field { max: Some(_), .. } => "max",
        Field { matches: Some(_), .. } => "matches",
        _ => return None,
    };
    Some(say!(
        fr "le champ est calculé et jamais saisi, « {word} » n'y change rien",
        en "the field is computed and never entered, `{word}` changes nothing"
    ))
}

fn of_given(field: &Field) -> Option<Text> {
    let given = matches!(field.ty, Type::Serial | Type::Sequence(_));
    let bounded = field.min.is_some() || field.max.is_some() || field.matches.is_some();
    let said = field.default.is_some() || field.computed.is_some() || bounded;
    (given && said).then(|| {
        say!(
            fr "le numéro est donné par la base, une valeur, des bornes ou une forme n'y changent rien",
            en "the number is given by the database, a value, bounds or a form change nothing"
        )
    })
}

fn of_unique(field: &Field) -> Option<Text> {
    if !field.unique {
        return None;
    }
    if field.ty == Type::Boolean {
        return Some(say!(
            fr "avec « unique », un oui ou non n'autorise que deux fiches",
            en "with `unique`, a yes or no allows only two records"
        ));
    }
    not_unique(&field.ty)
}

fn of_hidden(field: &Field) -> Option<Text> {
    (field.hidden && field.title).then(|| {
        say!(
            fr "« hidden » cache ce que « title » veut montrer partout",
            en "`hidden` hides what `title` wants shown everywhere"
        )
    })
}
