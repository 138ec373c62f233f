//! Days of the model's zone, sentences for what is refused, records that need one another, numbers of links.

use chrono::TimeZone as _;
use serde_json::{Value as Json, json};

use super::support::databases::Database;
use super::visitor::Visitor;

pub fn holds(visitor: &Visitor, database: &Database) {
    reads_the_clock_of_the_zone(visitor, database);
    refuses_in_sentences(visitor);
    begins_what_needs_one_another(visitor);
    enters_both_of_a_pair(visitor);
    numbers_links(visitor);
    says_that_members_were_written(visitor);
    says_that_lines_were_written(visitor);
    says_what_can_be_done(visitor);
    sorts_by_two_fields(visitor);
}

/// By town, then the oldest first: on the first page, on the next ones one after the other or by their numbers, and back.
fn sorts_by_two_fields(visitor: &Visitor) {
    let towns = [Some("Brest"), Some("Arles"), None, Some("Brest"), Some("arles")];
    for at in 0..35_i64 {
        let age = (at % 7 != 0).then_some(at * 5 % 11);
        let town = towns[usize::try_from(at).unwrap_or(0) % towns.len()];
        created(visitor, "/api/clients", &json!({ "nom": format!("Trié {at:02}"), "ville": town, "age": age }));
    }
    let mut rows: Vec<Json> = Vec::new();
    let mut url = "/api/clients?limit=7".to_owned();
    loop {
        let page = visitor.api("GET", &url, None).1;
        rows.extend(page["items"].as_array().cloned().unwrap_or_default());
        match page["next"].as_str() {
            Some(next) => url = next.to_owned(),
            None => break,
        }
    }
    let (all, total) = (rows.len(), 60 + 35);
    assert_eq!(all, total, "each record once");
    let mut names: Vec<&str> = rows.iter().filter_map(|row| row["nom"].as_str()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), total, "no record twice");
    for pair in rows.windows(2) {
        let town = |row: &Json| row["ville"].as_str().map(str::to_lowercase);
        let ages = (pair[0]["age"].as_i64(), pair[1]["age"].as_i64());
        if let (true, (Some(before), Some(after))) = (town(&pair[0]) == town(&pair[1]), ages) {
            assert!(before >= after, "{} before {}", pair[0], pair[1]);
        }
    }
    let listed: Vec<String> =
        (1..=4).flat_map(|page| visitor.see(&format!("/clients?page={page}")).texts("tbody tr")).collect();
    assert!(listed.len() >= total, "every page opens: {}", listed.len());
}

fn created(visitor: &Visitor, url: &str, body: &Json) -> Json {
    let (status, said) = visitor.api("POST", url, Some(body));
    assert_eq!(status, 201, "{url}: {said}");
    said
}

fn refused(visitor: &Visitor, url: &str, body: &Json, field: &str) -> String {
    let (status, said) = visitor.api("POST", url, Some(body));
    assert_eq!(status, 422, "{url}: {said}");
    let errors = said["errors"].as_array().cloned().unwrap_or_default();
    let at = errors.iter().find(|error| error["field"] == field);
    at.and_then(|error| error["message"].as_str()).unwrap_or_else(|| panic!("nothing at {field}: {said}")).to_owned()
}

/// The day it is where the model is, so many days later.
fn day(later: i64) -> String {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("after 1970");
    let now = chrono_tz::Pacific::Kiritimati.timestamp_opt(i64::try_from(since.as_secs()).expect("a time"), 0).unwrap();
    (now.date_naive() + chrono::TimeDelta::days(later)).to_string()
}

