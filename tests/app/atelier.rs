//! A workshop: records of several kinds or at three levels, and what only the end of a transaction can tell, in the model's words.

use serde_json::{Value as Json, json};

use super::visitor::Visitor;

/// Everything, from an empty database.
pub fn works(visitor: &Visitor) {
    several_kinds(visitor);
    three_levels(visitor);
    rules_read_elsewhere(visitor);
    constraints_between_relations(visitor);
    stale_deletions(visitor);
}

/// Creates a record by the API and gives its path.
fn made(visitor: &Visitor, slug: &str, body: &Json) -> String {
    let (status, said) = visitor.api("POST", &format!("/api/{slug}"), Some(body));
    assert_eq!(status, 201, "{slug}: {said}");
    format!("/{slug}/{}", said["id"])
}

fn id(path: &str) -> i64 {
    path.rsplit('/').next().and_then(|id| id.parse().ok()).expect("a record's path")
}

/// What a refusal says, which must be one of values.
fn refused((status, said): (u16, Json)) -> String {
    assert_eq!(status, 422, "{said}");
    assert_eq!(said["title"], "Données à corriger", "{said}");
    said["errors"][0]["message"].as_str().unwrap_or_default().to_owned()
}

/// Somebody becomes a volunteer, then a member too, then no volunteer any more; they are found by what each kind says of them.
fn several_kinds(visitor: &Visitor) {
    let form = visitor.see("/personnes/new").form("#record-form");
    let nobody = visitor.send(&form.set("nom", "Zoé Petit"));
    let path = nobody.path.clone();
    assert!(path.starts_with("/personnes/"), "{path}");
    let kinds = "nav[aria-label='Type de fiche'] a";
    assert_eq!(nobody.texts(kinds), ["Personne", "Bénévole", "Adhérent"]);
    let add = nobody.attributes(kinds, "href");
    let form = visitor.see(&add[1]).form("#record-form");
    assert_eq!(form.value("nom"), "Zoé Petit");
    let refused = visitor.send(&form);
    assert_eq!(refused.status, 422, "a trade is required: {}", refused.text("main"));
    let volunteer = visitor.send(&refused.form("#record-form").set("metier", "Ébéniste"));
    assert_eq!(volunteer.path, format!("/benevoles/{}", id(&path)), "{}", volunteer.text("main"));
    let (status, said) = visitor.api(
        "PUT",
        &format!("/api/adherents/{}", id(&path)),
        Some(&json!({ "nom": "Zoé Petit", "carte": "A7" })),
    );
    assert_eq!((status, &said["carte"]), (201, &json!("A7")), "{said}");
    assert_eq!(visitor.see("/personnes").texts("tbody tr").len(), 1, "one person of two kinds");
    for found in ["/personnes?q=ebeniste", "/benevoles?q=zoe", "/adherents?q=petit"] {
        assert_eq!(visitor.see(found).texts("tbody tr").len(), 1, "{found}");
    }
    let form = visitor.see(&format!("{path}/edit")).form("#record-form");
    let page = visitor.send(&form.set("nom", "Zoé Grand"));
    page.shows("h1", "Zoé Grand");
    assert_eq!(visitor.see("/personnes?q=ebeniste").texts("tbody tr").len(), 1, "a change of name loses no kind");
    let form = visitor.see(&format!("/benevoles/{}/delete", id(&path))).form("main form");
    assert_eq!(visitor.send(&form).path, path, "no volunteer any more, still a person");
    assert_eq!(visitor.open(&format!("/benevoles/{}", id(&path))).status, 404);
    visitor.see(&format!("/adherents/{}", id(&path))).shows("h1", "Zoé Grand");
    assert!(visitor.see("/personnes?q=ebeniste").texts("tbody tr").is_empty());
    assert_eq!(visitor.api("DELETE", &format!("/api{path}"), None).0, 204);
    assert_eq!(visitor.open(&format!("/adherents/{}", id(&path))).status, 404);
}

