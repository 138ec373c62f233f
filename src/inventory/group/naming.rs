//! Names from headings: entities by what their keys are the keys of, fields by their own heading, labels without what is understood.
//!
//! Invariant: every name can stand in a model, and two in one scope differ, whatever their case and accents.

use any_ascii::any_ascii;

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
    "de", "du", "des", "la", "le", "les", "d", "l", "of", "the", "et", "and", "export", "liste", "list", "data", "csv",
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

/// What a file lists, one of them: `Liste clients 2023` has a `Client` a row.
pub(super) fn of_table(name: &str) -> Option<String> {
    let all = words(name);
    let name: String =
        all.iter().filter(|word| says_something(word)).map(|word| capitalized(&singular(word))).collect();
    Some(name).filter(|name| name.starts_with(char::is_alphabetic))
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

fn singular(word: &str) -> String {
    let folded = fold(word);
    let is_plural = folded.len() > 3 && folded.ends_with('s') && !folded.ends_with("ss") && !folded.ends_with("us");
    match word.strip_suffix(['s', 'S']) {
        Some(one) if is_plural && !ALWAYS_S.contains(&folded.as_str()) => match one.strip_suffix("ie") {
            // `companies`, `categories`, but `sorties`.
            Some(stem) if ["compan", "categor", "inventor", "propert", "entr"].contains(&fold(stem).as_str()) => {
                format!("{stem}y")
            }
            _ => one.to_owned(),
        },
        _ => word.to_owned(),
    }
}

/// The word that most of these headings share, if most do.
pub(super) fn common(headings: &[&str]) -> Option<String> {
    let mut counts: Vec<(String, String, usize)> = Vec::new();
    for heading in headings {
        for word in words(heading).into_iter().filter(|word| says_something(word)) {
            let folded = fold(&word);
            match counts.iter_mut().find(|(known, ..)| *known == folded) {
                Some((_, _, count)) => *count += 1,
                None => counts.push((folded, word, 1)),
            }
        }
    }
    let most = counts.iter().map(|(.., count)| *count).max()?;
    let (_, word, count) = counts.into_iter().find(|(.., count)| *count == most)?;
    (count > 1 && count * 2 >= headings.len()).then(|| capitalized(&word))
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
        ] {
            assert_eq!(of_table(file).as_deref(), Some(name));
        }
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