/// Fourteen hours before UTC: for ten hours of twenty-four, the server's day is another.
fn reads_the_clock_of_the_zone(visitor: &Visitor, database: &Database) {
    let visit = |jour: String| json!({ "titre": "Passage", "jour": jour });
    let today = created(visitor, "/api/visites", &visit(day(0)));
    created(visitor, "/api/visites", &visit(day(30)));
    assert_eq!(refused(visitor, "/api/visites", &visit(day(-1)), "jour"), "Jour : au plus tôt aujourd'hui");
    assert_eq!(
        refused(visitor, "/api/visites", &visit(day(31)), "jour"),
        "Jour : au plus tard 30 jours après aujourd'hui"
    );
    // Any program that writes to the database is judged by the same day.
    let insert = |jour: String| format!("INSERT INTO visite (titre, jour) VALUES ('Passage', '{jour}')");
    database.run(&insert(day(0))).expect("today is accepted");
    database.run(&insert(day(-1))).expect_err("yesterday is refused");

    // What was right in its time stays.
    let url = format!("/api/visites/{}", today["id"]);
    let past = format!(
        "DROP TRIGGER ck_visite_jour_min_update; UPDATE visite SET jour = '2020-01-01' WHERE id = {}",
        today["id"]
    );
    if let Database::Sqlite { .. } = database {
        database.run(&past).expect("time passes");
        assert_eq!(visitor.api("PATCH", &url, Some(&json!({ "nom": "Un autre" }))).0, 200);
        assert_eq!(visitor.api("PATCH", &url, Some(&json!({ "jour": "2020-01-02" }))).0, 422);
    }
    let year = |heure: &str| json!({ "titre": "Passage", "heure": heure });
    created(visitor, "/api/visites", &year("2019-12-31T20:00:00Z"));
    assert_eq!(refused(visitor, "/api/visites", &year("2019-12-31T05:00:00Z"), "heure"), "Après 2020");
}

fn refuses_in_sentences(visitor: &Visitor) {
    let place = json!({ "titre": "Ailleurs", "lieu_latitude": "95", "lieu_longitude": "-200" });
    assert_eq!(refused(visitor, "/api/visites", &place, "lieu_latitude"), "Au plus 90.");
    assert_eq!(refused(visitor, "/api/visites", &place, "lieu_longitude"), "Au moins -180.");
    let named = |nom: &str| json!({ "titre": "Saison", "nom": nom });
    assert_eq!(refused(visitor, "/api/visites", &named("été"), "nom"), "Pas été");
    assert_eq!(created(visitor, "/api/visites", &named("hiver é"))["nomcap"], "HIVER É");
}

/// One form writes both of a pair; each of two that need one another has the other's grid.
fn begins_what_needs_one_another(visitor: &Visitor) {
    let plan = created(visitor, "/api/plans", &json!({ "nom": "Plan neuf", "dessiner": [{ "nom": "Salle neuve" }] }));
    assert_eq!(plan["dessiner"].as_array().map(Vec::len), Some(1), "{plan}");
    let film = visitor.api("GET", "/api/films?limit=1", None).1["items"][0]["id"].clone();
    let actor = created(visitor, "/api/acteurs", &json!({ "nom": "Neuf", "jouer": [{ "film": film }] }));
    assert_eq!(actor["jouer"][0]["film"], film);
    assert_eq!(visitor.api("POST", "/api/acteurs", Some(&json!({ "nom": "Seul" }))).0, 422);
    let form = visitor.see("/acteurs/new");
    assert!(form.body.contains("jouer.0.film"), "an actor's form has their films");
}

/// Neither of two that need one another can come first: one form, or one request, brings both.
fn enters_both_of_a_pair(visitor: &Visitor) {
    let film = created(
        visitor,
        "/api/films",
        &json!({ "titre": "À deux", "jouer": [{ "acteur": { "nom": "Nouvelle tête" }, "personnage": "Elle" }] }),
    );
    let actor = format!("/api/acteurs/{}", film["jouer"][0]["acteur"]);
    assert_eq!(visitor.api("GET", &actor, None).1["jouer"][0]["film"], film["id"], "the actor is in it");
    let refusal = refused(
        visitor,
        "/api/films",
        &json!({ "titre": "Sans nom", "jouer": [{ "acteur": { "nom": "" } }] }),
        "jouer.0.acteur.nom",
    );
    assert!(refusal.contains("ce champ"), "{refusal}");
    assert_eq!(visitor.api("POST", "/api/films", Some(&json!({ "titre": "Seul", "jouer": [] }))).0, 422);

    let form = visitor.see("/films/new").form(".record-form").set("titre", "Au formulaire");
    let both = form.set("jouer.0.acteur.nom", "Inconnue au bataillon").set("jouer.0.personnage", "Le chat");
    let page = visitor.send(&both);
    assert_eq!(page.text("h1"), "Au formulaire", "{}", page.text("body"));
    page.shows("body", "Inconnue au bataillon");
    let edited = visitor.see(&format!("/films/{}/edit", film["id"]));
    assert!(edited.texts("tbody .line-new").is_empty(), "who is picked isn't to be entered");
    let twice = visitor.send(
        &visitor.see("/films/new").form(".record-form").set("titre", "Déjà").set("jouer.0.acteur.nom", "Nouvelle tête"),
    );
    assert_eq!(twice.status, 422);
    assert!(!twice.texts(".line-new[open] .field-error").concat().is_empty(), "it is said in the line");
    assert_eq!(visitor.api("GET", "/api/films?q=D%C3%A9j%C3%A0", None).1["items"], json!([]), "nothing of it is kept");
}

