//! Names of the model in other alphabets and cases: ASCII snake_case for SQL and Rust, default labels.
//!
//! Doesn't quote, shorten or make unique: that is the dialect's business.

use any_ascii::any_ascii;
use unicode_normalization::UnicodeNormalization;

/// The ASCII snake_case form of a name: `ChiffreAffaires`, `chiffre_affaires` and `Chiffre d'affaires` give `chiffre_(d_)affaires`.
///
/// Letters of other scripts are transliterated; what has no form is dropped. A form that would be empty or begin with a digit gets the prefix `n`.
pub fn snake(name: &str) -> String {
    let composed: String = name.nfc().collect();
    let ascii = any_ascii(&composed);
    let mut out = String::with_capacity(ascii.len() + 4);
    let chars: Vec<char> = ascii.chars().collect();
    for (at, &c) in chars.iter().enumerate() {
        if !c.is_ascii_alphanumeric() {
            separate(&mut out);
            continue;
        }
        if c.is_ascii_uppercase() && starts_word(&chars, at) {
            separate(&mut out);
        }
        out.push(c.to_ascii_lowercase());
    }
    let out = out.trim_matches('_').to_owned();
    if out.is_empty() || out.starts_with(|c: char| c.is_ascii_digit()) { format!("n{out}") } else { out }
}

fn separate(out: &mut String) {
    if !out.is_empty() && !out.ends_with('_') {
        out.push('_');
    }
}

/// An upper-case letter starts a word after a lower-case letter or digit, and before a lower-case letter within capitals (`HTTPServer`).
fn starts_word(chars: &[char], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|n| chars.get(n));
    let after = chars.get(at + 1);
    match before {
        Some(b) if b.is_ascii_lowercase() || b.is_ascii_digit() => true,
        Some(b) if b.is_ascii_uppercase() => after.is_some_and(char::is_ascii_lowercase),
        _ => false,
    }
}

/// A label made from a name: words parted, first letter capital (`code_postal` gives `Code postal`).
pub fn label(name: &str) -> String {
    let mut words = String::with_capacity(name.len() + 4);
    let mut previous_lower = false;
    for c in name.nfc() {
        if c == '_' || c.is_whitespace() {
            words.push(' ');
            previous_lower = false;
            continue;
        }
        let starts = c.is_uppercase() && previous_lower;
        if starts {
            words.push(' ');
        }
        let lowered = starts || !words.is_empty() && !c.is_uppercase();
        match (words.is_empty(), lowered) {
            (true, _) => words.extend(c.to_uppercase()),
            (false, true) => words.extend(c.to_lowercase()),
            (false, false) => words.push(c),
        }
        previous_lower = c.is_lowercase();
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The default plural of a label, as French and English form most of theirs: an `s`, unless it ends in one, `x` or `z`.
pub fn plural(label: &str) -> String {
    let unchanged = label.ends_with(['s', 'x', 'z', 'S', 'X', 'Z']);
    if unchanged || label.is_empty() { label.to_owned() } else { format!("{label}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_snake_case() {
        for (name, expected) in [
            ("Client", "client"),
            ("LigneDevis", "ligne_devis"),
            ("chiffre_affaires", "chiffre_affaires"),
            ("Société", "societe"),
            ("œuvre d'art", "oeuvre_d_art"),
            ("HTTPServer2Go", "http_server2_go"),
            ("2e nom", "n2e_nom"),
            ("___", "n"),
            ("ipAddress", "ip_address"),
        ] {
            assert_eq!(snake(name), expected, "{name}");
        }
    }

    #[test]
    fn names_become_labels() {
        for (name, expected) in
            [("code_postal", "Code postal"), ("ipAddress", "Ip address"), ("LigneDevis", "Ligne devis"), ("TVA", "TVA")]
        {
            assert_eq!(label(name), expected, "{name}");
        }
    }
}
