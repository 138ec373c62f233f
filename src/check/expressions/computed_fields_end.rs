//! Computed fields are computed from something in the end: none depends on itself.

use std::collections::HashMap;

use super::facts::field_refs;
use crate::check::cycles::Graph;
use crate::check::rule::rule;
use crate::check::words::{field_path, owners};
use crate::diag::{Diagnostic, Sink};
use crate::mcd::expr::{Expr, ExprKind};
use crate::mcd::{FieldRef, Mcd};
use crate::say;

rule! {
    misses: false, run: run,
    /// Fields computed from each other.
    COMPUTED_CYCLE = "M4025" Error;
}

fn run(mcd: &Mcd, sink: &mut Sink) {
    let fields = owners(mcd).flat_map(|owner| field_refs(mcd, owner));
    let computed: Vec<(FieldRef, &Expr)> =
        fields.filter_map(|at| Some((at, mcd.field(at).computed.as_ref()?))).collect();
    let places: HashMap<FieldRef, usize> = computed.iter().enumerate().map(|(place, (at, _))| (*at, place)).collect();
    let mut graph = Graph::new(computed.len());
    for (place, (_, expr)) in computed.iter().enumerate() {
        expr.walk(&mut |inner| {
            if let ExprKind::Field(_, read) = &inner.kind
                && let Some(target) = places.get(read)
            {
                graph.add(place, *target, inner.span);
            }
        });
    }
    for cycle in graph.cycles() {
        let fields: Vec<FieldRef> = cycle.iter().filter_map(|(place, _)| Some(computed.get(*place)?.0)).collect();
        let (Some(first), Some((_, span))) = (fields.first(), cycle.first()) else { continue };
        let names: Vec<String> = fields.iter().map(|at| field_path(mcd, at.owner, mcd.field(*at))).collect();
        let path = format!("{} → {}", names.join(" → "), field_path(mcd, first.owner, mcd.field(*first)));
        let mut diagnostic = Diagnostic::new(
            &COMPUTED_CYCLE,
            *span,
            say!(fr "le calcul tourne en rond : {path}", en "the computation goes round in a circle: {path}"),
        );
        for (_, other) in cycle.iter().skip(1) {
            diagnostic = diagnostic.related(*other, say!(fr "et ici", en "and here"));
        }
        sink.push(diagnostic.help(say!(
            fr "calculez l'un de ces champs à partir de champs saisis, ou rendez-le saisi en retirant computed",
            en "compute one of these fields from fields that are entered, or let it be entered by removing computed"
        )));
    }
}