/// The form of an actor shows their films: one opened before a film took it on would take it off.
fn says_that_lines_were_written(visitor: &Visitor) {
    let read = |url: &str| visitor.api("GET", url, None).1;
    let film =
        created(visitor, "/api/films", &json!({ "titre": "Premier", "jouer": [{ "acteur": { "nom": "Partagée" } }] }));
    let actor = format!("/api/acteurs/{}", film["jouer"][0]["acteur"]);
    let before = read(&actor)["version"].clone();
    let lines = json!([{ "acteur": film["jouer"][0]["acteur"], "personnage": "Elle" }]);
    created(visitor, "/api/films", &json!({ "titre": "Second", "jouer": lines }));
    let stale = json!({ "jouer": [{ "film": film["id"] }], "version": before });
    assert_eq!(visitor.api("PATCH", &actor, Some(&stale)).0, 409, "a film came");
    let before = read(&actor)["version"].clone();
    let change = json!({ "jouer": [{ "acteur": film["jouer"][0]["acteur"], "personnage": "Une autre" }] });
    assert_eq!(visitor.api("PATCH", &format!("/api/films/{}", film["id"]), Some(&change)).0, 200);
    assert_ne!(read(&actor)["version"], before, "a line changed");
}

fn numbers_links(visitor: &Visitor) {
    let steps = visitor.api("GET", "/api/etapes?limit=2", None).1["items"].clone();
    let [first, second] = [&steps[0]["id"], &steps[1]["id"]];
    let visit =
        created(visitor, "/api/visites", &json!({ "titre": "Tournée", "passer": [{ "etape": first, "note": "a" }] }));
    let (rank, code) = (visit["passer"][0]["rang"].clone(), visit["passer"][0]["cote"].clone());
    assert!(rank.is_number() && code.is_string(), "{visit}");
    let body = json!({ "passer": [{ "etape": first, "note": "b" }, { "etape": second }] });
    let (_, changed) = visitor.api("PATCH", &format!("/api/visites/{}", visit["id"]), Some(&body));
    assert_eq!([&changed["passer"][0]["rang"], &changed["passer"][0]["cote"]], [&rank, &code], "{changed}");
    assert_eq!(changed["passer"][1]["rang"].as_i64(), rank.as_i64().map(|rank| rank + 1), "{changed}");
}

/// A form of the owner opened before would write over what it doesn't show.
fn says_that_members_were_written(visitor: &Visitor) {
    let version = |url: &str| visitor.api("GET", url, None).1["version"].as_i64().expect("a version");
    let group = visitor.api("GET", "/api/groupes?limit=1", None).1["items"][0]["id"].clone();
    let owner = format!("/api/groupes/{group}");
    let before = version(&owner);
    let team =
        created(visitor, "/api/equipes", &json!({ "nom": "À part", "groupe": group, "compter": [{ "nom": "Une" }] }));
    assert_eq!(version(&owner), before + 1, "a member came");
    let stale = json!({ "nom": "Écrasé", "version": before });
    assert_eq!(visitor.api("PATCH", &owner, Some(&stale)).0, 409, "a form opened before is out of date");
    let member = format!("/api/membres/{}", team["compter"][0]);
    let (before, read) = (version(&format!("/api/equipes/{}", team["id"])), visitor.api("GET", &member, None).1);
    assert_eq!(visitor.api("PATCH", &member, Some(&json!({ "nom": "Autre" }))).0, 200, "{read}");
    assert_eq!(version(&format!("/api/equipes/{}", team["id"])), before + 1, "a member changed");
}

fn says_what_can_be_done(visitor: &Visitor) {
    let group = visitor.api("GET", "/api/groupes?limit=1", None).1["items"][0]["id"].clone();
    let page = visitor.see(&format!("/groupes/{group}/delete"));
    let said = page.text(".notice.error");
    assert!(
        said.contains("elle ne peut rester sans elles (Équipes : au moins 1)") && said.contains("cascade"),
        "{said}"
    );
}
