//! What was done to records: told line by line in the user's words, read once they are deleted, and put back by the ordinary form.

use serde_json::{Value as Json, json};

use super::support::databases::Database;
use super::visitor::{Page, Visitor, key};

/// A client, an author, two articles and a quote, through the pages and the API alike; then all that happens to them.
pub fn holds(visitor: &Visitor, database: &Database) {
    let client = made(
        visitor,
        "particuliers",
        &json!({ "nom": "Odile <Lagarde>", "statut": "prospect", "depuis": "2026-01-15" }),
    );
    let author = made(
        visitor,
        "employes",
        &json!({ "matricule": "H1", "prenom": "Zoé", "nom": "Durand", "email": "h1@lemoine.example", "metier": "commercial", "entree": "2020-01-06" }),
    );
    let article = |reference: &str, label: &str| {
        made(
            visitor,
            "articles",
            &json!({ "reference": reference, "libelle": label, "famille": "piece", "prix_ht": "12.50" }),
        )
    };
    let (pump, joint) = (article("H-P", "Pompe"), article("H-J", "Joint"));
    let line = |article: &str, quantity: &str| json!({ "article": number(article), "quantite": quantity, "prix_ht": "1234.5" });
    let quote = made(
        visitor,
        "devis",
        &json!({ "objet": "Chaudière", "date": "2026-03-02", "client": number(&client), "auteur": number(&author), "remise": "10", "ligne_devis": [line(&pump, "2"), line(&joint, "1")] }),
    );
    told(visitor, &client);
    written_before(visitor, database, &client);
    lines(visitor, &quote, &pump);
    undone(visitor, &quote);
    deleted(visitor, &quote);
    paged(visitor, &client);
}

/// Adds a record by the API; gives its key.
fn made(visitor: &Visitor, slug: &str, body: &Json) -> String {
    let (status, said) = visitor.api("POST", &format!("/api/{slug}"), Some(body));
    assert_eq!(status, 201, "{said}");
    key(&said)
}

fn number(key: &str) -> Json {
    json!(key.parse::<i64>().unwrap())
}

fn changes(page: &Page) -> Vec<String> {
    page.texts(".event:first-child > .changes > div")
}

/// The form's change is told with labels and former values; a save that changes nothing is not; a page leads there without JavaScript.
fn told(visitor: &Visitor, client: &str) {
    let path = format!("/particuliers/{client}");
    let form = visitor.see(&format!("{path}/edit")).form("#record-form");
    let form = form.set("statut", "actif").set("telephone", "06 12 34 56 78").set("depuis", "2026-02-01");
    visitor.send(&form.set("adresse_ville", "Brest"));
    let record = visitor.see(&path);
    let links = record.attributes("#history a", "href");
    assert_eq!(links, [format!("{path}/history")], "a closed section is a link");
    let page = visitor.see(&links[0]);
    assert_eq!(page.texts(".event h3"), ["Modification", "Création"]);
    let expected = [
        "Téléphone avant : vide après : 06 12 34 56 78",
        "Adresse – Ville avant : vide après : Brest",
        "Statut avant : Prospect après : Actif",
        "Client depuis avant : 15/01/2026 après : 01/02/2026",
    ];
    for change in expected {
        assert!(changes(&page).iter().any(|told| told == change), "{change}: {:?}", changes(&page));
    }
    assert_eq!(changes(&page).len(), expected.len(), "{:?}", changes(&page));
    page.shows(".event.created dd", "Odile <Lagarde>");
    visitor.send(&visitor.see(&format!("{path}/edit")).form("#record-form"));
    assert_eq!(visitor.see(&links[0]).texts(".event").len(), 2, "a save that changes nothing is none");
    // By the address of the supertype, too.
    assert_eq!(visitor.see(&format!("/clients/{client}/history")).path, links[0]);
}

