//! Lists of more rows than a page: every order is whole, and what is exported is what is seen.

use std::collections::BTreeSet;

use serde_json::json;

use super::visitor::{Page, Visitor};
use super::walk::rows;

/// Names that sort by accents and case, that repeat, and that spreadsheets or browsers would run.
const NAMES: &[&str] = &[
    "Élan",
    "elan",
    "ELAN",
    "=1+1",
    "@SUM(A1:A9)",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "<script>alert(1)</script>",
    "d'Été \"sarl\"; DROP TABLE client; --",
    "{{ 7 * 7 }}",
    "Œuvre & Fils",
    "Zwickau",
];
const COLUMNS: usize = 5;

/// Adds more clients than two pages hold; some fields stay empty.
pub fn fill(visitor: &Visitor) {
    for number in 0..130_usize {
        let mut client = json!({ "nom": NAMES[number % NAMES.len()], "depuis": null });
        if number % 3 != 0 {
            client["telephone"] = json!(format!("+331{:08}", 40_000_000 + number * 37 % 50));
            client["depuis"] = json!(format!("2026-01-{:02}", number % 28 + 1));
        }
        let (status, said) = visitor.api("POST", "/api/particuliers", Some(&client));
        assert_eq!(status, 201, "{said}");
    }
}

/// Follows the links to next pages, jumps to one and goes back: each record is met once, in the order of one long list.
pub fn keysets(visitor: &Visitor) {
    for sort in ["nom", "-nom", "depuis", "-depuis", "telephone", "statut", "-numero"] {
        let forth: Vec<String> = pages(visitor, &format!("/clients?sort={sort}")).iter().flat_map(ids).collect();
        let distinct: BTreeSet<&String> = forth.iter().collect();
        assert_eq!((forth.len(), distinct.len()), (130, 130), "sorted by {sort}");
        let (_, whole) = visitor.api("GET", &format!("/api/clients?sort={sort}&limit=200"), None);
        let whole: Vec<String> = whole["items"].as_array().unwrap().iter().map(|item| item["id"].to_string()).collect();
        assert_eq!(forth, whole, "sorted by {sort}");
        let third = visitor.see(&format!("/clients?sort={sort}&page=3"));
        assert_eq!(ids(&third), forth[50..75], "page 3 sorted by {sort}");
        let back = third.attributes("a[aria-label='Page précédente']", "href");
        assert_eq!(ids(&visitor.see(&back[0])), forth[25..50], "back from page 3 sorted by {sort}");
        // From one page to those near it, forwards and backwards.
        for number in [6, 5, 4, 2, 3] {
            let page = visitor.see(&format!("/clients?sort={sort}&page={number}"));
            let shown: Vec<&String> = forth.iter().skip((number - 1) * 25).take(25).collect();
            assert!(ids(&page).iter().eq(shown), "page {number} sorted by {sort}");
        }
    }
}

/// Accents and capitals don't put a name out of its place.
pub fn dictionary(visitor: &Visitor) {
    let (_, all) = visitor.api("GET", "/api/clients?sort=nom&limit=200", None);
    let names: Vec<&str> = all["items"].as_array().unwrap().iter().filter_map(|item| item["nom"].as_str()).collect();
    let first = |name: &str| names.iter().position(|known| *known == name).unwrap();
    let last = |name: &str| names.iter().rposition(|known| *known == name).unwrap();
    for name in ["Élan", "elan", "ELAN", "d'Été \"sarl\"; DROP TABLE client; --"] {
        assert!(last(name) < first("Œuvre & Fils"), "{name} comes before Œ: {names:?}");
    }
    assert!(last("Œuvre & Fils") < first("Zwickau"), "Œ comes before Z: {names:?}");
}

