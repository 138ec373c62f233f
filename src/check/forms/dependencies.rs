//! Every determinant is a key (2NF, 3NF, BCNF; Codd 1971–1974): of an entity, and of a relation, whose fields depend on all its legs together
//! (Tardieu, Rochfeld & Colletti) and whose stated constraints among legs are in its keys (CIF; Nanci & Espinasse).

use super::judged::Judged;
use super::words::{chain_text, keys_and_form, proof, told, told_fd};
use super::{kind, moves};
use crate::check::words::by_hand;
use crate::diag::{Diagnostic, Fix, Kind, Text};
use crate::mcd::{KeyPart, Owner};
use crate::normal::{AttrSet, Fd, NormalForm, Violation, is_lossless, lost};
use crate::say;
use crate::source::{SourceMap, Span};

kind! {
    /// A property depends on a part of a key.
    PART_OF_A_KEY = "M5302" Warning
}
kind! {
    /// A property depends on something that is no key.
    NOT_A_KEY = "M5303" Warning
}
kind! {
    /// A determinant of a key's part is no key.
    DETERMINANT_NOT_A_KEY = "M5304" Warning
}
kind! {
    /// A relation's field depends on some of its legs only.
    FEWER_LEGS = "M5306" Warning
}
kind! {
    /// A stated dependency among legs isn't in the keys.
    LEGS_NOT_IN_KEY = "M5307" Warning
}

/// One diagnostic a determinant and form.
pub(super) fn judge(judged: &Judged<'_>, sources: &SourceMap) -> Vec<Diagnostic> {
    let broken = judged.violations.iter().flat_map(|violation| by_kind(judged, violation));
    broken.filter_map(|(kind, fd)| report(judged, kind, &fd, sources)).collect()
}