/// What the model doesn't have any more is read by the name it had, and a value that its field can't hold as it was written.
fn written_before(visitor: &Visitor, database: &Database, client: &str) {
    let before = r#"{"fax":"02 98 <00>","~nom":"Ancien","depuis":"au printemps","statut":"disparu"}"#;
    let row = format!("'2020-01-01 00:00:00', 'particulier', '{client}', 'changed', '', '', '{before}', '{{}}'");
    let columns = "happened_at, entity, record_id, act, title, relation, old_values, new_values";
    database.run(&format!("INSERT INTO history ({columns}) VALUES ({row})")).unwrap();
    let page = visitor.see(&format!("/particuliers/{client}/history"));
    let told = [
        "Client depuis avant : au printemps",
        "Statut avant : disparu",
        "fax avant : 02 98 <00>",
        "nom avant : Ancien",
    ];
    for (told, shown) in told.iter().zip(changes(&page)) {
        assert_eq!(shown, format!("{told} après : vide"));
    }
    let form = visitor.see(&page.attributes(".event header a", "href")[0]);
    form.shows(".notice", "À compléter vous-même : Client depuis, Statut");
    database.run("DELETE FROM history WHERE happened_at < '2021-01-01'").unwrap();
}

/// A quote's lines are part of its history, and the API says the same.
fn lines(visitor: &Visitor, quote: &str, pump: &str) {
    let path = format!("/devis/{quote}");
    let form = visitor.see(&format!("{path}/edit")).form("#record-form");
    let row = (0..2).find(|row| form.value(&format!("ligne_devis.{row}.article")) == pump).unwrap();
    let form =
        form.set(&format!("ligne_devis.{row}.quantite"), "5").press(&format!("ligne_devis.{}._remove", 1 - row), "1");
    visitor.send(&form);
    let page = visitor.see(&format!("{path}/history"));
    assert_eq!(page.texts(".event:first-child .event-line.removed strong"), ["Joint"]);
    assert_eq!(page.texts(".event:first-child .event-line.changed strong"), ["Pompe"]);
    page.shows(".event:first-child .event-line.changed dd", "avant : 2,00 après : 5,00");
    page.shows(".event.created .event-line.added dd", "1 234,50 €");
    let (_, said) = visitor.api("GET", &format!("/api/devis/{quote}/history"), None);
    let last = &said["items"][0];
    assert_eq!((&last["act"], &last["changes"]), (&json!("changed"), &json!({})), "{said}");
    let removed = json!({ "relation": "ligne_devis", "changes": { "article": [last["lines"][0]["changes"]["article"][0], null], "quantite": ["1.00", null], "prix_ht": ["1234.50", null] } });
    assert!(last["lines"].as_array().unwrap().contains(&removed), "{said}");
    assert_eq!(said["items"][1]["changes"]["objet"], json!([null, "Chaudière"]), "{said}");
}

/// The form holds the former values, says so, and is an ordinary one: its save is one more event, and a stale one is told.
fn undone(visitor: &Visitor, quote: &str) {
    let path = format!("/devis/{quote}");
    let change = json!({ "objet": "Pompe à chaleur", "remise": "0" });
    assert_eq!(visitor.api("PATCH", &format!("/api/devis/{quote}"), Some(&change)).0, 200);
    let history = visitor.see(&format!("{path}/history"));
    let links = history.attributes(".event header a", "href");
    assert_eq!(links.len(), 2, "of two changes; a creation has no before");
    let page = visitor.see(&links[0]);
    page.shows(".notice", "Objet, Remise");
    let form = page.form("#record-form");
    assert_eq!((form.value("objet"), form.value("remise")), ("Chaudière", "10,00"));
    // The other change was one of lines.
    let lines = visitor.see(&links[1]).form("#record-form");
    let quantities: Vec<&str> =
        (0..2).map(|row| lines.value(["ligne_devis.0.quantite", "ligne_devis.1.quantite"][row])).collect();
    assert!(quantities.contains(&"2,00") && quantities.contains(&"1,00"), "{quantities:?}");
    assert_eq!(lines.value("objet"), "Pompe à chaleur", "what came after stays");
    let saved = visitor.send(&form);
    saved.shows("h1", "Chaudière");
    assert_eq!(visitor.send(&lines).status, 409, "it changed since the form was opened");
    assert_eq!(visitor.see(&format!("{path}/history")).texts(".event").len(), 4);
    assert_eq!(visitor.open(&format!("{path}/edit?_history=999999")).status, 404);
}

