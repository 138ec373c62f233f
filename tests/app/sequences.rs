//! Numbers of a sequence follow one another without a gap: what is refused takes none, and those who ask at the same time wait their turn.

use std::thread;

use serde_json::{Value as Json, json};

use super::visitor::Visitor;

pub fn have_no_gap(visitor: &Visitor) {
    let first = number(&made(visitor, "Une", "10.00"));
    // Refused by the application, which reads the rules; and by the database alone, once the number is taken: another has the name.
    assert_eq!(post(visitor, "Deux", "0.50").0, 422);
    assert_eq!(post(visitor, "Une", "20.00").0, 422);
    assert_eq!(number(&made(visitor, "Deux", "20.00")), first + 1);

    let workers: Vec<_> = (0..4).map(|worker| thread::spawn(asks(visitor.base(), worker))).collect();
    let mut numbers: Vec<u32> = workers.into_iter().flat_map(|worker| worker.join().expect("a worker")).collect();
    numbers.sort_unstable();
    let expected: Vec<u32> = (first + 2..first + 2 + 12).collect();
    assert_eq!(numbers, expected, "taken at the same time");
}

/// Three invoices, and one refused between them.
fn asks(base: &str, worker: usize) -> impl FnOnce() -> Vec<u32> + Send + 'static {
    let visitor = Visitor::new(base);
    move || {
        let one = |turn: usize| {
            assert_eq!(post(&visitor, "Une", "20.00").0, 422);
            number(&made(&visitor, &format!("À la fois {worker}-{turn}"), "30.00"))
        };
        (0..3).map(one).collect()
    }
}

/// Two subtypes take the numbers of their supertype; the fields of a link, a number among them, are there with it and go with it.
pub fn are_of_what_declares_them(visitor: &Visitor) {
    let created = |url: &str, body: Json| {
        let (status, said) = visitor.api("POST", url, Some(&body));
        assert_eq!(status, 201, "{url}: {said}");
        said
    };
    let piece = |url: &str, body: Json| created(url, body);
    let nothing = |piece: &Json| ["depuis", "fixe", "rang"].iter().all(|name| piece[name].is_null());
    let first = piece("/api/vis", json!({ "pas": 1 }));
    let second = piece("/api/ecrous", json!({ "pas": 2 }));
    assert_eq!([&first["cote"], &second["cote"]], ["P001", "P002"]);
    assert!(nothing(&first) && nothing(&second), "{first} {second}");
    let bench = created("/api/etablis", json!({ "nom": "Le long" }))["id"].clone();
    let third = piece("/api/vis", json!({ "pas": 3, "etabli": bench }));
    assert!(third["depuis"].is_string() && third["rang"] == "R1", "{third}");
    let change = |piece: &Json, body: Json| {
        let kind = if piece["cote"] == "P002" { "ecrous" } else { "vis" };
        let (status, said) = visitor.api("PATCH", &format!("/api/{kind}/{}", key(piece)), Some(&body));
        assert_eq!(status, 200, "{said}");
        said
    };
    let second = change(&second, json!({ "etabli": bench, "depuis": "2026-01-01" }));
    assert_eq!(second["rang"], "R2", "{second}");
    let third = change(&third, json!({ "etabli": null, "depuis": null }));
    assert!(nothing(&third), "{third}");
}

fn key(record: &Json) -> String {
    match &record["id"] {
        Json::String(id) => id.clone(),
        id => id.to_string(),
    }
}

fn post(visitor: &Visitor, objet: &str, montant: &str) -> (u16, Json) {
    visitor.api("POST", "/api/factures", Some(&json!({ "objet": objet, "montant": montant })))
}

fn made(visitor: &Visitor, objet: &str, montant: &str) -> Json {
    let (status, said) = post(visitor, objet, montant);
    assert_eq!(status, 201, "{objet}: {said}");
    said
}

fn number(invoice: &Json) -> u32 {
    let reference = invoice["numero"].as_str().expect("a reference");
    reference.rsplit('-').next().and_then(|digits| digits.parse().ok()).expect("a number")
}
