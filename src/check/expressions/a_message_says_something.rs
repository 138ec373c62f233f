//! The message of a rule or of a constraint, where one is written, isn't empty: it is all that the user reads when something is refused.

use crate::check::rule::rule;
use crate::check::words::{owners, rules_of};
use crate::diag::{Diagnostic, Sink};
use crate::mcd::Mcd;
use crate::say;
use crate::source::Span;

rule! {
    misses: false, run: run,
    /// A message of no words.
    EMPTY_MESSAGE = "M4032" Warning;
}

fn run(mcd: &Mcd, sink: &mut Sink) {
    let rules = owners(mcd).flat_map(|owner| rules_of(mcd, owner)).map(|rule| (&rule.message, rule.span));
    let constraints = mcd.constraints.iter().map(|constraint| (&constraint.message, constraint.span));
    rules
        .chain(constraints)
        .filter(|(message, _)| message.trim().is_empty())
        .for_each(|(_, span)| sink.push(report(span)));
}

fn report(span: Span) -> Diagnostic {
    let message = say!(
        fr "ce message est vide : qui verra sa saisie refusée ne saura pas pourquoi",
        en "this message is empty: whoever has an entry refused won't know why"
    );
    Diagnostic::new(&EMPTY_MESSAGE, span, message).help(say!(
        fr "dites entre les guillemets ce qu'il faut, ou retirez-les : un message sera fait de la règle",
        en "say between the quotes what has to be, or remove them: a message will be made from the rule"
    ))
}
