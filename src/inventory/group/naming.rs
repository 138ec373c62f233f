//! Names from headings: entities by what their keys are the keys of, fields by their own heading, labels without what is understood.
//!
//! Invariant: every name can stand in a model, and two in one scope differ, whatever their case and accents.

use any_ascii::any_ascii;

use crate::diag::Lang;
use crate::inventory::dependencies::says_identifier;
use crate::inventory::value::fold;

/// The words of a heading as written: `codeClient`, `Code client` and `code_client` have two.
pub(super) fn words(heading: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = ' ';
    for letter in heading.chars() {
        let turns = before.is_lowercase() && letter.is_uppercase();
        if turns || !letter.is_alphanumeric() {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| letter.is_alphanumeric()) {
            word.push(letter);
        }
        before = letter;
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Words of headings that name nothing by themselves.
const EMPTY: &[&str] = &[
    "de",
    "du",
    "des",
    "la",
    "le",
    "les",
    "d",
    "l",
    "of",
    "the",
    "et",
    "and",
    "export",
    "fichier",
    "tableau",
    "extraction",
    "file",
    "liste",
    "list",
    "data",
    "csv",
];

fn says_something(word: &str) -> bool {
    let folded = fold(word);
    !says_identifier(&folded)
        && !EMPTY.contains(&folded.as_str())
        && !folded.chars().all(|letter| letter.is_ascii_digit())
}

/// What a key is the key of: `code_client` is a `Client`'s.
pub(super) fn entity(heading: &str) -> Option<String> {
    let name: String =
        words(heading).iter().filter(|word| says_something(word)).map(|word| capitalized(word)).collect();
    Some(name).filter(|name| name.starts_with(char::is_alphabetic))
}

/// A heading as a name, for want of a better: `Matricule`. None for one that says nothing but "code".
pub(super) fn entity_of_any(heading: &str) -> Option<String> {
    const BARE: [&str; 10] = ["id", "code", "n", "no", "num", "numero", "ref", "reference", "cle", "key"];
    let all = words(heading);
    let says = |word: &&String| !EMPTY.contains(&fold(word).as_str()) && !BARE.contains(&fold(word).as_str());
    let name: String = all.iter().filter(says).map(|word| capitalized(word)).collect();
    Some(name).filter(|name| name.starts_with(char::is_alphabetic))
}

/// What a file lists, one of them: `Liste clients 2023` has a `Client` a row. Of a workbook's sheets, what the sheet lists.
pub(super) fn of_table(name: &str, lang: Lang) -> Option<String> {
    let one = |name: &str| -> Option<String> {
        let all = words(name);
        let name: String =
            all.iter().filter(|word| says_something(word)).map(|word| capitalized(&singular(word, lang))).collect();
        Some(name).filter(|name| name.starts_with(char::is_alphabetic))
    };
    match name.rsplit_once('/') {
        Some((file, sheet)) if !is_a_sheet_of_none(sheet) => one(sheet).or_else(|| one(file)),
        Some((file, _)) => one(file),
        None => one(name),
    }
}

/// Names that spreadsheets give to sheets by themselves.
pub(super) fn is_a_sheet_of_none(sheet: &str) -> bool {
    let letters: String = fold(sheet).chars().filter(|letter| !letter.is_ascii_digit()).collect();
    ["feuil", "feuille", "sheet"].contains(&letters.as_str())
}

/// What well-known numbers are the numbers of.
pub(super) fn known(heading: &str, lang: Lang) -> Option<String> {
    const KNOWN: [(&str, &str, &str); 5] = [
        ("isbn", "Livre", "Book"),
        ("siret", "Établissement", "Establishment"),
        ("siren", "Entreprise", "Company"),
        ("ean", "Article", "Article"),
        ("sku", "Article", "Article"),
    ];
    let words: Vec<String> = words(heading).iter().map(|word| fold(word)).collect();
    let (_, fr, en) = KNOWN.iter().find(|(word, ..)| words.iter().any(|own| own == word))?;
    Some(if lang == Lang::Fr { *fr } else { *en }.to_owned())
}

/// Words that end in `s` when there is one of them.
const ALWAYS_S: &[&str] = &[
    "devis",
    "colis",
    "avis",
    "mois",
    "bois",
    "cours",
    "frais",
    "repas",
    "relais",
    "tapis",
    "temps",
    "fonds",
    "poids",
    "parcours",
    "concours",
    "discours",
    "secours",
    "permis",
    "compromis",
    "univers",
    "bus",
    "campus",
    "status",
    "news",
    "series",
    "os",
    "corps",
    "bras",
    "pays",
];

/// Plurals in `x` of French: `bureaux`, `journaux`.
fn singular_of_x(word: &str) -> Option<String> {
    let folded = fold(word);
    let stem = word.strip_suffix(['x', 'X'])?;
    if ["taux", "prix", "choix", "voix", "faux", "roux", "doux", "deux", "flux", "toux"].contains(&folded.as_str()) {
        return None;
    }
    if folded == "travaux" {
        return Some("travail".to_owned());
    }
    match () {
        () if folded.ends_with("eaux") || folded.ends_with("eux") => Some(stem.to_owned()),
        () if folded.ends_with("aux") => stem.strip_suffix(['u', 'U']).map(|stem| format!("{stem}l")),
        () => None,
    }
}

fn singular(word: &str, lang: Lang) -> String {
    let folded = fold(word);
    if let Some(one) = singular_of_x(word) {
        return one;
    }
    let is_plural = folded.len() > 3 && folded.ends_with('s') && !folded.ends_with("ss") && !folded.ends_with("us");
    match word.strip_suffix(['s', 'S']) {
        Some(one) if is_plural && !ALWAYS_S.contains(&folded.as_str()) => match one.strip_suffix("ie") {
            // `companies`, but `sorties`; `categories` are of both languages.
            Some(stem) if ["compan", "inventor", "propert", "entr"].contains(&fold(stem).as_str()) => {
                format!("{stem}y")
            }
            Some(stem) if lang == Lang::En && stem.is_ascii() && fold(stem) == "categor" => format!("{stem}y"),
            _ => one.to_owned(),
        },
        _ => word.to_owned(),
    }
}

/// The word that most of these headings share, if most do.
pub(super) fn common(headings: &[&str]) -> Option<String> {
    let (word, count) = most_frequent(headings, &|_| true)?;
    (count * 2 >= headings.len()).then_some(word)
}

/// The word that two of these headings share at least, which isn't what is said of anything: `Nom élève` and `Prénom élève` are an `Élève`'s.
pub(super) fn shared(headings: &[&str]) -> Option<String> {
    most_frequent(headings, &|word| !ATTRIBUTES.contains(&word)).map(|(word, _)| word)
}

/// Words of headings that say what is told, not of what, folded.
const ATTRIBUTES: &[&str] = &[
    "nom",
    "prenom",
    "name",
    "first",
    "last",
    "date",
    "jour",
    "heure",
    "libelle",
    "designation",
    "intitule",
    "titre",
    "label",
    "title",
    "type",
    "genre",
    "etat",
    "statut",
    "status",
    "note",
    "notes",
    "remarque",
    "prix",
    "price",
    "montant",
    "amount",
    "total",
    "tarif",
    "taux",
    "ht",
    "ttc",
    "tva",
    "nb",
    "nombre",
    "quantite",
    "qte",
    "adresse",
    "address",
    "rue",
    "street",
    "ville",
    "city",
    "cp",
    "zip",
    "postal",
    "pays",
    "country",
    "tel",
    "telephone",
    "phone",
    "mobile",
    "portable",
    "email",
    "mail",
    "e",
    "debut",
    "fin",
    "start",
    "end",
    "retour",
    "prevue",
    "prevu",
    "ligne",
    "line",
    "numero",
    "codepostal",
    "adresse",
    "nombre",
    "qty",
    "quantity",
    "count",
    "but",
    "buts",
    "points",
    "score",
    "age",
    "annee",
    "year",
    "duree",
    "rang",
    "ordre",
    "stock",
    "remise",
    "poids",
];

/// Whether a word, folded, is of what is told rather than of what it is told of.
pub(super) fn is_an_attribute(word: &str) -> bool {
    ATTRIBUTES.contains(&word)
}

/// Whether a word, folded, says "name" and not of what: `Nom`, `Libellé`.
pub(super) fn is_a_name(word: &str) -> bool {
    const NAMES: [&str; 10] =
        ["nom", "prenom", "name", "libelle", "designation", "intitule", "titre", "label", "title", "first"];
    NAMES.contains(&word)
}

/// The word of headings that comes most often, twice at least, with how often.
fn most_frequent(headings: &[&str], may_be: &dyn Fn(&str) -> bool) -> Option<(String, usize)> {
    let mut counts: Vec<(String, String, usize)> = Vec::new();
    for heading in headings {
        for word in words(heading).into_iter().filter(|word| says_something(word)) {
            let folded = fold(&word);
            if !may_be(&folded) {
                continue;
            }
            match counts.iter_mut().find(|(known, ..)| *known == folded) {
                Some((_, _, count)) => *count += 1,
                None => counts.push((folded, word, 1)),
            }
        }
    }
    let most = counts.iter().map(|(.., count)| *count).max()?;
    let (_, word, count) = counts.into_iter().find(|(.., count)| *count == most)?;
    (count > 1).then(|| (capitalized(&word), count))
}

/// A word with a capital.
pub(super) fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters.flat_map(char::to_lowercase)).collect())
        .unwrap_or_default()
}

