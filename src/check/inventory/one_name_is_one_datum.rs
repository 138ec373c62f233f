//! One name read on two sources is one datum, unless `as` says otherwise: a homonym that nobody noticed mixes two things in one field.

use std::collections::HashMap;

use crate::check::rule::rule;
use crate::diag::{Diagnostic, Sink};
use crate::mcd::{FieldRef, Mcd, Placement, SourceField};
use crate::say;

rule! {
    misses: false, run: run,
    /// One name, two places.
    HOMONYM = "M5404" Warning;
}

fn run(mcd: &Mcd, sink: &mut Sink) {
    let mut known: HashMap<&str, (FieldRef, &SourceField)> = HashMap::new();
    for field in mcd.inventory.sources.iter().flat_map(|source| &source.fields) {
        let Placement::Placed(place) = &field.placement else { continue };
        match known.get(field.name.as_str()) {
            Some((other, earlier)) if other != place => sink.push(homonym(mcd, (*other, earlier), (*place, field))),
            Some(_) => {}
            None => {
                known.insert(&field.name, (*place, field));
            }
        }
    }
}

fn homonym(
    mcd: &Mcd,
    (first, earlier): (FieldRef, &SourceField),
    (second, later): (FieldRef, &SourceField),
) -> Diagnostic {
    let path = |field: FieldRef| format!("{}.{}", mcd.name(field.owner), mcd.field(field).name);
    let (name, first, second) = (&later.name, path(first), path(second));
    let owner = second.split('.').next().unwrap_or_default().to_owned();
    Diagnostic::new(
        &HOMONYM,
        later.span,
        say!(
            fr "« {name} » est {first} dans une source et {second} dans une autre : un homonyme",
            en "`{name}` is {first} on one source and {second} on another: a homonym"
        ),
    )
    .related(earlier.span, say!(fr "ici, c'est {first}", en "here it is {first}"))
    .help(say!(
        fr "donnez un nom à chacun des deux : \"{name}\" as \"{name} ({owner})\" = {second}",
        en "give each of the two its name: \"{name}\" as \"{name} ({owner})\" = {second}"
    ))
}
