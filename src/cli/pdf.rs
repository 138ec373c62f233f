//! On which pages of a printed PDF the places are that its links lead to, for a table of contents on paper.
//!
//! Reads what Chromium writes (objects as plain text, one dictionary of named places) and no other PDF: a reader of all PDF would
//! be a library for two dictionaries. Invariant: what isn't understood gives no page, never a wrong one.

use std::collections::BTreeMap;

/// Objects by their number: what stands between `obj` and the first stream or the end.
type Objects<'a> = BTreeMap<u32, &'a str>;

/// How deep a tree of pages may be.
const DEEPEST: usize = 20;

/// The page, from 1, of each named place.
pub(super) fn pages_of_places(pdf: &[u8]) -> BTreeMap<String, usize> {
    let text = String::from_utf8_lossy(pdf);
    let objects = objects(&text);
    let Some(catalog) = objects.values().find(|body| body.contains("/Type /Catalog")) else { return BTreeMap::new() };
    let of = |key: &str| reference(catalog.split_once(key)?.1);
    let mut pages = Vec::new();
    if let Some(root) = of("/Pages ") {
        leaves(&objects, root, 0, &mut pages);
    }
    let named = of("/Dests ").and_then(|number| objects.get(&number)).copied().unwrap_or_default();
    let page = |(name, number): (String, u32)| Some((name, pages.iter().position(|page| *page == number)? + 1));
    places(named).into_iter().filter_map(page).collect()
}

fn objects(text: &str) -> Objects<'_> {
    let object = |(at, sign): (usize, &str)| {
        let before = text.get(..at)?;
        let digits = before.len() - before.trim_end_matches(|letter: char| letter.is_ascii_digit()).len();
        let number = before.get(before.len() - digits..)?.parse().ok()?;
        let body = text.get(at + sign.len()..)?;
        let end = ["endobj", "stream\n"].iter().filter_map(|end| body.find(end)).min()?;
        Some((number, body.get(..end)?))
    };
    text.match_indices(" 0 obj").filter_map(object).collect()
}

/// The number of the object that `12 0 R` refers to.
fn reference(text: &str) -> Option<u32> {
    let (number, rest) = text.trim_start().split_once(' ')?;
    rest.starts_with("0 R").then(|| number.parse().ok()).flatten()
}

/// The pages below a node of the tree, in order.
fn leaves(objects: &Objects<'_>, node: u32, depth: usize, pages: &mut Vec<u32>) {
    let Some(body) = objects.get(&node).filter(|_| depth < DEEPEST) else { return };
    let Some((_, kids)) = body.split_once("/Kids [") else { return pages.push(node) };
    let kids = kids.split_once(']').map_or("", |(kids, _)| kids);
    for kid in kids.split('R').filter_map(|kid| reference(&format!("{kid}R"))) {
        leaves(objects, kid, depth + 1, pages);
    }
}

/// The names of a dictionary of places, with the number of the page that each is on.
fn places(dictionary: &str) -> Vec<(String, u32)> {
    let place = |(at, _): (usize, &str)| {
        let (_, name) = dictionary.get(..at)?.rsplit_once('/')?;
        Some((plain(name.trim_end()), reference(dictionary.get(at + 1..)?)?))
    };
    dictionary.match_indices('[').filter_map(place).collect()
}

/// A name of PDF, in which `#20` stands for a byte.
fn plain(name: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = name;
    while let Some((before, after)) = rest.split_once('#') {
        bytes.extend(before.bytes());
        let coded = after.get(..2).and_then(|code| u8::from_str_radix(code, 16).ok());
        bytes.push(coded.unwrap_or(b'#'));
        rest = if coded.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    bytes.extend(rest.bytes());
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_on_the_pages_of_the_tree() {
        let pdf = "%PDF-1.4\n1 0 obj\n<</Type /Catalog\n/Pages 2 0 R\n/Dests 9 0 R>>\nendobj\n2 0 obj\n<</Type /Pages\n/Kids [3 0 R 5 0 R]>>\nendobj\n\
                   3 0 obj\n<</Type /Pages\n/Kids [4 0 R 7 0 R]>>\nendobj\n4 0 obj\n<</Type /Page>>\nendobj\n5 0 obj\n<</Type /Page>>\nendobj\n\
                   7 0 obj\n<</Type /Page>>\nendobj\n9 0 obj\n<</a-#C3#A9 [7 0 R /XYZ 0 800 0]\n/b [5 0 R /XYZ 0 0 0]\n/lost [8 0 R /XYZ 0 0 0]>>\nendobj\n";
        let found = pages_of_places(pdf.as_bytes());
        assert_eq!(found, BTreeMap::from([("a-é".to_owned(), 2), ("b".to_owned(), 3)]));
        assert_eq!(pages_of_places(b"%PDF-1.7\n\xff\xfe"), BTreeMap::new());
    }
}
