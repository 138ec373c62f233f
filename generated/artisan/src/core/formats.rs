//! Formats with check digits, and the canonical form each is stored in.
//!
//! Each function gives the canonical text, or `None` when what was typed is not one. Sources: INSEE (SIREN, SIRET),
//! La Poste's exception (SIRET of SIREN 356000000: sum of digits divisible by 5), DGFiP (French VAT key), ISO 13616 (IBAN).

/// Digits of a number typed with blanks, points or dashes; `None` if anything else is there.
fn digits(text: &str) -> Option<String> {
    let mut digits = String::new();
    for letter in text.chars() {
        match letter {
            '0'..='9' => digits.push(letter),
            ' ' | '.' | '-' | '\u{a0}' | '\u{202f}' => {}
            _ => return None,
        }
    }
    Some(digits)
}

/// Letters and digits in upper case, without blanks, points or dashes.
fn compact(text: &str) -> String {
    text.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|letter| letter.to_ascii_uppercase())
        .collect()
}

/// Luhn's checksum, zero for a valid number.
fn luhn(digits: &str) -> u32 {
    let doubled = digits.bytes().rev().enumerate().map(|(place, byte)| {
        let digit = u32::from(byte.saturating_sub(b'0')) * if place % 2 == 1 { 2 } else { 1 };
        if digit > 9 { digit - 9 } else { digit }
    });
    doubled.sum::<u32>() % 10
}

pub fn siren(text: &str) -> Option<String> {
    digits(text).filter(|digits| digits.len() == 9 && luhn(digits) == 0)
}

pub fn siret(text: &str) -> Option<String> {
    let digits = digits(text).filter(|digits| digits.len() == 14)?;
    let la_poste = digits.starts_with("356000000") && digits.bytes().map(|byte| u32::from(byte - b'0')).sum::<u32>() % 5 == 0;
    (luhn(&digits) == 0 || la_poste).then_some(digits)
}

/// A VAT number: the French one is checked to its key, others by their shape.
pub fn vat(text: &str) -> Option<String> {
    let number = compact(text);
    let (country, rest) = number.split_at_checked(2)?;
    if !country.chars().all(|letter| letter.is_ascii_uppercase()) || !(2..=13).contains(&rest.len()) {
        return None;
    }
    if country == "FR" {
        let (key, siren) = rest.split_at_checked(2)?;
        let siren = self::siren(siren)?;
        // Keys with letters exist too; only the numeric ones follow the published formula.
        if let Ok(key) = key.parse::<u64>() {
            let expected = (12 + 3 * (siren.parse::<u64>().ok()? % 97)) % 97;
            return (key == expected).then_some(number);
        }
    }
    Some(number)
}

pub fn iban(text: &str) -> Option<String> {
    let number = compact(text);
    let (head, account) = number.split_at_checked(4)?;
    if !(11..=30).contains(&account.len()) || !head.starts_with(|letter: char| letter.is_ascii_uppercase()) {
        return None;
    }
    if head.starts_with("FR") && number.len() != 27 {
        return None;
    }
    (mod97(&format!("{account}{head}")) == 1).then_some(number)
}

/// The remainder by 97 of a number in which letters count from 10.
pub fn mod97(text: &str) -> u32 {
    text.chars()
        .filter_map(|letter| letter.to_digit(36))
        .fold(0, |rest, digit| {
            let factor = if digit > 9 { 100 } else { 10 };
            (rest * factor + digit) % 97
        })
}

/// An address that mail can be sent to, by its shape; the domain in lower case.
pub fn email(text: &str) -> Option<String> {
    let (local, domain) = text.rsplit_once('@')?;
    let local_fits = !local.is_empty() && local.len() <= 64 && !local.starts_with('.') && !local.ends_with('.') && !local.contains("..");
    let allowed = |letter: char| letter.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(letter);
    // One mailbox, however it is typed: an address that must be unique is so on every engine.
    (local_fits && local.chars().all(allowed) && host(domain)).then(|| text.to_lowercase())
}

/// A name with at least one point, made of non-empty labels of letters, digits and inner dashes.
fn host(name: &str) -> bool {
    let label = |label: &str| {
        let inner = !label.starts_with('-') && !label.ends_with('-');
        !label.is_empty() && label.len() <= 63 && inner && label.chars().all(|letter| letter.is_alphanumeric() || letter == '-')
    };
    name.contains('.') && name.split('.').all(label) && name.rsplit('.').next().is_some_and(|top| top.chars().count() >= 2)
}

/// `http` or `https` only: other schemes (`javascript:`) never become a link.
pub fn url(text: &str) -> Option<String> {
    let full = if text.contains("://") {
        text.to_owned()
    } else {
        format!("https://{text}")
    };
    let rest = full
        .strip_prefix("https://")
        .or_else(|| full.strip_prefix("http://"))?;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or("");
    let name = authority.split(':').next().unwrap_or("");
    let plain = !full
        .chars()
        .any(|letter| letter.is_whitespace() || letter.is_control() || "<>\"".contains(letter));
    (plain && (host(name) || name == "localhost")).then_some(full)
}