/// Whatever page leads to it, a record is shown as what it is at the bottom of its hierarchy.
fn three_levels(visitor: &Visitor) {
    let association = made(visitor, "associations", &json!({ "nom": "Les Amis", "objet": "Boules" }));
    for slug in ["tiers", "societes", "associations"] {
        let page = visitor.see(&format!("/{slug}/{}", id(&association)));
        assert_eq!(page.path, association);
        page.shows("dd", "Boules");
        assert_eq!(visitor.see(&format!("/{slug}")).texts("tbody tr").len(), 1, "{slug}");
    }
    let form = visitor.see(&format!("{association}/edit")).form("#record-form").set("objet", "Pétanque");
    visitor.send(&form).shows("dd", "Pétanque");
    let company = made(visitor, "societes", &json!({ "nom": "Sarl", "siret": null }));
    assert_eq!(visitor.see(&company).path, company);
    let skip = made(visitor, "bennes", &json!({ "plaque": "AB-1", "charge": "3.5", "volume": "12" }));
    assert_eq!(visitor.see(&format!("/engins/{}", id(&skip))).path, skip);
    let form = visitor.see(&format!("{skip}/edit")).form("#record-form").set("volume", "15").set("charge", "4");
    let page = visitor.send(&form);
    page.shows("dd", "15,00");
    page.shows("dd", "4,00");
    made(visitor, "remorques", &json!({ "plaque": "AB-2", "longueur": 4 }));
    assert_eq!(visitor.see("/engins").texts("tbody tr").len(), 2);
    assert_eq!(visitor.see("/camions").texts("tbody tr").len(), 1);
}

/// A rule of a project reads its tasks: what is written there may break it, as what is moved or what changes in the project itself.
fn rules_read_elsewhere(visitor: &Visitor) {
    let message = "Les tâches dépassent le budget";
    let project = made(visitor, "projets", &json!({ "nom": "Escalier", "budget": "100" }));
    let other = made(visitor, "projets", &json!({ "nom": "Table", "budget": "1000" }));
    let task = made(visitor, "taches", &json!({ "titre": "Limon", "cout": "60", "projet": id(&project) }));
    let patch = |path: &str, body: Json| visitor.api("PATCH", &format!("/api{path}"), Some(&body));
    let second = json!({ "titre": "Marches", "cout": "60", "projet": id(&project) });
    assert_eq!(refused(visitor.api("POST", "/api/taches", Some(&second))), message);
    let second = made(visitor, "taches", &json!({ "titre": "Marches", "cout": "60", "projet": id(&other) }));
    assert_eq!(refused(patch(&second, json!({ "projet": id(&project) }))), message);
    assert_eq!(refused(patch(&task, json!({ "cout": "100.01" }))), message);
    assert_eq!(refused(patch(&project, json!({ "budget": "59.99" }))), message);
    assert_eq!(patch(&task, json!({ "cout": "100" })).0, 200);
    let form = visitor.see(&format!("{task}/edit")).form("#record-form").set("cout", "101");
    let page = visitor.send(&form);
    assert_eq!(page.status, 422);
    page.shows("main", message);
}

/// Whoever leads a site works there: told at the end, whatever the order of the statements, on the engine that can't wait too.
fn constraints_between_relations(visitor: &Visitor) {
    let message = "Qui dirige un chantier y travaille";
    let site = id(&made(visitor, "chantiers", &json!({ "nom": "Grange" })));
    let there = json!([{ "chantier": site }]);
    let body = |works: &Json, leads: &Json| json!({ "nom": "Ada", "travailler": works, "diriger": leads });
    assert_eq!(refused(visitor.api("POST", "/api/personnes", Some(&body(&json!([]), &there)))), message);
    let person = made(visitor, "personnes", &body(&there, &there));
    let path = format!("/api{person}");
    assert_eq!(refused(visitor.api("PATCH", &path, Some(&json!({ "travailler": [] })))), message);
    let (status, said) = visitor.api("PATCH", &path, Some(&json!({ "travailler": [], "diriger": [] })));
    assert_eq!(status, 200, "{said}");
    assert_eq!(visitor.api("DELETE", &path, None).0, 204);
}

/// Someone deletes what another has just changed: they are told first.
fn stale_deletions(visitor: &Visitor) {
    let path = made(visitor, "chantiers", &json!({ "nom": "Pigeonnier" }));
    let stale = visitor.see(&format!("{path}/delete")).form("main form");
    let (_, read) = visitor.api("GET", &format!("/api{path}"), None);
    assert_eq!(visitor.api("PATCH", &format!("/api{path}"), Some(&json!({ "nom": "Colombier" }))).0, 200);
    assert_eq!(visitor.api("DELETE", &format!("/api{path}?version={}", read["version"]), None).0, 409);
    let told = visitor.send(&stale);
    assert_eq!(told.status, 409, "{}", told.text("main"));
    told.shows("[role=alert]", "Cette fiche a changé");
    visitor.see(&path).shows("h1", "Colombier");
    assert_eq!(visitor.send(&told.form("main form")).status, 200);
    assert_eq!(visitor.open(&path).status, 404);
}