/// What a deleted quote held is read in the list of what was deleted, and made again.
fn deleted(visitor: &Visitor, quote: &str) {
    assert!(visitor.see("/devis/deleted").texts(".deletions li").is_empty());
    visitor.send(&visitor.see(&format!("/devis/{quote}/delete")).form("main form"));
    let list = visitor.see(&visitor.see("/devis").attributes(".list-foot a", "href")[0]);
    assert_eq!(list.texts(".deletions a"), ["Chaudière"]);
    let page = visitor.see(&list.attributes(".deletions a", "href")[0]);
    page.shows(".event.deleted > .changes", "Odile <Lagarde>");
    page.shows(".event.deleted .event-line", "Pompe");
    let form = visitor.see(&page.attributes(".event.deleted header a", "href")[0]);
    form.shows(".notice", "supprimée");
    let again = visitor.send(&form.form("#record-form"));
    again.shows("h1", "Chaudière");
    again.shows("td", "Pompe");
    assert_ne!(again.path, format!("/devis/{quote}"), "it is another record");
    let (status, said) = visitor.api("GET", &format!("/api/devis/{quote}/history"), None);
    assert_eq!((status, &said["items"][0]["act"]), (200, &json!("deleted")));
    assert_eq!(visitor.api("GET", "/api/devis/999999/history", None).0, 404);
}

/// A long history has pages, each event once.
fn paged(visitor: &Visitor, client: &str) {
    for number in 0..25 {
        let change = json!({ "nom": format!("Odile {number}") });
        assert_eq!(visitor.api("PATCH", &format!("/api/particuliers/{client}"), Some(&change)).0, 200);
    }
    let first = visitor.see(&format!("/particuliers/{client}/history"));
    assert_eq!(first.texts(".event").len(), 20);
    let second = visitor.see(&first.attributes(".event-pages a", "href")[0]);
    assert_eq!(second.texts(".event h3").last().map(String::as_str), Some("Création"));
    assert_eq!(second.texts(".event").len(), 7);
    let (_, said) = visitor.api("GET", &format!("/api/particuliers/{client}/history"), None);
    let (_, rest) = visitor.api("GET", said["next"].as_str().unwrap(), None);
    assert_eq!((said["items"].as_array().unwrap().len(), rest["next"].is_null()), (20, true));
}

/// What the workshop's day left, once [`super::atelier`] worked: kinds taken and left, members written in another's form, what went with its owner.
pub fn of_kinds(visitor: &Visitor) {
    let history = |list: &str, title: &str| {
        let page = visitor.see(&format!("/{list}/deleted"));
        let at = page.texts(".deletions a").iter().position(|shown| shown == title);
        visitor.see(&page.attributes(".deletions a", "href")[at.unwrap_or_else(|| panic!("{list}: {title}"))])
    };
    let person = history("personnes", "Zoé Grand");
    let told = [
        "Suppression",
        "N'est plus : Adhérent",
        "N'est plus : Bénévole",
        "Modification",
        "Devient aussi : Adhérent",
        "Devient aussi : Bénévole",
        "Création",
    ];
    let mut shown = person.texts(".event h3");
    shown[..2].sort_by_key(|label| label != "Suppression");
    assert_eq!(shown, told);
    person.shows(".event:nth-last-child(2) dd", "Ébéniste");
    assert_eq!(
        visitor.see("/personnes/deleted").texts(".deletions a").iter().filter(|title| *title == "Zoé Grand").count(),
        1
    );
    let player = history("joueurs", "Ada");
    assert_eq!(player.texts(".event h3"), ["Suppression", "Modification", "Création"]);
    player.shows(".event.changed dd", "avant : 9 après : 10");
    player.shows(".event.deleted dd a", "Les Scieurs");
    let lot = history("lots", "Charpente");
    lot.shows(".event.deleted dd", "Écurie");
    assert!(
        lot.attributes(".event.deleted dd a", "href")[0].ends_with("/history"),
        "of the site that is gone, its history is left"
    );
    let again =
        visitor.send(&visitor.see(&player.attributes(".event.deleted header a", "href")[0]).form("#record-form"));
    again.shows("h1", "Ada");
}
