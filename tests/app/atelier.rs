//! A workshop: records of several kinds or at three levels, and what only the end of a transaction can tell, in the model's words.

use serde_json::{Value as Json, json};

use super::visitor::{Visitor, key};

/// Everything, from an empty database.
pub fn works(visitor: &Visitor) {
    several_kinds(visitor);
    three_levels(visitor);
    rules_read_elsewhere(visitor);
    constraints_between_relations(visitor);
    stale_deletions(visitor);
    addresses_and_notes(visitor);
    rare_values(visitor);
    filters_by_reference(visitor);
    lines_in_order(visitor);
    members_in_place(visitor);
    numbered(visitor);
    untouched_inputs(visitor);
    lines_by_programs(visitor);
    conflicts_of_rows(visitor);
    attached_files(visitor);
    known_within_another(visitor);
    page_after_page(visitor);
}

/// Creates a record by the API and gives its path.
fn made(visitor: &Visitor, slug: &str, body: &Json) -> String {
    let (status, said) = visitor.api("POST", &format!("/api/{slug}"), Some(body));
    assert_eq!(status, 201, "{slug}: {said}");
    format!("/{slug}/{}", key(&said))
}

/// The key of a record, from its path.
fn id(path: &str) -> &str {
    path.rsplit('/').next().expect("a record's path")
}

/// What a refusal says, which must be one of values.
fn refused((status, said): (u16, Json)) -> String {
    assert_eq!(status, 422, "{said}");
    assert_eq!(said["title"], "Données à corriger", "{said}");
    said["errors"][0]["message"].as_str().unwrap_or_default().to_owned()
}

/// UUIDs, JSON, times and tags are given back as they were sent, filtered by, and refused when they are none.
fn rare_values(visitor: &Visitor) {
    let repere = "0197c1d6-0000-7000-8000-00000000002a";
    // An empty value first: what an engine learns of a statement then must hold for the next.
    made(visitor, "releves", &json!({ "titre": "Vide" }));
    let sent = json!({ "titre": "Poutre", "repere": repere, "mesures": { "l": [1, 2.5], "n": null }, "heure": "07:45:00", "mots": "chêne, sec" });
    let path = made(visitor, "releves", &sent);
    let read = || visitor.api("GET", &format!("/api{path}"), None).1;
    let same = |name: &str, read: &Json| assert_eq!(read[name], sent[name], "{name}: {read}");
    ["titre", "repere", "mesures", "mots"].iter().for_each(|name| same(name, &read()));
    let form = visitor.see(&format!("{path}/edit")).form("#record-form");
    assert!(form.value("heure").starts_with("07:45"), "{}", form.value("heure"));
    let kept = visitor.send(&form.set("titre", "Poutre maîtresse"));
    assert_eq!(kept.path, path, "{}", kept.text("main"));
    ["repere", "mesures", "mots"].iter().for_each(|name| same(name, &read()));
    for wrong in
        [json!({ "titre": "A", "repere": "42" }), json!({ "titre": "A", "heure": "25:00" }), json!({ "titre": ["A"] })]
    {
        assert_eq!(visitor.api("POST", "/api/releves", Some(&wrong)).0, 422, "{wrong}");
    }
    let again = visitor.api("POST", "/api/releves", Some(&json!({ "titre": "B", "repere": repere.to_uppercase() })));
    assert_eq!(again.0, 422, "a UUID is the same in capitals: {}", again.1);
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
    let site = made(visitor, "chantiers", &json!({ "nom": "Grange" }));
    let there = json!([{ "chantier": id(&site) }]);
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
    refused(visitor.api("DELETE", &format!("/api{path}?version=abc"), None));
    refused(visitor.api("PATCH", &format!("/api{path}"), Some(&json!({ "version": "1" }))));
    let told = visitor.send(&stale);
    assert_eq!(told.status, 409, "{}", told.text("main"));
    told.shows("[role=alert]", "Cette fiche a changé");
    visitor.see(&path).shows("h1", "Colombier");
    assert_eq!(visitor.send(&told.form("main form")).status, 200);
    assert_eq!(visitor.open(&path).status, 404);
}

