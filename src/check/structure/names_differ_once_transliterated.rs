//! Names are unique in their scope, also once they are transliterated to SQL and Rust.
//!
//! Exact repeats within one declaration are the resolver's (M2001, M2002), and so are the values of an enumeration (M2007); a field that repeats an inherited one is told here.

use std::collections::HashMap;

use crate::check::rule::rule;
use crate::diag::{Diagnostic, Kind, Sink, Text};
use crate::mcd::{FieldRef, Leg, Mcd, Owner, RelationId};
use crate::say;
use crate::source::Span;

rule! {
    misses: false, run: run,
    /// Two entities or relations.
    DECLARATIONS_CLASH = "M3001" Error;
    /// Two fields or legs of one entity or relation, inherited ones included.
    MEMBERS_CLASH = "M3002" Error;
}

struct Named<'a> {
    name: &'a str,
    snake: &'a str,
    span: Span,
}

fn run(mcd: &Mcd, sink: &mut Sink) {
    let entities = mcd.entities().map(|(_, e)| Named { name: &e.name, snake: &e.snake, span: e.name_span });
    let relations = mcd.relations().map(|(_, r)| Named { name: &r.name, snake: &r.snake, span: r.name_span });
    report_clashes(&DECLARATIONS_CLASH, &entities.chain(relations).collect::<Vec<_>>(), sink);
    for (id, entity) in mcd.entities() {
        // Where parents go round in a circle, which is told of them, nobody knows what is inherited.
        let own = || (0..entity.fields.len()).map(|index| FieldRef { owner: Owner::Entity(id), index }).collect();
        let fields = if mcd.has_no_root(id) { own() } else { mcd.all_fields(id) };
        let fields = fields.into_iter().map(|at| {
            let field = mcd.field(at);
            (Named { name: &field.name, snake: &field.snake, span: field.name_span }, at.owner == Owner::Entity(id))
        });
        report_own_clashes(&fields.collect::<Vec<_>>(), sink);
    }
    for (id, _) in mcd.relations() {
        report_clashes(&MEMBERS_CLASH, &relation_members(mcd, id), sink);
    }
}

/// Legs, then fields. Legs without roles that are alike are told elsewhere: of their entities' names, or by the rule on roles.
fn relation_members(mcd: &Mcd, id: RelationId) -> Vec<Named<'_>> {
    let relation = mcd.relation(id);
    let mut members: Vec<Named<'_>> = Vec::new();
    let (with_role, without): (Vec<&Leg>, Vec<&Leg>) = relation.legs.iter().partition(|leg| leg.role.is_some());
    for leg in without {
        if !members.iter().any(|member| member.snake == leg.snake) {
            members.push(named_leg(leg));
        }
    }
    members.extend(with_role.into_iter().map(named_leg));
    let fields = relation.fields.iter();
    members.extend(fields.map(|field| Named { name: &field.name, snake: &field.snake, span: field.name_span }));
    members
}

fn named_leg(leg: &Leg) -> Named<'_> {
    Named { name: &leg.navigation, snake: &leg.snake, span: leg.span }
}

fn report_clashes(kind: &'static Kind, names: &[Named<'_>], sink: &mut Sink) {
    let mut seen: HashMap<&str, (&str, Span)> = HashMap::with_capacity(names.len());
    for named in names {
        match seen.get(named.snake) {
            Some(first) => sink.push(clash(kind, named, *first)),
            None => drop(seen.insert(named.snake, (named.name, named.span))),
        }
    }
}

/// As [`report_clashes`], but only on fields of the entity itself: those of its parents are told there.
fn report_own_clashes(fields: &[(Named<'_>, bool)], sink: &mut Sink) {
    let mut seen: HashMap<&str, (&str, Span)> = HashMap::with_capacity(fields.len());
    for (named, own) in fields {
        match seen.get(named.snake) {
            Some(first) if *own => sink.push(clash(&MEMBERS_CLASH, named, *first)),
            Some(_) => {}
            None => drop(seen.insert(named.snake, (named.name, named.span))),
        }
    }
}

fn clash(kind: &'static Kind, named: &Named<'_>, (first, first_span): (&str, Span)) -> Diagnostic {
    let Named { name, snake, span } = named;
    Diagnostic::new(kind, *span, clash_message(name, first, snake))
        .related(first_span, say!(fr "« {first} » est ici", en "`{first}` is here"))
        .help(say!(fr "renommez l'un des deux", en "rename one of the two"))
}

fn clash_message(name: &str, first: &str, snake: &str) -> Text {
    if name == first {
        say!(
            fr "« {name} » est déjà le nom d'un champ hérité",
            en "`{name}` is already the name of an inherited field"
        )
    } else {
        say!(
            fr "« {name} » et « {first} » ont le même nom en base et dans le code : {snake}",
            en "`{name}` and `{first}` have the same name in the database and in the code: {snake}"
        )
    }
}