/// What a violation is of: in a relation, legs and fields on the right are two matters.
fn by_kind(judged: &Judged<'_>, violation: &Violation) -> Vec<(&'static Kind, Fd)> {
    let kind: &'static Kind = match violation.breaks {
        NormalForm::Second => &PART_OF_A_KEY,
        NormalForm::Third => &NOT_A_KEY,
        _ => &DETERMINANT_NOT_A_KEY,
    };
    let (legs, fd) = (judged.legs(), &violation.fd);
    if matches!(judged.owner, Owner::Entity(_)) || !fd.left.is_subset(&legs) {
        return vec![(kind, fd.clone())];
    }
    let of_legs = Fd::new(fd.left.clone(), fd.right.intersection(&legs));
    let of_fields = Fd::new(fd.left.clone(), fd.right.difference(&legs));
    let both: [(&'static Kind, Fd); 2] = [(&LEGS_NOT_IN_KEY, of_legs), (&FEWER_LEGS, of_fields)];
    both.into_iter().filter(|(_, fd)| !fd.right.is_empty()).collect()
}

/// What the determinant alone determines moves with it; else, with that, what parts of it determine, which is then judged where it is.
fn fix(judged: &Judged<'_>, fd: &Fd, sources: &SourceMap) -> Option<Fix> {
    let wholes = [judged.with_what_follows(fd), judged.with_all_that_follows(fd)];
    let mut kept = wholes.iter().filter(|fd| Split::of(judged, fd).lost.is_empty());
    kept.find_map(|fd| moves::fix(judged, fd, sources))
}

fn report(judged: &Judged<'_>, kind: &'static Kind, fd: &Fd, sources: &SourceMap) -> Option<Diagnostic> {
    let line = judged.line_of(fd)?;
    let whole = judged.with_what_follows(fd);
    let split = Split::of(judged, &whole);
    let mut diagnostic =
        Diagnostic::new(kind, line, message(judged, kind, fd)).label(Text::same(chain_text(judged, fd)));
    for (span, name) in determined(judged, &fd.right) {
        let left = told(judged, &fd.left);
        diagnostic = diagnostic.related(
            span,
            say!(fr "« {name} » est connu dès que l'on connaît {left}", en "`{name}` is known once {left} is"),
        );
    }
    let advised = diagnostic.help(keys_and_form(judged)).help(split.advice(judged, &whole));
    let proved = Diagnostic { derivation: proof(judged, fd), ..advised };
    Some(match fix(judged, fd, sources) {
        Some(fix) => Diagnostic { fix: Some(fix), ..proved },
        None if split.lost.is_empty() => proved.help(by_hand()),
        None => proved,
    })
}

fn message(judged: &Judged<'_>, kind: &Kind, fd: &Fd) -> Text {
    let owner = judged.mcd.name(judged.owner);
    let (fd, left) = (told_fd(judged, fd), told(judged, &fd.left));
    match kind.code {
        "M5302" => say!(
            fr "« {owner} » n'est pas en 2FN : {fd}, or {left} n'est qu'une partie d'une clé",
            en "`{owner}` isn't in 2NF: {fd}, and {left} is only a part of a key"
        ),
        "M5303" => say!(
            fr "« {owner} » n'est pas en 3FN : {fd}, or {left} n'est pas une clé",
            en "`{owner}` isn't in 3NF: {fd}, and {left} is no key"
        ),
        "M5304" => say!(
            fr "« {owner} » n'est pas en FNBC : {fd}, or {left} n'est pas une clé",
            en "`{owner}` isn't in BCNF: {fd}, and {left} is no key"
        ),
        "M5306" => say!(
            fr "dans « {owner} », {fd} : un champ de relation dépend de toutes ses pattes ensemble",
            en "in `{owner}`, {fd}: a relation's field depends on all of its legs together"
        ),
        _ => say!(
            fr "dans « {owner} », {fd} n'identifie pas la relation : une patte reste de côté",
            en "in `{owner}`, {fd} doesn't identify the relation: a leg is left aside"
        ),
    }
}

/// Where the attributes of a set are declared, with their names.
fn determined(judged: &Judged<'_>, set: &AttrSet) -> Vec<(Span, String)> {
    let place = |attr: usize| {
        let span = match judged.part(attr)? {
            KeyPart::Field(field) => judged.mcd.field(field).name_span,
            KeyPart::Leg(leg) => judged.mcd.leg(leg).span,
        };
        Some((span, told(judged, &AttrSet::one(attr))))
    };
    set.iter().filter_map(place).collect()
}

/// The owner in two: without what is determined, and the determinant with it.
struct Split {
    rest: AttrSet,
    part: AttrSet,
    lossless: bool,
    lost: Vec<Fd>,
}

impl Split {
    fn of(judged: &Judged<'_>, fd: &Fd) -> Self {
        let (rest, part) = (judged.all().difference(&fd.right), fd.left.union(&fd.right));
        let parts = [rest.clone(), part.clone()];
        let cover = &judged.analysis.synthesis.cover;
        Split { lossless: is_lossless(&judged.all(), cover, &parts), lost: lost(cover, &parts), rest, part }
    }

    fn advice(&self, judged: &Judged<'_>, fd: &Fd) -> Text {
        let (rest, part) = (told(judged, &self.rest), told(judged, &self.part));
        let place = home(judged, fd);
        let rows = if self.lossless {
            say!(fr "aucune ligne n'est perdue", en "no row is lost")
        } else {
            say!(fr "des lignes se perdraient", en "rows would be lost")
        };
        let lost: Vec<String> = self.lost.iter().map(|fd| told_fd(judged, fd)).collect();
        let kept = if lost.is_empty() {
            say!(fr "toute dépendance se vérifie encore", en "every dependency can still be checked")
        } else {
            let lost = lost.join(" ; ");
            say!(
                fr "mais {lost} ne se vérifierait plus sans jointure : gardez-la si elle compte plus que la redondance",
                en "but {lost} could no longer be checked without a join: keep it if it matters more than the repetition"
            )
        };
        Text {
            fr: format!("{} : ({part}) et ({rest}) ; {}, {}", place.fr, rows.fr, kept.fr),
            en: format!("{}: ({part}) and ({rest}); {}, {}", place.en, rows.en, kept.en),
        }
    }
}

/// Where what is determined belongs.
fn home(judged: &Judged<'_>, fd: &Fd) -> Text {
    let parts: Vec<KeyPart> = fd.left.iter().filter_map(|attr| judged.part(attr)).collect();
    let left = told(judged, &fd.left);
    match parts.as_slice() {
        [KeyPart::Leg(leg)] if fd.right.is_disjoint(&judged.legs()) => {
            let entity = &judged.mcd.entity(judged.mcd.leg(*leg).entity).name;
            say!(fr "sa place est dans « {entity} »", en "it belongs in `{entity}`")
        }
        parts if parts.iter().all(|part| matches!(part, KeyPart::Leg(_))) => {
            let left = told(judged, &fd.left.union(&fd.right.intersection(&judged.legs())));
            say!(fr "sa place est dans une relation de {left}", en "it belongs in a relation of {left}")
        }
        _ => {
            say!(fr "sa place est dans une entité qu'identifie {left}", en "it belongs in an entity that {left} identifies")
        }
    }
}