/// An address is read as on an envelope; what a note says is shown formatted, and nothing of it runs.
fn addresses_and_notes(visitor: &Visitor) {
    let note = "**gras** <script>alert(1)</script> [x](javascript:alert(1))";
    let body = json!({
        "nom": "Éric", "note": note, "lieu_rue": "1 rue Haute", "lieu_code_postal": "27000", "lieu_ville": "Évreux", "lieu_pays": "FR",
    });
    let person = made(visitor, "personnes", &body);
    let page = visitor.see(&person);
    assert_eq!(page.texts(".kind-address dd"), ["1 rue Haute 27000 Évreux France"]);
    assert!(page.body.contains("1 rue Haute\n27000 Évreux\nFrance"));
    assert_eq!(page.texts("dd strong"), ["gras"]);
    page.shows("dd", "<script>alert(1)</script>");
    assert!(page.texts("main script").is_empty());
    assert!(page.attributes("main a", "href").iter().all(|href| !href.starts_with("javascript")));
    let form = visitor.see(&format!("{person}/edit"));
    assert_eq!(form.attributes("details.folded input", "name"), ["lieu_latitude", "lieu_longitude"]);
    let form = form.form("#record-form").set("lieu_latitude", "49,02").set("lieu_longitude", "1,15");
    visitor.send(&form).shows(".kind-address dd", "49,020000 ; 1,150000");
    assert!(
        visitor.see(&format!("{person}/edit")).texts("details.folded").is_empty(),
        "they are seen once they say something"
    );
}

/// Few records are a list of choices, many are found by typing; without JavaScript, what is typed is looked for.
fn filters_by_reference(visitor: &Visitor) {
    let team = |number: usize| json!({ "nom": format!("Projet {number}"), "budget": "1000" });
    assert!(!visitor.see("/taches").attributes("select[name='f.projet'] option", "value").is_empty());
    let projects: Vec<String> = (0..60).map(|number| made(visitor, "projets", &team(number))).collect();
    made(visitor, "taches", &json!({ "titre": "Fine", "cout": "1", "projet": id(&projects[42]) }));
    let list = visitor.see("/taches");
    assert!(list.attributes("select[name='f.projet'] option", "value").is_empty());
    assert_eq!(list.attributes("[data-combo]", "data-url"), ["/projets/pick"]);
    let form = list.form("#list-form");
    let titles = |form: &super::visitor::Form| visitor.send(form).texts("tbody td.is-title");
    assert_eq!(titles(&form.clone().set("f.projet.q", "projet 42")), ["Fine"]);
    assert_eq!(titles(&form.set("f.projet", id(&projects[42]))), ["Fine"]);
    let chosen = visitor.see(&format!("/taches?f.projet={}", id(&projects[42]))).form("#list-form");
    assert_eq!(chosen.value("f.projet.q"), "Projet 42");
}

/// Ingredients stay in the order of the recipe, however they are numbered; moved, taken away and added ones too.
fn lines_in_order(visitor: &Visitor) {
    let ingredient = |name: &str| id(&made(visitor, "ingredients", &json!({ "nom": name }))).to_owned();
    let made_ones = ["Farine", "Œufs", "Lait", "Sel"].map(ingredient);
    let [flour, eggs, milk, salt] = made_ones.each_ref().map(String::as_str);
    let line = |ingredient: &str| json!({ "ingredient": ingredient, "quantite": "1" });
    let body = json!({ "nom": "Crêpes", "composer": [line(milk), line(flour), line(eggs)] });
    let path = made(visitor, "recettes", &body);
    let order = || {
        let (_, read) = visitor.api("GET", &format!("/api{path}"), None);
        let said =
            |line: &Json| line["ingredient"].as_str().map_or_else(|| line["ingredient"].to_string(), str::to_owned);
        read["composer"].as_array().unwrap().iter().map(said).collect::<Vec<String>>()
    };
    assert_eq!(order(), [milk, flour, eggs]);
    let shown = visitor.see(&path).texts("tbody td:first-child");
    assert_eq!(shown, ["Lait", "Farine", "Œufs"]);
    let form = visitor.see(&format!("{path}/edit")).form("#record-form");
    let kept = [0, 1, 2].map(|place| form.value(&format!("composer.{place}.ingredient")).to_owned());
    assert_eq!(kept, [milk, flour, eggs]);
    visitor.send(&form.set("nom", "Crêpes bretonnes"));
    assert_eq!(order(), [milk, flour, eggs], "saved again as it was");
    let turned = json!({ "composer": [line(salt), line(eggs), line(milk)] });
    assert_eq!(visitor.api("PATCH", &format!("/api{path}"), Some(&turned)).0, 200);
    assert_eq!(order(), [salt, eggs, milk]);
}