/// A field's name: the heading in lower case, its signs as `_`.
pub(super) fn field(heading: &str) -> String {
    let name = words(heading).join("_").to_lowercase();
    let reserved = ["id", "created_at", "updated_at", "version"].contains(&name.as_str());
    match name.chars().next() {
        None => "champ".to_owned(),
        Some(first) if !first.is_alphabetic() => format!("n_{name}"),
        Some(_) if reserved => format!("{name}_source"),
        Some(_) => name,
    }
}

/// What a column says of those it leads to, beside the heading of their key: `matricule_chef` of `matricule` is a `chef`.
pub(super) fn role(heading: &str, key: &str) -> String {
    let known: Vec<String> = words(key).iter().map(|word| fold(word)).collect();
    let all = words(heading);
    let own = all.iter().filter(|word| !known.contains(&fold(word)) && says_something(word));
    let name = own.map(|word| word.to_lowercase()).collect::<Vec<_>>().join("_");
    if name.starts_with(char::is_alphabetic) { name } else { field(heading) }
}

/// A field's label: its heading's words, with their signs (`N°`), without its entity's.
pub(super) fn label(heading: &str, entity: &str) -> String {
    let own: Vec<String> = words(entity).iter().map(|word| fold(word)).collect();
    let all = pieces(heading);
    let is_own = |piece: &&String| words(piece).iter().all(|word| own.contains(&fold(word)));
    let mut rest: Vec<&str> = all.iter().filter(|piece| !is_own(piece)).map(String::as_str).collect();
    while rest.last().is_some_and(|last| EMPTY.contains(&fold(last).as_str())) {
        rest.pop();
    }
    let rest = if rest.is_empty() { all.iter().map(String::as_str).collect() } else { rest };
    let text = rest.join(" ");
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The words of a heading with the signs that go with them: `N°`, but not the point of `Tél.`.
fn pieces(heading: &str) -> Vec<String> {
    let parted = heading.split(|letter: char| letter.is_whitespace() || letter == '_' || letter == '-');
    let pieces = parted.flat_map(|piece| match piece.contains(['°', '%', '€', '\'', '’', '/', '(']) {
        true => vec![piece.to_owned()],
        false => words(piece),
    });
    pieces.filter(|piece| !piece.is_empty()).collect()
}

/// Whether one of these names is this one but for case and accents.
pub(super) fn is_taken(name: &str, taken: &[String]) -> bool {
    taken.contains(&form(name))
}

fn form(name: &str) -> String {
    any_ascii(name).to_lowercase().replace('_', "")
}

/// A name that none of these has yet, added to them.
pub(super) fn distinct(name: &str, taken: &mut Vec<String>) -> String {
    let mut candidate = name.to_owned();
    let mut number = 2;
    while taken.contains(&form(&candidate)) {
        candidate = format!("{name}_{number}");
        number += 1;
    }
    taken.push(form(&candidate));
    candidate
}

/// A name as it is written: in backticks where it would be read as a keyword.
pub(super) fn written(name: &str) -> String {
    const KEYWORDS: [&str; 12] =
        ["unique", "fd", "rule", "subtypes", "stored", "accept", "entity", "relation", "type", "source", "in", "is"];
    if KEYWORDS.contains(&name) { format!("`{name}`") } else { name.to_owned() }
}

/// A string of the language.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace(['\n', '\r', '\t'], " "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_are_named_by_their_keys() {
        for (heading, name) in
            [("code_client", "Client"), ("N° de facture", "Facture"), ("refProduit", "Produit"), ("num_ligne", "Ligne")]
        {
            assert_eq!(entity(heading).as_deref(), Some(name));
        }
        assert_eq!(entity("code"), None);
        for (file, name) in [
            ("Clients 2023", "Client"),
            ("devis", "Devis"),
            ("liste_des_articles", "Article"),
            ("companies", "Company"),
            ("Catégories", "Catégorie"),
            ("Suivi/Chevaux 2025", "Cheval"),
            ("bureaux/Feuil1", "Bureau"),
        ] {
            assert_eq!(of_table(file, Lang::Fr).as_deref(), Some(name));
        }
        assert_eq!(shared(&["Nom élève", "Prénom élève", "CP"]).as_deref(), Some("Élève"));
        assert_eq!(common(&["client_tel", "client_rue", "raison"]).as_deref(), Some("Client"));
    }

    #[test]
    fn fields_keep_their_headings_and_labels_leave_out_what_is_understood() {
        assert_eq!(field("N° client"), "n_client");
        assert_eq!(field("2e prénom"), "n_2e_prénom");
        assert_eq!(label("client_email", "Client"), "Email");
        assert_eq!(label("Client", "Client"), "Client");
        assert_eq!(label("N° de facture", "Facture"), "N°");
        assert_eq!(label("Tél.", "Client"), "Tél");
        let mut taken = Vec::new();
        assert_eq!(["a_b", "A_B", "ab"].map(|name| distinct(name, &mut taken)), ["a_b", "A_B_2", "ab_3"]);
    }
}