/// E.164 where the number allows it: `06 12 34 56 78` is `+33612345678` in a French application.
pub fn phone(text: &str, locale: &str) -> Option<String> {
    let text = text.replace("(0)", "");
    if text
        .chars()
        .any(|letter| !(letter.is_ascii_digit() || letter == '+' || " .-/()\u{a0}\u{202f}".contains(letter)))
    {
        return None;
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let international = text.trim_start().starts_with('+');
    let number = match digits.strip_prefix("00") {
        Some(rest) if !international => format!("+{rest}"),
        _ if international => format!("+{digits}"),
        _ if locale == "fr" && digits.len() == 10 && digits.starts_with('0') => format!("+33{}", digits.get(1..)?),
        _ => digits,
    };
    let length = number.trim_start_matches('+').len();
    let french = number
        .strip_prefix("+33")
        .is_none_or(|national| national.len() == 9 && !national.starts_with('0'));
    let complete = number.starts_with('+') || locale != "fr" || length <= 6;
    ((3..=15).contains(&length) && french && complete && !number.starts_with("+0")).then_some(number)
}

/// Five digits in France; elsewhere letters, digits, blanks and dashes.
pub fn postal_code(text: &str, locale: &str) -> Option<String> {
    let code = text.trim().to_uppercase();
    let fits = match locale {
        "fr" if code.chars().all(|letter| letter.is_ascii_digit() || letter == ' ') => {
            return digits(&code).filter(|digits| digits.len() == 5);
        }
        _ => {
            (3..=10).contains(&code.len())
                && code
                    .chars()
                    .all(|letter| letter.is_ascii_alphanumeric() || letter == ' ' || letter == '-')
        }
    };
    fits.then_some(code)
}

/// `#rrggbb`.
pub fn color(text: &str) -> Option<String> {
    let code = text.strip_prefix('#').unwrap_or(text).to_ascii_lowercase();
    (code.len() == 6 && code.chars().all(|letter| letter.is_ascii_hexdigit())).then(|| format!("#{code}"))
}

/// 32 hexadecimal digits in groups of 8-4-4-4-12.
pub fn uuid(text: &str) -> Option<String> {
    let code = text.to_ascii_lowercase();
    let groups: Vec<usize> = code.split('-').map(str::len).collect();
    let hexadecimal = code.chars().all(|letter| letter.is_ascii_hexdigit() || letter == '-');
    (groups == [8, 4, 4, 4, 12] && hexadecimal).then_some(code)
}

/// The digit that makes Luhn's checksum zero when put after `digits`.
pub fn luhn_digit(digits: &str) -> u32 {
    (10 - luhn(&format!("{digits}0"))) % 10
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn siren_and_siret_by_luhn_and_la_poste() {
        assert_eq!(siren("732 829 320").as_deref(), Some("732829320"));
        assert_eq!(siren("732829321"), None);
        assert_eq!(siret("732 829 320 00074").as_deref(), Some("73282932000074"));
        assert_eq!(siret("73282932000075"), None);
        assert_eq!(siret("35600000049837").as_deref(), Some("35600000049837"));
        assert_eq!(siret("35600000049838"), None);
        assert_eq!(siret("7328293200007a"), None);
    }

    #[test]
    fn the_luhn_digit_completes_a_number() {
        assert_eq!(luhn_digit("73282932"), 0);
        assert!(siren(&format!("73282932{}", luhn_digit("73282932"))).is_some());
    }

    #[test]
    fn french_vat_by_its_key() {
        assert_eq!(vat("FR 44 732 829 320").as_deref(), Some("FR44732829320"));
        assert_eq!(vat("FR45732829320"), None);
        assert_eq!(vat("DE123456789").as_deref(), Some("DE123456789"));
        assert_eq!(vat("12"), None);
    }

    #[test]
    fn iban_modulo_97() {
        assert_eq!(iban("FR76 3000 6000 0112 3456 7890 189").as_deref(), Some("FR7630006000011234567890189"));
        assert_eq!(iban("FR76 3000 6000 0112 3456 7890 188"), None);
        assert_eq!(iban("DE89370400440532013000").as_deref(), Some("DE89370400440532013000"));
    }

    #[test]
    fn email_and_url_by_shape() {
        assert_eq!(email("Jean.Dupont@Exemple.FR").as_deref(), Some("jean.dupont@exemple.fr"));
        for wrong in ["jean", "jean@", "@exemple.fr", "jean@exemple", "je an@exemple.fr", "a@b..fr"] {
            assert_eq!(email(wrong), None, "{wrong}");
        }
        assert_eq!(url("exemple.fr/x").as_deref(), Some("https://exemple.fr/x"));
        assert_eq!(url("javascript:alert(1)"), None);
        assert_eq!(url("javascript://exemple.fr/%0aalert(1)"), None);
    }

    #[test]
    fn phone_to_international_form() {
        assert_eq!(phone("06 12 34 56 78", "fr").as_deref(), Some("+33612345678"));
        assert_eq!(phone("+33 (0)6.12.34.56.78", "fr").as_deref(), Some("+33612345678"));
        assert_eq!(phone("0033612345678", "fr").as_deref(), Some("+33612345678"));
        assert_eq!(phone("06 12 34 56", "fr"), None);
        assert_eq!(phone("abc", "fr"), None);
        assert_eq!(phone("+49 30 901820", "fr").as_deref(), Some("+4930901820"));
    }

    #[test]
    fn postal_codes() {
        assert_eq!(postal_code("27 000", "fr").as_deref(), Some("27000"));
        assert_eq!(postal_code("2700", "fr"), None);
        assert_eq!(postal_code("SW1A 1AA", "fr").as_deref(), Some("SW1A 1AA"));
    }
}