/// A team is made with its players, who can't be without one: written in its form, changed there, and gone when they leave it.
fn members_in_place(visitor: &Visitor) {
    let form = visitor.see("/equipes/new").form("#record-form").set("nom", "Les Scieurs");
    let nobody = visitor.send(&form);
    assert_eq!(nobody.status, 422, "a team has a player at least: {}", nobody.text("main"));
    let form = visitor.see("/equipes/new").form("#record-form").set("nom", "Les Scieurs");
    let unnamed = visitor.send(&form.set("jouer.0.numero", "9"));
    assert_eq!(unnamed.status, 422);
    assert_ne!(unnamed.text("#f-jouer-0-nom-error"), "", "{}", unnamed.text("main"));
    let team = visitor.send(&unnamed.form("#record-form").set("jouer.0.nom", "Ada"));
    assert_eq!(team.status, 200, "{}", team.text("main"));
    team.shows("main", "Ada");
    let edit = format!("{}/edit", team.path);
    let form = visitor.see(&edit).form("#record-form");
    assert_eq!((form.value("jouer.0.nom"), form.value("jouer.0.numero")), ("Ada", "9"));
    let form = visitor.send(&form.press("_add", "jouer")).form("#record-form");
    let page = visitor.send(&form.set("jouer.0.numero", "10").set("jouer.1.nom", "Bob"));
    assert_eq!(page.status, 200, "{}", page.text("main"));
    assert_eq!(visitor.see("/joueurs").texts("tbody tr").len(), 2);
    let form = visitor.see(&edit).form("#record-form");
    let page = visitor.send(&form.press("jouer.0._remove", "1"));
    assert_eq!(page.status, 200, "{}", page.text("main"));
    assert_eq!(visitor.see("/joueurs?q=bob").texts("tbody tr").len(), 1);
    assert_eq!(visitor.see("/joueurs").texts("tbody tr").len(), 1, "who left the team is no more");
    let form = visitor.see(&edit).form("#record-form");
    assert_eq!(visitor.send(&form.press("jouer.0._remove", "1")).status, 422, "the last one stays");
    let team = made(visitor, "equipes", &json!({ "nom": "Les Rabots", "jouer": [{ "nom": "Cyd" }, { "nom": "Dan" }] }));
    let (_, read) = visitor.api("GET", &format!("/api{team}"), None);
    assert_eq!(read["jouer"].as_array().map(Vec::len), Some(2), "{read}");
}

