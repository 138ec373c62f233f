//! Slips of the keyboard: whether one text is another one mistyped.
//!
//! Invariant: digits are never mistaken for one another, since codes and house numbers differ by one on purpose; one may lack.

use any_ascii::any_ascii;

/// Whether `written` is likely `meant` with a letter more, less, other or exchanged, or with other capitals, accents or blanks.
pub fn is_slip(meant: &str, written: &str) -> bool {
    let (meant, written) = (folded(meant), folded(written));
    if meant == written {
        return true;
    }
    let (letters, others) = (meant.chars().count(), written.chars().count());
    let allowed = if letters.max(others) >= 12 { 2 } else { 1 };
    if letters.abs_diff(others) == 1 && strsim::osa_distance(&meant, &written) == 1 {
        return meant.chars().filter(|letter| letter.is_alphabetic()).count() >= 3;
    }
    letters.min(others) >= 3
        && letters.abs_diff(others) <= allowed
        && digits(&meant).eq(digits(&written))
        && strsim::osa_distance(&meant, &written) <= allowed
}

fn digits(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(char::is_ascii_digit)
}

fn folded(text: &str) -> String {
    let words = any_ascii(text).to_lowercase();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::is_slip;

    #[test]
    fn slips_are_told_from_other_values() {
        for (meant, written) in [
            ("Garage Martin", "Garage Matin"),
            ("Lyon", "LYON"),
            ("Mérignac", "Merignac "),
            ("12 rue Morin", "12 reu Morin"),
            ("12 rue Morin", "1 rue Morin"),
        ] {
            assert!(is_slip(meant, written), "{meant} / {written}");
        }
        for (meant, other) in [
            ("Papeterie Pro 13", "Papeterie Pro 14"),
            ("Domène", "Le Versoud"),
            ("CL1", "CL2"),
            ("Oui", "Non"),
            ("12", "1 2"),
        ] {
            assert!(!is_slip(meant, other), "{meant} / {other}");
        }
    }
}
