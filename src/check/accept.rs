//! `accept CODE "reason"`: warnings that the model takes on purpose.
//!
//! Errors can't be accepted. Codes of other rooms (the inventory's, M50 to M52) are left to them.

use std::collections::HashSet;

use super::cascade::{Earlier, Places};
use super::words::owners;
use crate::diag::suggest::did_you_mean;
use crate::diag::{Diagnostic, Kind, Severity};
use crate::mcd::{self, Accept, Mcd, Owner};
use crate::{say, syntax};

/// An `accept` that takes nothing.
static ACCEPTS_NOTHING: Kind = Kind {
    code: "M3901",
    severity: Severity::Hint,
    page: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/check/pages/M3901.md")),
};

/// An `accept` that doesn't say why.
static ACCEPTS_WITHOUT_REASON: Kind = Kind {
    code: "M3902",
    severity: Severity::Warning,
    page: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/check/pages/M3902.md")),
};

/// The kinds of this file.
pub(super) static KINDS: &[&Kind] = &[&ACCEPTS_NOTHING, &ACCEPTS_WITHOUT_REASON];

/// The findings that no `accept` takes, each warning told how it can be; then the `accept`s that take nothing.
pub(super) fn without_accepted(
    mcd: &Mcd,
    places: &Places,
    earlier: &Earlier<'_>,
    found: Vec<Diagnostic>,
) -> Vec<Diagnostic> {
    let mut used = HashSet::new();
    let mut kept = Vec::new();
    for diagnostic in found {
        let owner = places.owner(diagnostic.primary.span);
        let accepted = owner.filter(|owner| accepts(mcd, *owner, diagnostic.kind));
        match accepted {
            Some(owner) => drop(used.insert((owner, diagnostic.kind.code))),
            None => kept.push(tell_how_to_accept(mcd, owner, diagnostic)),
        }
    }
    if earlier.is_empty() {
        kept.extend(unused(mcd, &used));
    }
    let accepts = || owners(mcd).flat_map(|owner| lines(mcd, owner));
    kept.extend(accepts().filter(|line| !may_be_a_code(&line.code)).map(no_such_code));
    kept.extend(accepts().filter(|line| line.reason.trim().is_empty()).map(without_reason));
    kept
}

fn accepts(mcd: &Mcd, owner: Owner, kind: &Kind) -> bool {
    kind.severity != Severity::Error && lines(mcd, owner).iter().any(|line| line.code == kind.code)
}

fn lines(mcd: &Mcd, owner: Owner) -> &[Accept] {
    match owner {
        Owner::Entity(id) => &mcd.entity(id).accepts,
        Owner::Relation(id) => &mcd.relation(id).accepts,
    }
}

fn tell_how_to_accept(mcd: &Mcd, owner: Option<Owner>, diagnostic: Diagnostic) -> Diagnostic {
    let (Some(owner), Severity::Warning) = (owner, diagnostic.kind.severity) else { return diagnostic };
    let (code, name) = (diagnostic.kind.code, mcd.name(owner));
    diagnostic.help(say!(
        fr "si c'est voulu, écrivez dans « {name} » : accept {code} \"la raison\"",
        en "if this is on purpose, write in `{name}`: accept {code} \"the reason\""
    ))
}

fn unused(mcd: &Mcd, used: &HashSet<(Owner, &str)>) -> Vec<Diagnostic> {
    let mut unused = Vec::new();
    for owner in owners(mcd) {
        for line in lines(mcd, owner) {
            if is_ours(&line.code) && may_be_a_code(&line.code) && !used.contains(&(owner, line.code.as_str())) {
                unused.push(report(line));
            }
        }
    }
    unused
}

fn is_ours(code: &str) -> bool {
    ["M3", "M4", "M53"].iter().any(|phase| code.starts_with(phase))
}

/// Whether a problem may have this code. Of the rooms that stand above this one, only the beginnings of their codes are known.
fn may_be_a_code(code: &str) -> bool {
    let below = || syntax::KINDS.iter().chain(mcd::KINDS).copied().chain(super::kinds());
    let number = code.strip_prefix('M').unwrap_or_default();
    let above = number.len() == 4
        && number.bytes().all(|byte| byte.is_ascii_digit())
        && ABOVE.iter().any(|phase| code.starts_with(phase));
    above || below().any(|kind| kind.code == code)
}

/// The beginnings of the codes of the rooms above: the files of a model, the inventory, the passage to tables, migrations.
const ABOVE: &[&str] = &["M0", "M50", "M51", "M52", "M54", "M55", "M60", "M70", "M71"];

fn no_such_code(line: &Accept) -> Diagnostic {
    let code = &line.code;
    let message = say!(fr "aucun problème n'a le code {code}", en "no problem has the code {code}");
    let problem = Diagnostic::new(&ACCEPTS_NOTHING, line.span, message);
    let codes: Vec<&str> = super::kinds().map(|kind| kind.code).collect();
    let problem = match did_you_mean(code, codes) {
        Some(near) => problem.help(near),
        None => problem,
    };
    problem.help(say!(
        fr "écrivez le code que l'avertissement montre entre crochets, ou retirez cette ligne",
        en "write the code that the warning shows in brackets, or remove this line"
    ))
}

fn without_reason(line: &Accept) -> Diagnostic {
    let code = &line.code;
    Diagnostic::new(
        &ACCEPTS_WITHOUT_REASON,
        line.span,
        say!(fr "{code} est accepté sans raison", en "{code} is accepted without a reason"),
    )
    .help(say!(
        fr "écrivez-la, pour qui lira le modèle : accept {code} \"la raison\"",
        en "write it, for whoever reads the model: accept {code} \"the reason\""
    ))
}

fn report(line: &Accept) -> Diagnostic {
    let code = &line.code;
    let kind = super::kinds().find(|kind| kind.code == code);
    let diagnostic = match kind.map(|kind| kind.severity) {
        Some(Severity::Error) => Diagnostic::new(
            &ACCEPTS_NOTHING,
            line.span,
            say!(fr "{code} est une erreur : on ne peut l'accepter", en "{code} is an error: it can't be accepted"),
        ),
        _ => Diagnostic::new(
            &ACCEPTS_NOTHING,
            line.span,
            say!(fr "rien ici ne donne lieu à {code}", en "nothing here gives rise to {code}"),
        ),
    };
    diagnostic.help(say!(fr "retirez cette ligne", en "remove this line")).fix(
        say!(fr "retirer la ligne accept", en "remove the accept line"),
        vec![crate::diag::Edit { span: line.span, text: String::new() }],
    )
}