/// A record that the database numbers, whatever the others are known by: each points at the other kind.
fn numbered(visitor: &Visitor) {
    let person = made(visitor, "personnes", &json!({ "nom": "Ida" }));
    let oak = made(visitor, "ingredients", &json!({ "nom": "Chêne" }));
    let form = visitor.see(&format!("/bons/new?personne={}", id(&person))).form("#record-form");
    assert_eq!((form.value("personne"), form.value("personne__q")), (id(&person), "Ida"));
    assert_eq!((form.value("duree"), form.value("places")), ("2 h", "2"), "calculations of constants");
    assert_ne!(form.value("rendu"), "", "in two hours");
    let form = form.set("objet", "Tréteaux").set("contenir.0.ingredient__q", "chêne").set("contenir.0.quantite", "3");
    let slip = visitor.send(&form);
    assert_eq!(slip.status, 200, "{}", slip.text("main"));
    assert!(id(&slip.path).parse::<i64>().is_ok(), "{}", slip.path);
    slip.shows("dd", "Ida");
    slip.shows("main", "Chêne");
    visitor.see(&person).shows("main", "Tréteaux");
    visitor.see(&oak).shows("main", "Tréteaux");
    assert_eq!(visitor.see(&format!("/bons?f.personne={}", id(&person))).texts("tbody tr").len(), 1);
    assert_eq!(visitor.see("/bons?f.personne=personne").texts("tbody tr").len(), 1, "what is no key is left aside");
    for nobody in ["99999999", "0197c1d6-0000-7000-8000-000000000000", "personne"] {
        assert_eq!(visitor.open(&format!("/personnes/{nobody}")).status, 404, "{nobody}");
        assert_eq!(visitor.open(&format!("/bons/{nobody}")).status, 404, "{nobody}");
    }
    lengths_of_time(visitor, &slip.path);
    let path = format!("/api{}", slip.path);
    let leo = made(visitor, "personnes", &json!({ "nom": "Léo" }));
    refused(visitor.api("PATCH", &path, Some(&json!({ "personne": id(&leo) })))); // once set, it stays
    assert_eq!(visitor.api("DELETE", &format!("/api{leo}"), None).0, 204);
    let sponsored = made(visitor, "personnes", &json!({ "nom": "Jo", "parrain": id(&person) }));
    visitor.see(&sponsored).shows("dd", "Ida");
    refused(visitor.api("DELETE", &format!("/api{person}"), None));
    let form = visitor.see(&format!("{}/delete", slip.path)).form("main form");
    assert_eq!(visitor.send(&form).status, 200);
    refused(visitor.api("DELETE", &format!("/api{person}"), None));
    let form = visitor.see(&format!("{sponsored}/edit")).form("#record-form").set("parrain__q", "");
    assert!(visitor.send(&form).texts("dd a").is_empty(), "nobody sponsors them any more");
    assert_eq!(visitor.api("DELETE", &format!("/api{person}"), None).0, 204);
}

/// What nobody touched in a form stays as it is stored: seconds, the second of two same hours, a box never answered. A box that isn't
/// ticked has answered; what a line needs and is emptied is missed.
fn untouched_inputs(visitor: &Visitor) {
    let person = made(visitor, "personnes", &json!({ "nom": "Max" }));
    let elm = made(visitor, "ingredients", &json!({ "nom": "Orme" }));
    let line = json!({ "ingredient": id(&elm), "quantite": "2.00", "quand": "2026-10-25T01:30:00Z", "casse": null });
    let rendu = "2026-03-29T01:30:37Z";
    let slip = made(
        visitor,
        "bons",
        &json!({ "objet": "Cales", "personne": id(&person), "rendu": rendu, "contenir": [line] }),
    );
    let read = || visitor.api("GET", &format!("/api{slip}"), None).1;
    let before = read();
    let edit = visitor.see(&format!("{slip}/edit"));
    assert!(edit.attributes("input[type=checkbox][required]", "name").is_empty());
    let form = edit.form("#record-form").set("objet", "Cales fines").without("verifie");
    let page = visitor.send(&form);
    assert_eq!(page.status, 200, "{}", page.text("main"));
    let after = read();
    assert_eq!((&before["verifie"], &after["verifie"]), (&json!(true), &json!(false)), "{after}");
    assert_eq!((&after["objet"], &after["rendu"]), (&json!("Cales fines"), &json!(rendu)), "{after}");
    assert_eq!((&after["contenir"], &after["contenir"][0]["casse"]), (&before["contenir"], &Json::Null), "{after}");
    for (cell, typed) in [("quantite", ""), ("quand", "")] {
        let form = visitor.see(&format!("{slip}/edit")).form("#record-form");
        let told = visitor.send(&form.set(&format!("contenir.0.{cell}"), typed));
        assert_eq!(told.status, 422, "{cell} was emptied: {}", told.text("main"));
        assert_ne!(told.text(&format!("#f-contenir-0-{cell}-error")), "", "{}", told.text("main"));
    }
    assert_eq!(visitor.api("DELETE", &format!("/api{slip}"), None).0, 204);
    assert_eq!(visitor.api("DELETE", &format!("/api{person}"), None).0, 204);
}

/// A slip with lines of these ingredients; gives its path.
fn slip_of(visitor: &Visitor, lines: &Json) -> String {
    let person =
        made(visitor, "personnes", &json!({ "nom": format!("Pour {lines}").chars().take(60).collect::<String>() }));
    made(visitor, "bons", &json!({ "objet": "Lames", "personne": id(&person), "contenir": lines }))
}

