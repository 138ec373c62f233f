//! How sets, chains, keys and proofs are told.

use super::judged::Judged;
use crate::diag::Text;
use crate::mcd::KeyPart;
use crate::normal::{AttrSet, Derivation, Fd, Law, chain, closure, derive};
use crate::say;

/// `a, b`
pub(super) fn told(judged: &Judged<'_>, set: &AttrSet) -> String {
    let names: Vec<&str> = set.iter().filter_map(|attr| judged.part(attr)).map(|part| name(judged, part)).collect();
    if names.is_empty() { "∅".to_owned() } else { names.join(", ") }
}

fn name<'j>(judged: &'j Judged<'_>, part: KeyPart) -> &'j str {
    match part {
        KeyPart::Field(field) => &judged.mcd.field(field).name,
        KeyPart::Leg(leg) => &judged.mcd.leg(leg).navigation,
    }
}

/// `a, b → c`
pub(super) fn told_fd(judged: &Judged<'_>, fd: &Fd) -> String {
    format!("{} → {}", told(judged, &fd.left), told(judged, &fd.right))
}

/// `numero → code_postal → ville`: how the key leads to what a determinant that isn't one determines.
pub(super) fn chain_text(judged: &Judged<'_>, fd: &Fd) -> String {
    let stages = if fd.left.is_subset(&judged.identifier) {
        vec![fd.left.clone(), fd.right.clone()]
    } else {
        chain(&premises(judged, fd), &judged.identifier, &fd.right).unwrap_or_default()
    };
    stages.iter().map(|stage| told(judged, stage)).collect::<Vec<_>>().join(" → ")
}

/// What a proof may use: that the identifier determines the determinant, and the lines; not that the identifier determines everything,
/// or there would be nothing to show.
fn premises(judged: &Judged<'_>, fd: &Fd) -> Vec<Fd> {
    let first = Fd::new(judged.identifier.clone(), fd.left.clone());
    std::iter::once(first).chain(judged.stated.iter().map(|(line, _)| line.clone())).collect()
}

/// The proof that the identifier determines the right of `fd` through its left, a step a line, with Armstrong's rules. Of a part of the identifier
/// there is nothing to show so: it is shown that the left determines it, and that this isn't a key.
pub(super) fn proof(judged: &Judged<'_>, fd: &Fd) -> Vec<Text> {
    let premises = premises(judged, fd);
    let of_identifier = fd.right.is_subset(&judged.identifier);
    let from = if of_identifier { &fd.left } else { &judged.identifier };
    let proof = derive(&premises, from, &fd.right).unwrap_or_default();
    let mut steps: Vec<Text> = (0..proof.steps.len()).filter_map(|at| step(judged, &proof, at)).collect();
    if steps.is_empty() {
        return steps;
    }
    steps.extend(of_identifier.then(|| no_key(judged, &fd.left)));
    let title = say!(fr "démonstration (règles d'Armstrong) :", en "proof (Armstrong's rules):");
    std::iter::once(title).chain(steps).collect()
}

/// All that a set determines, and what it lacks to be a key.
fn no_key(judged: &Judged<'_>, set: &AttrSet) -> Text {
    let all = closure(set, &judged.analysis.synthesis.cover);
    let (known, lacking) = (told(judged, &all), told(judged, &judged.all().difference(&all)));
    let set = told(judged, set);
    say!(
        fr "({set})⁺ = ({known}), sans {lacking} : ce n'est pas une clé",
        en "({set})⁺ = ({known}), without {lacking}: it is no key"
    )
}

fn step(judged: &Judged<'_>, proof: &Derivation, at: usize) -> Option<Text> {
    let step = proof.steps.get(at)?;
    let (number, fd) = (at + 1, told_fd(judged, &step.fd));
    let from = step.from.iter().map(|at| (at + 1).to_string()).collect::<Vec<_>>().join(", ");
    Some(match step.law {
        Law::Given(0) => say!(fr "{number}. {fd}, par l'identifiant", en "{number}. {fd}, by the identifier"),
        Law::Given(_) => say!(fr "{number}. {fd}, énoncé par fd", en "{number}. {fd}, stated by fd"),
        Law::Reflexivity => say!(fr "{number}. {fd}, par réflexivité", en "{number}. {fd}, by reflexivity"),
        Law::Augmentation => {
            say!(fr "{number}. {fd}, par augmentation de {from}", en "{number}. {fd}, by augmentation of {from}")
        }
        Law::Transitivity => {
            say!(fr "{number}. {fd}, par transitivité de {from}", en "{number}. {fd}, by transitivity of {from}")
        }
    })
}

/// All candidate keys and the form reached.
pub(super) fn keys_and_form(judged: &Judged<'_>) -> Text {
    let keys: Vec<String> =
        judged.analysis.keys.found.iter().take(SHOWN).map(|key| format!("({})", told(judged, key))).collect();
    let more = judged.analysis.keys.found.len() > SHOWN || !judged.analysis.keys.complete;
    let keys = format!("{}{}", keys.join(", "), if more { ", …" } else { "" });
    match judged.analysis.form {
        Some(form) => {
            let (fr, en) = (form.french(), form.name());
            say!(fr "clés candidates : {keys} ; forme atteinte : {fr}", en "candidate keys: {keys}; form reached: {en}")
        }
        None => say!(fr "clés candidates : {keys}", en "candidate keys: {keys}"),
    }
}

/// How many keys a message names.
const SHOWN: usize = 8;
