//! A list under filters holds the records that pass them and no other, by the type of each field; pages and API read the same ones.

use serde_json::{Value as Json, json};

use super::visitor::Visitor;

/// Marks the records of this test among others.
const MARK: &str = "Filtre";

pub fn choose(visitor: &Visitor) {
    let records = [
        json!({ "objet": "Filtre a", "montant": "9.99", "heures": "1.50", "pieces": 2, "soldee": true, "echeance": "2026-01-31", "genre": "vente" }),
        json!({ "objet": "Filtre b", "montant": "10.00", "heures": "10.25", "pieces": 10, "soldee": false, "echeance": "2026-02-01", "genre": "avoir" }),
        json!({ "objet": "Filtre c", "montant": "1000.50", "pieces": -3, "echeance": "2025-12-31" }),
        json!({ "objet": "Filtre d", "montant": "10.01", "heures": "-2", "genre": "vente" }),
    ];
    for record in &records {
        let (status, said) = visitor.api("POST", "/api/factures", Some(record));
        assert_eq!(status, 201, "{said}");
    }
    let cases = [
        ("f.montant.from=10", "bcd"),
        ("f.montant.to=10", "ab"),
        ("f.montant.from=10,00&f.montant.to=10,01", "bd"),
        ("f.montant=1 000,50", "c"),
        ("f.heures.from=2", "b"),
        ("f.heures.to=1,5", "ad"),
        ("f.heures.empty=1", "c"),
        ("f.pieces.from=-3&f.pieces.to=2", "ac"),
        ("f.pieces=10", "b"),
        ("f.pieces.empty=1", "d"),
        ("f.soldee=true", "a"),
        ("f.soldee=false", "b"),
        ("f.soldee.empty=1", "cd"),
        ("f.echeance.from=2026-01-31", "ab"),
        ("f.echeance.to=31/01/2026", "ac"),
        ("f.echeance.empty=1", "d"),
        ("f.genre=vente", "ad"),
        ("f.genre=vente&f.genre=avoir", "abd"),
        ("f.genre.empty=1", "c"),
        ("f.genre=vente&f.montant.from=10", "d"),
        ("f.pieces.from=douze", "abcd"),
    ];
    for (filter, expected) in cases {
        let query = format!("f.objet={MARK}&sort=objet&{}", filter.replace(' ', "%20"));
        let (status, found) = visitor.api("GET", &format!("/api/factures?{query}"), None);
        assert_eq!(status, 200, "{filter}: {found}");
        let of_api: Vec<String> = found["items"].as_array().into_iter().flatten().map(last_letter).collect();
        assert_eq!(of_api.concat(), expected, "{filter}, by the API");
        assert_eq!(found["total"], json!(expected.len()), "{filter}");
        let page = visitor.see(&format!("/factures?{query}"));
        let shown = page
            .texts("#results tbody td")
            .into_iter()
            .filter_map(|cell| cell.strip_prefix("Filtre ").map(str::to_owned));
        assert_eq!(shown.collect::<String>(), expected, "{filter}, on the page");
    }
}

fn last_letter(record: &Json) -> String {
    record["objet"].as_str().and_then(|text| text.rsplit(' ').next()).unwrap_or_default().to_owned()
}