/// A program's new line has its defaults; what a line or a member doesn't have is refused, as what only the application gives.
fn lines_by_programs(visitor: &Visitor) {
    let [ash, fir] = ["Frêne", "Sapin"].map(|name| made(visitor, "ingredients", &json!({ "nom": name })));
    let slip = slip_of(visitor, &json!([{ "ingredient": id(&ash), "quantite": "1.00" }]));
    let path = format!("/api{slip}");
    let (_, read) = visitor.api("GET", &path, None);
    assert_eq!((&read["tirages"], &read["contenir"][0]["casse"]), (&json!(0), &json!(false)), "{read}");
    assert!(read["contenir"][0]["quand"].is_string(), "{read}");
    let patch = |body: Json| visitor.api("PATCH", &path, Some(&body));
    let first = read["contenir"][0].clone();
    let both = json!({ "contenir": [first, { "ingredient": id(&fir), "quantite": "2" }] });
    let (status, said) = patch(both);
    assert_eq!((status, &said["contenir"][0]), (200, &first), "{said}");
    let (status, said) = patch(json!({ "contenir": [first, { "ingredient": id(&fir), "quantite": "2", "nope": 3 }] }));
    assert_eq!((status, &said["errors"][0]["field"]), (422, &json!("contenir.1.nope")), "{said}");
    let team = json!({ "nom": "Les Gouges", "jouer": [{ "nom": "Fay", "nope": 1 }] });
    let (status, said) = visitor.api("POST", "/api/equipes", Some(&team));
    assert_eq!((status, &said["errors"][0]["field"]), (422, &json!("jouer.0.nope")), "{said}");
    // Shown and not entered: at creation neither.
    let asked = visitor.see("/bons/new").attributes("#record-form input", "name");
    assert!(!asked.contains(&"tirages".to_owned()), "{asked:?}");
    for body in [json!({ "tirages": 7 }), json!({ "objet": "Autre", "tirages": 7 })] {
        refused(patch(body));
    }
    let new = json!({ "objet": "Neuf", "personne": read["personne"], "tirages": 7 });
    refused(visitor.api("POST", "/api/bons", Some(&new)));
    assert_eq!(patch(json!({ "tirages": 0 })).0, 200, "sent back as it was read");
}

/// Somebody else's line or member is shown beside one's own before anything is saved over it.
fn conflicts_of_rows(visitor: &Visitor) {
    let [teak, yew] = ["Teck", "If"].map(|name| made(visitor, "ingredients", &json!({ "nom": name })));
    let line = |ingredient: &str, quantity: &str| json!({ "ingredient": id(ingredient), "quantite": quantity });
    let slip = slip_of(visitor, &json!([line(&teak, "1.00")]));
    let form = visitor.see(&format!("{slip}/edit")).form("#record-form").set("objet", "Lamelles");
    let theirs = json!({ "contenir": [line(&teak, "7.50"), line(&yew, "4.25")] });
    assert_eq!(visitor.api("PATCH", &format!("/api{slip}"), Some(&theirs)).0, 200);
    let told = visitor.send(&form);
    assert_eq!(told.status, 409, "{}", told.text("main"));
    for text in ["Lamelles", "Quantité 1,00", "Quantité 7,50", "If · Quantité 4,25"] {
        told.shows(".conflict tr", text);
    }
    assert_eq!(visitor.send(&told.form("#record-form")).status, 200);
    let team = made(visitor, "equipes", &json!({ "nom": "Les Rifloirs", "jouer": [{ "nom": "Guy", "numero": 1 }] }));
    let form = visitor.see(&format!("{team}/edit")).form("#record-form").set("nom", "Les Râpes");
    let (_, read) = visitor.api("GET", &format!("/api{team}"), None);
    let theirs = json!({ "jouer": [read["jouer"][0], { "nom": "Hal" }] });
    assert_eq!(visitor.api("PATCH", &format!("/api{team}"), Some(&theirs)).0, 200);
    let told = visitor.send(&form);
    assert_eq!(told.status, 409, "{}", told.text("main"));
    told.shows(".conflict tr", "Hal");
    let shown = told.texts(".conflict tbody tr");
    assert!(!shown.iter().any(|row| row.contains("Guy")), "who didn't change isn't compared: {shown:?}");
}

