//! The texts of an identifier or a `unique` group fit in the index that compares them.
//!
//! Types that can't be compared at all are told by M3107 and M4028. Invariant: counts the most that values can take, four bytes a character.

use crate::check::rule::rule;
use crate::check::words::{owners, unique_groups};
use crate::diag::{Diagnostic, Sink};
use crate::mcd::{Field, FieldRef, KeyPart, Mcd, Owner, Type, UniqueGroup};
use crate::say;
use crate::source::Span;

rule! {
    misses: false, run: run,
    /// A key whose texts may be longer than an index takes.
    KEY_TOO_LONG = "M4033" Warning;
}

/// What PostgreSQL's index takes of one row, in bytes: a third of a page (its manual, "B-Tree Indexes").
const LONGEST_KEY: u32 = 2704;

/// The bytes of a character in UTF-8, at most.
const CHARACTER: u32 = 4;

fn run(mcd: &Mcd, sink: &mut Sink) {
    for owner in owners(mcd) {
        for (fields, span) in keys(mcd, owner) {
            let bytes = fields.iter().fold(0u32, |sum, field| sum.saturating_add(most_bytes(&field.ty)));
            if bytes > LONGEST_KEY {
                sink.push(report(mcd, owner, &fields, span));
            }
        }
    }
}

/// The fields of each key that has one, and where it is said: the identifier, then the `unique` groups.
fn keys(mcd: &Mcd, owner: Owner) -> Vec<(Vec<&Field>, Span)> {
    let own: Vec<&Field> = mcd.fields(owner).iter().filter(|field| field.identifier).collect();
    let identifier = own.first().map(|first| (own.clone(), first.span));
    identifier
        .into_iter()
        .chain(unique_groups(mcd, owner).iter().map(|group| (fields(mcd, group), group.span)))
        .collect()
}

fn fields<'a>(mcd: &'a Mcd, group: &UniqueGroup) -> Vec<&'a Field> {
    let field = |part: &KeyPart| match part {
        KeyPart::Field(FieldRef { owner, index }) => mcd.fields(*owner).get(*index),
        KeyPart::Leg(_) => None,
    };
    group.parts.iter().filter_map(field).collect()
}

/// The most that a value takes; nothing for what is short, or is told elsewhere.
fn most_bytes(ty: &Type) -> u32 {
    match ty {
        Type::Text(most) => most.saturating_mul(CHARACTER),
        Type::Url => 2000, // ASCII
        Type::Email => 254,
        _ => 0,
    }
}

fn report(mcd: &Mcd, owner: Owner, fields: &[&Field], span: Span) -> Diagnostic {
    let names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
    let (owner, names) = (mcd.name(owner), names.join(", "));
    let most = LONGEST_KEY / CHARACTER;
    Diagnostic::new(
        &KEY_TOO_LONG,
        span,
        say!(
            fr "{names} de « {owner} » peut être trop long pour être unique : PostgreSQL refuse au-delà de {LONGEST_KEY} octets, {most} caractères quels qu'ils soient",
            en "{names} of `{owner}` may be too long to be unique: PostgreSQL refuses more than {LONGEST_KEY} bytes, {most} characters whatever they are"
        ),
    )
    .help(say!(
        fr "raccourcissez le texte (text({most}) au plus), ou identifiez par un code",
        en "shorten the text (text({most}) at most), or identify by a code"
    ))
}
