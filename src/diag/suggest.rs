//! "Did you mean": the known name nearest to a mistyped one.
//!
//! Suggests nothing rather than something far-fetched.

use super::Text;
use crate::say;

/// The candidate nearest to `name`, if one is near enough: at most one slip for three characters, case and accents aside.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = fold(name);
    let allowed = (wanted.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| (strsim::osa_distance(&wanted, &fold(candidate)), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
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
    }
}
