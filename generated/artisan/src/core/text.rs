//! Text as the search box sees it: no case, no accents, phone numbers as digits.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case, without accents or ligatures; runs of blanks become one.
pub fn normalize(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    if text.is_ascii() {
        text.chars()
            .for_each(|letter| push(&mut plain, letter.to_ascii_lowercase()));
    } else {
        for letter in text
            .nfkd()
            .filter(|letter| !is_combining_mark(*letter))
            .flat_map(char::to_lowercase)
        {
            match letter {
                'œ' => plain.push_str("oe"),
                'æ' => plain.push_str("ae"),
                'ß' => plain.push_str("ss"),
                '’' => plain.push('\''),
                other => push(&mut plain, other),
            }
        }
    }
    plain.trim().to_owned()
}

fn push(plain: &mut String, letter: char) {
    if !letter.is_whitespace() {
        plain.push(letter);
    } else if !plain.ends_with(' ') {
        plain.push(' ');
    }
}

/// The forms in which a stored phone number may be looked for: `+33612345678` and `0612345678`.
pub fn phone_forms(stored: &str) -> String {
    let digits: String = stored
        .chars()
        .filter(|letter| letter.is_ascii_digit() || *letter == '+')
        .collect();
    match digits.strip_prefix("+33") {
        Some(national) => format!("{digits} 0{national}"),
        None => digits,
    }
}

/// The terms of a search; what looks like a phone number or an identifier typed in groups becomes one term of digits.
pub fn terms(query: &str) -> Vec<String> {
    let query = normalize(query);
    let digits: String = query.chars().filter(char::is_ascii_digit).collect();
    let only_number = query
        .chars()
        .all(|letter| letter.is_ascii_digit() || " .-/+()".contains(letter));
    if only_number && digits.len() >= 6 {
        let international = query.starts_with('+') || query.starts_with("00");
        let number = if query.starts_with("00") {
            digits.trim_start_matches('0')
        } else {
            digits.as_str()
        };
        let plus = if international { "+" } else { "" };
        // "+33 (0)6…": the zero in brackets is not dialled.
        return vec![format!("{plus}{}", number.replacen("330", "33", usize::from(international)))];
    }
    query
        .split(' ')
        .filter(|term| !term.is_empty())
        .take(8)
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_case_and_ligatures_do_not_matter() {
        assert_eq!(normalize("  Cœur  d’Élan "), "coeur d'elan");
    }

    #[test]
    fn a_phone_number_is_found_in_any_format() {
        let stored = phone_forms("+33612345678");
        for typed in [
            "06 12 34 56 78",
            "0612345678",
            "06.12.34.56.78",
            "+33 6 12 34 56 78",
            "+33 (0)6 12 34 56 78",
            "0033612345678",
            "12 34 56 78",
        ] {
            assert!(terms(typed).iter().all(|term| stored.contains(term.as_str())), "{typed}");
        }
    }

    #[test]
    fn words_are_separate_terms() {
        assert_eq!(terms("Durand Évreux"), ["durand", "evreux"]);
    }
}
