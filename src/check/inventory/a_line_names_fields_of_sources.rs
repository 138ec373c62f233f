//! `synonym` and `fd` of the inventory name fields that a source has: a misspelt one would say nothing, and nobody would know.
//!
//! The columns of the client's files count besides, which are not known here: where a source reads a file, a name is only doubted for
//! being nearly another.

use crate::check::rule::rule;
use crate::diag::suggest::did_you_mean;
use crate::diag::{Diagnostic, Sink};
use crate::mcd::Mcd;
use crate::say;
use crate::source::Span;

rule! {
    misses: false, run: run,
    /// A line that names no field of a source.
    UNKNOWN_DATUM = "M5405" Warning;
}

fn run(mcd: &Mcd, sink: &mut Sink) {
    let sources = &mcd.inventory.sources;
    let fields = || sources.iter().flat_map(|source| &source.fields);
    let known: Vec<&str> = fields().flat_map(|field| [field.heading.as_str(), field.name.as_str()]).collect();
    if known.is_empty() {
        return; // the names are those of columns
    }
    let may_be_a_column = sources.iter().any(|source| source.data_file.is_some());
    let mut doubt = |name: &str, span: Span| {
        let near = did_you_mean(name, known.iter().copied());
        if known.contains(&name) || may_be_a_column && near.is_none() {
            return;
        }
        let diagnostic = report(name, span);
        sink.push(match near {
            Some(near) => diagnostic.help(near),
            None => diagnostic,
        });
    };
    // One of the two names of a synonym may be another that people use for it.
    let synonyms = &mcd.inventory.synonyms;
    let unknown = synonyms.iter().filter(|(a, b, _)| ![a, b].iter().any(|name| known.contains(&name.as_str())));
    let near = |name: &&String| did_you_mean(name, known.iter().copied()).is_some();
    unknown.for_each(|(a, b, span)| doubt([a, b].into_iter().find(near).unwrap_or(b), *span));
    for (left, right, span) in &mcd.inventory.fds {
        left.iter().chain(right).for_each(|name| doubt(name, *span));
    }
}

fn report(name: &str, span: Span) -> Diagnostic {
    let message = say!(fr "aucune source n'a de champ « {name} »", en "no source has a field `{name}`");
    Diagnostic::new(&UNKNOWN_DATUM, span, message).help(say!(
        fr "écrivez l'intitulé tel qu'il est dans une source, ou ajoutez-y ce champ",
        en "write the heading as it is in a source, or add this field there"
    ))
}
