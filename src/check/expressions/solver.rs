//! Whether facts about the values of one row can hold together.
//!
//! Numbers, dates and lengths are held by difference constraints (`x - y ≤ c`): they contradict each other exactly when a circle of them
//! adds up to less than nothing (Bellman, 1958; Pratt, "Two easy theories whose combination is hard", 1977). Closed lists are held as sets.
//! Knows nothing of the language. Invariant: says "impossible" only of what is; what it can't decide is possible.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::mcd::expr::Path;
use crate::mcd::{FieldRef, Rule};

/// Something with a value in a row.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Term {
    /// The constant zero; of dates, 1 January 1970.
    Zero,
    /// A field, of the row or at the end of a path.
    Value(Path, FieldRef),
    /// The number of its characters.
    Length(Path, FieldRef),
    /// The day it is.
    Today,
    /// The instant it is.
    Now,
}

/// Who says a fact.
#[derive(Debug, Clone, Copy)]
pub(super) enum Source<'a> {
    /// The type of a field, or that it is required.
    Type,
    /// `min`, `max` or the default of a field.
    Field,
    /// A rule.
    Rule(&'a Rule),
}

/// One fact.
#[derive(Debug, Clone)]
pub(super) enum Fact {
    /// `x - y ≤ bound`, or `<` where strict.
    Difference { x: Term, y: Term, bound: Decimal, strict: bool },
    /// The value is one of these; or none of these.
    Choice { term: Term, values: BTreeSet<Value>, excluded: bool },
    /// The value is there; or is missing.
    Filled { term: Term, filled: bool },
}

/// A value of a closed list, or characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Value {
    /// By its place; `false` and `true` are 0 and 1.
    Place(usize),
    /// Characters.
    Text(String),
}

/// A fact with who says it.
#[derive(Debug, Clone)]
pub(super) struct Said<'a> {
    pub(super) fact: Fact,
    pub(super) by: Source<'a>,
}

/// Who says the facts that can't hold together; none where they can.
pub(super) fn contradiction<'a>(facts: &[Said<'a>]) -> Option<Vec<Source<'a>>> {
    impossible_circle(facts).or_else(|| empty_choice(facts)).or_else(|| filled_and_empty(facts))
}

fn filled_and_empty<'a>(facts: &[Said<'a>]) -> Option<Vec<Source<'a>>> {
    let said = |wanted: bool| {
        facts.iter().filter_map(move |said| match &said.fact {
            Fact::Filled { term, filled } if *filled == wanted => Some((term, said.by)),
            _ => None,
        })
    };
    said(false).find_map(|(empty, by)| {
        let (_, contrary) = said(true).find(|(filled, _)| *filled == empty)?;
        Some(vec![by, contrary])
    })
}

/// What is left of the values of a term.
struct Left<'f, 'a> {
    term: &'f Term,
    among: Option<BTreeSet<Value>>,
    excluded: BTreeSet<Value>,
    by: Vec<Source<'a>>,
}

impl Left<'_, '_> {
    fn narrow(&mut self, values: &BTreeSet<Value>, excluded: bool) {
        if excluded {
            self.excluded.extend(values.iter().cloned());
            return;
        }
        self.among = Some(match self.among.take() {
            Some(known) => known.intersection(values).cloned().collect(),
            None => values.clone(),
        });
    }

    fn is_empty(&self) -> bool {
        self.among.as_ref().is_some_and(|among| among.is_subset(&self.excluded))
    }
}

fn empty_choice<'a>(facts: &[Said<'a>]) -> Option<Vec<Source<'a>>> {
    let mut left: Vec<Left<'_, 'a>> = Vec::new();
    for said in facts {
        let Fact::Choice { term, values, excluded } = &said.fact else { continue };
        if !left.iter().any(|known| known.term == term) {
            left.push(Left { term, among: None, excluded: BTreeSet::new(), by: Vec::new() });
        }
        let Some(known) = left.iter_mut().find(|known| known.term == term) else { continue };
        known.by.push(said.by);
        known.narrow(values, *excluded);
        if known.is_empty() {
            return Some(known.by.clone());
        }
    }
    None
}

/// `to ≤ from + weight`
struct Edge<'a> {
    from: usize,
    to: usize,
    weight: Weight,
    by: Source<'a>,
}

/// A bound, and minus the number of strict inequalities it sums up: compared in this order.
type Weight = (Decimal, i32);

fn impossible_circle<'a>(facts: &[Said<'a>]) -> Option<Vec<Source<'a>>> {
    let mut terms: Vec<&Term> = Vec::new();
    let mut edges = Vec::new();
    for said in facts {
        let Fact::Difference { x, y, bound, strict } = &said.fact else { continue };
        let (to, from) = (place(&mut terms, x), place(&mut terms, y));
        edges.push(Edge { from, to, weight: (*bound, -i32::from(*strict)), by: said.by });
    }
    let mut reached: Vec<(Weight, Option<usize>)> = vec![((Decimal::ZERO, 0), None); terms.len()];
    let mut last = None;
    for _ in 0..=terms.len() {
        last = relax(&edges, &mut reached)?;
        last?;
    }
    read_circle(&edges, &reached, last?)
}

fn place<'t>(terms: &mut Vec<&'t Term>, term: &'t Term) -> usize {
    match terms.iter().position(|known| *known == term) {
        Some(place) => place,
        None => {
            terms.push(term);
            terms.len() - 1
        }
    }
}

/// One round over all edges: the last term that came nearer, if any; none at all when numbers grow too great.
fn relax(edges: &[Edge<'_>], reached: &mut [(Weight, Option<usize>)]) -> Option<Option<usize>> {
    let mut last = None;
    for (number, edge) in edges.iter().enumerate() {
        let (bound, strict) = reached.get(edge.from)?.0;
        let nearer = (bound.checked_add(edge.weight.0)?, strict.checked_add(edge.weight.1)?);
        let target = reached.get_mut(edge.to)?;
        if nearer < target.0 {
            *target = (nearer, Some(number));
            last = Some(edge.to);
        }
    }
    Some(last)
}

/// The edges of the circle that `from` was reached by.
fn read_circle<'a>(edges: &[Edge<'a>], reached: &[(Weight, Option<usize>)], from: usize) -> Option<Vec<Source<'a>>> {
    let before = |term: usize| reached.get(term)?.1.and_then(|number| edges.get(number));
    let mut on_circle = from;
    for _ in reached {
        on_circle = before(on_circle)?.from;
    }
    let mut sources = Vec::new();
    let mut at = on_circle;
    for _ in reached {
        let edge = before(at)?;
        sources.push(edge.by);
        at = edge.from;
        if at == on_circle {
            break;
        }
    }
    Some(sources)
}

/// The rules among sources, once each, in the order of the text.
pub(super) fn rules_among<'a>(sources: &[Source<'a>]) -> Vec<&'a Rule> {
    let mut rules: Vec<&Rule> = Vec::new();
    for source in sources {
        if let Source::Rule(rule) = source
            && !rules.iter().any(|known| known.span == rule.span)
        {
            rules.push(rule);
        }
    }
    rules.sort_by_key(|rule| rule.span);
    rules
}
