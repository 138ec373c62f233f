//! Whether characters have the form that a type asks for (`email`, `siret`, `iban` …).
//!
//! Judges values written in the model. Invariant: refuses only what the type surely doesn't allow.

use crate::mcd::Type;

/// Whether `text` can be a value of `ty`; types without a form of their own allow everything.
pub fn has_form(ty: &Type, text: &str) -> bool {
    match ty {
        Type::Email => is_email(text),
        Type::Url => is_url(text),
        Type::Phone => is_phone(text),
        Type::Color => is_color(text),
        Type::Country => is_one_of(text, COUNTRIES),
        Type::Language => is_one_of(text, LANGUAGES),
        Type::Uuid => is_uuid(text),
        Type::Siren => is_luhn(text, 9),
        Type::Siret => is_luhn(text, 14) || is_post_office(text),
        Type::Iban => is_iban(text),
        Type::Vat => text.len() >= 4 && text.chars().take(2).all(|c| c.is_ascii_uppercase()),
        Type::PostalCode => {
            (2..=10).contains(&text.chars().count())
                && text.chars().all(|c| c.is_ascii_alphanumeric() || " -".contains(c))
        }
        _ => true,
    }
}

/// ISO 3166-1 alpha-2: the codes that the application lists.
const COUNTRIES: &str = "\
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ \
    CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO \
    FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM \
    JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP \
    MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY \
    QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN \
    TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

/// ISO 639-1: the codes that the application takes.
const LANGUAGES: &str = "\
    aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el \
    en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu \
    ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na \
    nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so \
    sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

fn is_one_of(text: &str, codes: &str) -> bool {
    codes.split(' ').any(|code| code == text)
}

fn is_email(text: &str) -> bool {
    let Some((user, domain)) = text.rsplit_once('@') else { return false };
    !user.is_empty() && domain.contains('.') && !domain.starts_with('.') && !domain.ends_with('.') && !has_blank(text)
}

fn is_url(text: &str) -> bool {
    text.split_once("://").is_some_and(|(scheme, rest)| !scheme.is_empty() && !rest.is_empty()) && !has_blank(text)
}

fn has_blank(text: &str) -> bool {
    text.chars().any(char::is_whitespace)
}

fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    (3..=15).contains(&digits) && text.chars().all(|c| c.is_ascii_digit() || " +().-/".contains(c))
}

fn is_color(text: &str) -> bool {
    let digits = text.strip_prefix('#').unwrap_or_default();
    digits.len() == 6 && digits.chars().all(|c| c.is_ascii_hexdigit())
}

/// Thirty-two hexadecimal digits, with or without hyphens between (RFC 9562).
fn is_uuid(text: &str) -> bool {
    text.chars().filter(|c| *c != '-').count() == 32 && text.chars().all(|c| c.is_ascii_hexdigit() || c == '-')
}

fn digits(text: &str) -> Option<Vec<u32>> {
    text.chars().filter(|c| *c != ' ').map(|c| c.to_digit(10)).collect()
}

/// So many digits, the weighted sum of which is a multiple of ten (ISO/IEC 7812-1, Annex B).
fn is_luhn(text: &str, length: usize) -> bool {
    let Some(digits) = digits(text).filter(|digits| digits.len() == length) else { return false };
    let doubled = |digit: u32| if digit > 4 { 2 * digit - 9 } else { 2 * digit };
    let weighted =
        digits.iter().rev().enumerate().map(|(at, digit)| if at % 2 == 1 { doubled(*digit) } else { *digit });
    weighted.sum::<u32>() % 10 == 0
}

/// Establishments of La Poste (SIREN 356 000 000) have a plain sum that is a multiple of five instead.
fn is_post_office(text: &str) -> bool {
    digits(text).is_some_and(|digits| {
        digits.len() == 14 && digits.starts_with(&[3, 5, 6, 0, 0, 0, 0, 0, 0]) && digits.iter().sum::<u32>() % 5 == 0
    })
}

/// Country, two check digits, account: the whole leaves 1 modulo 97 (ISO 13616).
fn is_iban(text: &str) -> bool {
    let compact: Vec<char> = text.chars().filter(|c| *c != ' ').collect();
    if !(15..=34).contains(&compact.len()) || !compact.iter().all(char::is_ascii_alphanumeric) {
        return false;
    }
    let turned = compact.iter().skip(4).chain(compact.iter().take(4));
    let rest = turned.filter_map(|c| c.to_digit(36)).fold(0u32, |rest, digit| {
        let shift = if digit > 9 { 100 } else { 10 };
        (rest * shift + digit) % 97
    });
    rest == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn real_values_pass_and_their_misspellings_do_not() {
        for (ty, good, bad) in [
            (Type::Siren, "732 829 320", "732829321"),
            (Type::Siret, "73282932000074", "73282932000075"),
            (Type::Siret, "35600000049837", "35600000049838"),
            (Type::Iban, "FR14 2004 1010 0505 0001 3M02 606", "FR14 2004 1010 0505 0001 3M02 607"),
            (Type::Email, "a@b.fr", "a@b"),
            (Type::Color, "#00ff7F", "00ff7f"),
            (Type::Country, "FR", "France"),
            (Type::Country, "CH", "ZZ"),
            (Type::Language, "fr", "xx"),
            (Type::Url, "https://a.fr", "a.fr"),
            (Type::Phone, "+33 1 23 45 67 89", "appelez-moi"),
            (Type::PostalCode, "75011", "?"),
            (Type::Uuid, "018f4e9a-7c1b-7d2e-9a3b-5c6d7e8f9a0b", "zzz"),
        ] {
            assert!(has_form(&ty, good), "{ty:?} {good}");
            assert!(!has_form(&ty, bad), "{ty:?} {bad}");
        }
    }
}
