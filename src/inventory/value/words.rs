//! Words compared whatever their case, accents and signs, and the short forms that headings are full of.

use any_ascii::any_ascii;

/// Lower-case ASCII letters and digits only: `Éts Dupont & Cie` gives `etsdupontcie`.
pub fn fold(text: &str) -> String {
    any_ascii(text).chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
}

/// The words of a text, folded; `codePostal`, `code_postal` and `Code postal` are two words.
pub fn tokens(text: &str) -> Vec<String> {
    crate::mcd::names::snake(text).split('_').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Short forms and other languages of the words that headings use, and what they are here.
const SAME: &[(&str, &[&str])] = &[
    ("numero", &["n", "no", "num", "nr", "nro", "number", "nb"]),
    ("telephone", &["tel", "phone", "tph", "telephones"]),
    ("mobile", &["gsm", "portable", "cell"]),
    ("email", &["mail", "courriel", "mel", "emails", "mails"]),
    ("reference", &["ref", "refs"]),
    ("quantite", &["qte", "qt", "qty", "quantity"]),
    ("libelle", &["lib", "designation", "intitule", "label"]),
    ("adresse", &["adr", "address"]),
    ("montant", &["mt", "mtt", "amount"]),
    ("prix", &["px", "price"]),
    ("date", &["dt", "dates"]),
    ("categorie", &["cat", "category"]),
    ("description", &["desc", "descr"]),
    ("client", &["clt", "cli", "customer", "clients"]),
    ("produit", &["prod", "product", "produits", "article", "articles"]),
    ("facture", &["fact", "fac", "invoice", "factures"]),
    ("commande", &["cde", "cmd", "commandes", "order"]),
    ("raison", &["rs"]),
    ("ville", &["city", "commune"]),
    ("nom", &["name", "noms"]),
    ("prenom", &["firstname", "prenoms"]),
];

/// Words that say nothing: articles.
const EMPTY: &[&str] = &["de", "du", "des", "la", "le", "les", "d", "l", "of", "the", "sociale"];

/// What two headings of the same datum have in common: their words, short forms written out and articles left out, in one string.
pub fn name_key(text: &str) -> String {
    key(&tokens(text))
}

fn key(words: &[String]) -> String {
    // `N°`, `e-mail` and `C.P.` come apart otherwise.
    let joined = words.concat();
    match joined.as_str() {
        "n" | "ndeg" => return "numero".to_owned(),
        "email" => return joined,
        "cp" | "codepostal" | "codepost" | "zip" | "zipcode" | "postalcode" | "postcode" => {
            return "codepostal".to_owned();
        }
        "pu" => return "prixunitaire".to_owned(),
        _ => {}
    }
    let words = words.iter().map(String::as_str).filter(|word| !EMPTY.contains(word)).map(long);
    let words: Vec<&str> = words.collect();
    words.concat()
}

fn long(word: &str) -> &str {
    match word {
        "ndeg" => return "numero",
        "cp" | "zip" => return "codepostal",
        "pu" => return "prixunitaire",
        _ => {}
    }
    SAME.iter().find(|(_, short)| short.contains(&word)).map_or(word, |(full, _)| full)
}

/// The nine digits of a French number, whatever its country code and zero; all digits of another.
pub fn national(value: &str) -> String {
    let digits: String = value.chars().filter(char::is_ascii_digit).collect();
    let national = digits
        .strip_prefix("0033")
        .or_else(|| digits.strip_prefix("33").filter(|rest| rest.len() >= 9))
        .unwrap_or(&digits);
    national.trim_start_matches('0').to_owned()
}

/// Whether two headings may name the same datum: the same words, one's words among the other's, or nearly the same letters.
pub fn names_agree(a: &str, b: &str) -> bool {
    let (a_key, b_key) = (name_key(a), name_key(b));
    if a_key.is_empty() || b_key.is_empty() {
        return false;
    }
    let (short, long) = if a_key.len() <= b_key.len() { (&a_key, &b_key) } else { (&b_key, &a_key) };
    long == short || short.len() >= 4 && long.contains(short.as_str()) || strsim::jaro_winkler(&a_key, &b_key) > 0.92
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_of_the_same_datum_have_one_key() {
        for (a, b) in [
            ("N° client", "num_client"),
            ("Tél.", "telephone"),
            ("E-mail", "courriel"),
            ("C.P.", "code_postal"),
            ("Qté", "quantite"),
            ("Réf. produit", "reference_produit"),
            ("P.U.", "prix_unitaire"),
            ("Raison sociale", "raison"),
            ("Date de la facture", "date_facture"),
        ] {
            assert_eq!(name_key(a), name_key(b), "{a} / {b}");
        }
        assert_ne!(name_key("date"), name_key("date_facture"));
        assert_eq!(fold("Éts Dupont & Cie"), "etsdupontcie");
        assert!(names_agree("client", "code_client") && !names_agree("ville", "vins"));
    }
}
