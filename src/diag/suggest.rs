//! "Did you mean": the known name nearest to a mistyped one.
//!
//! Suggests nothing rather than something far-fetched.

use super::Text;
use crate::say;

/// The candidate nearest to `name`, if one is near enough: at most one slip for three characters, case and accents aside. Of a name
/// cut short (`intgr`) the characters are those of the whole one.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = fold(name);
    let near = |candidate: &'a str| {
        let folded = fold(candidate);
        let whole = if is_cut_from(&wanted, &folded) { &folded } else { &wanted };
        // One slip makes any other name of a single letter.
        let length = whole.chars().count();
        let allowed = if length == 1 { 0 } else { (length / 3).max(1) };
        Some(strsim::osa_distance(&wanted, &folded)).filter(|distance| *distance <= allowed).map(|at| (at, candidate))
    };
    candidates.into_iter().filter_map(near).min_by_key(|(distance, _)| *distance).map(|(_, candidate)| candidate)
}

/// Whether `short` is `whole` less some of its characters, but not its first.
fn is_cut_from(short: &str, whole: &str) -> bool {
    let mut left = whole.chars();
    short.chars().next() == whole.chars().next() && short.chars().all(|c| left.any(|other| other == c))
}

/// The help "did you mean `x`?", if something is near enough.
pub fn did_you_mean<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<Text> {
    nearest(name, candidates).map(|near| say!(fr "vouliez-vous dire « {near} » ?", en "did you mean `{near}`?"))
}

fn fold(name: &str) -> String {
    any_ascii::any_ascii(name).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_are_found_and_far_ones_are_not() {
        let known = ["Client", "Devis", "Societe"];
        assert_eq!(nearest("Cleint", known), Some("Client"));
        assert_eq!(nearest("société", known), Some("Societe"));
        assert_eq!(nearest("Facture", known), None);
        assert_eq!(nearest("intgr", ["date", "integer"]), Some("integer"));
        assert_eq!(nearest("ntgr", ["integer"]), None);
    }
}