/// What is searched, filtered and sorted is kept under a name, found again among others, replaced, and forgotten.
pub fn views(visitor: &Visitor) {
    assert!(visitor.see("/clients").texts(".saved-views, .save-view").is_empty(), "the whole list needs no name");
    let wanted = "/clients?f.depuis.from=2026-01-20&sort=-depuis";
    let name = "À <b>rappeler</b>";
    let kept = visitor.send(&visitor.see(wanted).form(".save-view form").set("name", name));
    assert_eq!(kept.texts(".saved-views [aria-current]"), [name]);
    assert!(kept.texts(".save-view").is_empty(), "it has a name already");
    assert_eq!(ids(&kept), ids(&visitor.see(wanted)));
    visitor.send(&visitor.see("/clients?q=zwickau").form(".save-view form").set("name", " Zwickau "));
    let all = visitor.see("/clients");
    assert_eq!(all.texts(".saved-views a"), ["Tout", name, "Zwickau"]);
    assert_eq!(all.texts(".saved-views [aria-current]"), ["Tout"]);
    let again = visitor.send(&visitor.see("/clients?q=elan").form(".save-view form").set("name", "Zwickau"));
    let url = &again.attributes(".saved-views [aria-current]", "href")[0];
    assert_eq!((again.texts(".saved-views a").len(), url.contains("q=elan")), (3, true), "{url}");
    let unnamed = visitor.send(&visitor.see("/clients?q=z").form(".save-view form").set("name", "  "));
    unnamed.shows(".notice", "Donnez un nom");
    let left = visitor.send(&again.form(".saved-views form").press("remove", "Zwickau"));
    assert_eq!(left.texts(".saved-views a"), ["Tout", name]);
    assert!(visitor.see("/societes").texts(".saved-views a").is_empty(), "each list has its own");
}

/// A list's pages from the first to the last, by their links.
fn pages(visitor: &Visitor, first: &str) -> Vec<Page> {
    let mut pages = vec![visitor.see(first)];
    while let Some(next) =
        pages.last().and_then(|page| page.attributes("a[aria-label='Page suivante']", "href").into_iter().next())
    {
        assert!(pages.len() < 20, "{first} has no last page");
        pages.push(visitor.see(&next));
    }
    pages
}

fn ids(page: &Page) -> Vec<String> {
    let paths = page.attributes("tbody tr", "data-href");
    paths.iter().filter_map(|path| path.rsplit('/').next()).map(str::to_owned).collect()
}

/// The file holds the rows of the list, in its order, under its filters, all pages of them; no cell is a formula.
pub fn exports(visitor: &Visitor) {
    for query in
        ["sort=nom", "sort=-depuis&f.statut=prospect", "q=elan", "q=script", "f.depuis.from=2026-01-10&sort=depuis"]
    {
        let list = pages(visitor, &format!("/clients?{query}"));
        let shown: Vec<Vec<String>> = list.iter().flat_map(|page| rows(page, COLUMNS)).collect();
        let file = visitor.see(&format!("/clients/export.csv?{query}")).body;
        let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(file.as_bytes());
        let exported: Vec<Vec<String>> =
            reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
        for cell in exported.iter().flatten() {
            let is_number = cell
                .strip_prefix(['+', '-'])
                .is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit() || " .,".contains(c)));
            assert!(!cell.starts_with(['=', '+', '-', '@']) || is_number, "a formula: {cell}");
        }
        let as_seen = |row: &Vec<String>| row.iter().map(|cell| seen(cell)).collect::<Vec<_>>();
        assert_eq!(
            exported.iter().map(as_seen).collect::<Vec<_>>(),
            shown.iter().map(as_seen).collect::<Vec<_>>(),
            "{query}"
        );
        assert!(!shown.is_empty(), "{query}");
    }
}

/// What a spreadsheet shows: the apostrophe that makes a text of a formula is not part of it. An empty cell is a dash on the page.
fn seen(cell: &str) -> String {
    let text = cell.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@'])).unwrap_or(cell);
    let spaces = text.replace(['\u{a0}', '\u{202f}'], " ");
    if spaces == "—" { String::new() } else { spaces }
}

/// Names that look like code are shown as they were typed.
pub fn names_are_text(visitor: &Visitor) {
    for name in NAMES {
        let (_, found) = visitor.api("GET", "/api/clients?limit=200&sort=nom", None);
        let items = found["items"].as_array().unwrap();
        let id = items.iter().find(|item| item["nom"] == *name).map(|item| item["id"].to_string()).expect(name);
        for path in
            [format!("/particuliers/{id}"), format!("/particuliers/{id}/edit"), format!("/particuliers/{id}/delete")]
        {
            let page = visitor.see(&path);
            assert!(page.text("h1").contains(name), "{path} shows {} for {name}", page.text("h1"));
            assert!(page.texts("main script").is_empty());
        }
        assert_eq!(visitor.see(&format!("/particuliers/{id}/edit")).form("#record-form").value("nom"), *name);
    }
}