/// What was attached can be taken away; a program can't say a file that isn't there.
fn attached_files(visitor: &Visitor) {
    let slip = slip_of(visitor, &json!([]));
    let path = format!("/api{slip}");
    let file = || visitor.api("GET", &path, None).1["plan"].clone();
    let edit = || visitor.see(&format!("{slip}/edit")).form("#record-form");
    let page = visitor.send_with(&edit(), "plan", "plan.txt", "un trait");
    assert_eq!(page.status, 200, "{}", page.text("main"));
    let kept = file();
    assert!(kept.as_str().is_some_and(|name| name.ends_with("-plan.txt")), "{kept}");
    assert_eq!(visitor.send(&edit().set("objet", "Lattes")).status, 200);
    assert_eq!(file(), kept, "an empty input keeps the file");
    assert_eq!(visitor.send(&edit().press("plan__remove", "1")).status, 200);
    assert_eq!(file(), Json::Null);
    refused(visitor.api("PATCH", &path, Some(&json!({ "plan": "0123456789abcdef01234567-rien.txt" }))));
    assert_eq!(visitor.api("PATCH", &path, Some(&json!({ "plan": kept }))).0, 200);
}

/// Programs read and write seconds, people hours and minutes; bounds are the same for both.
fn lengths_of_time(visitor: &Visitor, slip: &str) {
    let path = format!("/api{slip}");
    let read = || visitor.api("GET", &path, None).1["duree"].clone();
    assert_eq!(read(), json!(7200));
    assert_eq!(visitor.api("PATCH", &path, Some(&json!({ "duree": 5400 }))).0, 200);
    assert_eq!(read(), json!(5400));
    visitor.see(slip).shows("dd", "1 h 30");
    for (wrong, bound) in [(600, "15 min"), (30_000, "8 h")] {
        let said = refused(visitor.api("PATCH", &path, Some(&json!({ "duree": wrong }))));
        assert!(said.contains(bound), "{said}");
    }
    let typed = visitor.see(&format!("{slip}/edit")).form("#record-form").set("duree", "45 min").set("places", "9");
    let refused = visitor.send(&typed);
    assert_ne!((refused.status, refused.text("#f-places-error")), (422, String::new()));
    assert_eq!(visitor.send(&refused.form("#record-form").set("places", "8")).status, 200);
    assert_eq!(read(), json!(2700));
}

/// Lots are numbered within their site, and end with it.
fn known_within_another(visitor: &Visitor) {
    let [barn, loft] = ["Écurie", "Grenier"].map(|name| made(visitor, "chantiers", &json!({ "nom": name })));
    let lot = |site: &str| json!({ "rang": 1, "nom": "Charpente", "chantier": id(site) });
    let [first, other] = [&barn, &loft].map(|site| made(visitor, "lots", &lot(site)));
    assert_ne!(refused(visitor.api("POST", "/api/lots", Some(&lot(&barn)))), "");
    visitor.see(&first).shows("dd", "Écurie");
    assert_eq!(visitor.api("DELETE", &format!("/api{barn}"), None).0, 204);
    assert_eq!(visitor.open(&first).status, 404);
    visitor.see(&other).shows("dd", "Grenier");
}

/// Page after page shows each record once, whatever it is sorted by.
fn page_after_page(visitor: &Visitor) {
    for sort in ["nom", "-nom", "budget", "-budget"] {
        let mut seen = Vec::new();
        let mut next = Some(format!("/api/projets?limit=7&sort={sort}"));
        let mut total = Json::Null;
        while let Some(path) = next {
            let (status, page) = visitor.api("GET", &path, None);
            assert_eq!(status, 200, "{path}: {page}");
            seen.extend(page["items"].as_array().unwrap().iter().map(key));
            total = page["total"].clone();
            next = page["next"].as_str().map(str::to_owned);
        }
        assert_eq!(json!(seen.len()), total, "{sort}");
        seen.sort();
        seen.dedup();
        assert_eq!(json!(seen.len()), total, "{sort}: a record came twice");
    }
}
