//! A day at the heating engineer's over plain HTTP, without JavaScript: a client, its contact, a quote, a rule, a search, a state, a delete.
//!
//! The same steps on every engine. The amounts are computed here by hand, never by asking the application.

use serde_json::{Value as Json, json};

use super::support::databases::Database;
use super::visitor::{Page, Visitor};

/// A SIRET whose check digit is right, and one whose isn't.
const SIRET: &str = "73282932000074";
const WRONG_SIRET: &str = "73282932000075";

/// Walks through everything, from an empty database.
pub fn walk(visitor: &Visitor, database: &Database) {
    staff_and_articles(visitor);
    let company = company(visitor);
    let contact = contact(visitor, &company);
    let quote = quote(visitor, &company);
    found_by_phone(visitor);
    turned(visitor, &quote);
    refused_deletion(visitor, &company, &quote);
    the_database_refuses_too(database);
    lost_updates(visitor, &quote);
    forgeries(visitor, &company);
    deleted_in_order(visitor, &[&quote, &contact, &company]);
}

fn staff_and_articles(visitor: &Visitor) {
    let form = visitor.see("/employes/new").form("#record-form");
    let form =
        form.set("matricule", "E1").set("prenom", "Zoé").set("nom", "Durand").set("email", "zoe@lemoine.example");
    let page = visitor.send(&form.set("metier", "commercial").set("entree", "2020-01-06"));
    page.shows("h1", "Durand");
    for (reference, label, family, price) in [
        ("CH-1", "Chaudière à condensation", "materiel", "1 234,50"),
        ("MO", "Main-d'œuvre", "main_oeuvre", "80"),
        ("JT", "Joint", "piece", "10.10"),
    ] {
        let form = visitor.see("/articles/new").form("#record-form");
        let form = form.set("reference", reference).set("libelle", label).set("famille", family).set("prix_ht", price);
        visitor.send(&form).shows("h1", label);
    }
    visitor.see("/articles").shows("tbody tr", "1 234,50 €");
}

/// A company: the choice of the kind, a check digit, a phone in its own spelling. Gives its path.
fn company(visitor: &Visitor) -> String {
    let list = visitor.see("/clients");
    assert_eq!(list.attributes(".page-head .actions a", "href"), ["/particuliers/new", "/societes/new"]);
    let form = visitor
        .see("/societes/new")
        .form("#record-form")
        .set("nom", "Boulangerie Moreau")
        .set("telephone", "06 12 34 56 78");
    let refused = visitor.send(&form.set("siret", WRONG_SIRET).set("email", "moreau@pain.example"));
    assert_eq!(refused.status, 422);
    // The browser writes the same headings: it only puts the number in.
    let heading = &refused.attributes("#error-summary", "data-title-other")[0];
    assert!(heading.contains("# ") && !heading.contains("form."), "{heading}");
    assert_ne!(refused.text("#f-siret-error"), "", "{}", refused.text("main"));
    let kept = refused.form("#record-form");
    assert_eq!(kept.value("nom"), "Boulangerie Moreau");
    let page = visitor.send(&kept.set("siret", SIRET));
    assert_eq!(page.status, 200, "{}", page.text("main"));
    page.shows("h1", "Boulangerie Moreau");
    page.shows("[role=status]", "Boulangerie Moreau");
    page.shows("dd", "06 12 34 56 78");
    // A value that must be unique is refused by name.
    let form =
        visitor.see("/particuliers/new").form("#record-form").set("nom", "Autre").set("email", "Moreau@Pain.example");
    let twice = visitor.send(&form);
    assert_eq!(twice.status, 422, "{}", twice.text("main"));
    assert_ne!(twice.text("#f-email-error"), "", "{}", twice.text("main"));
    at_home(visitor, &page.path);
    page.path
}

/// The first page counts the company, of its kind and among clients, and shows it first among what changed.
fn at_home(visitor: &Visitor, company: &str) {
    let home = visitor.see("/");
    let (places, counts) = (home.attributes(".tile-link", "href"), home.texts(".tile-count"));
    let count = |place: &str| places.iter().position(|known| known == place).map(|at| counts[at].as_str());
    assert_eq!([count("/clients"), count("/societes"), count("/particuliers")], [Some("1"), Some("1"), Some("0")]);
    assert_eq!(home.attributes(".recent-list a", "href").first().map(String::as_str), Some(company));
}

/// A contact, from the company's page: the company is already chosen.
fn contact(visitor: &Visitor, company: &str) -> String {
    let page = visitor.see(company);
    let links = page.attributes("a", "href");
    let add = links.iter().find(|link| link.starts_with("/contacts/new?")).expect("the company's page adds a contact");
    let form = visitor.see(add).form("#record-form");
    assert_eq!(form.value("societe__q"), "Boulangerie Moreau");
    let page = visitor.send(&form.set("rang", "1").set("prenom", "Luc").set("nom", "Lenoir"));
    assert_eq!(page.status, 200, "{}", page.text("main"));
    visitor.see(company).shows("main", "Lenoir");
    page.path
}

/// A quote of three lines that first breaks a rule. Gives its path.
fn quote(visitor: &Visitor, company: &str) -> String {
    let form = visitor.see("/devis/new").form("#record-form").press("_add", "ligne_devis");
    let page = visitor.send(&form);
    let form = page.form("#record-form").set("objet", "Remplacement de la chaudière").set("remise", "10");
    // What is typed in a picker is looked for by the server, in any case and without accents.
    let form = form
        .set("client__q", "boulangerie")
        .set("auteur__q", "durand")
        .set("date", "2026-03-02")
        .set("validite", "2026-02-01");
    let lines = [("chaudiere", "2", "1 234,50"), ("main-d", "1,5", "80"), ("JT", "3", "10,10")];
    let form = lines.iter().enumerate().fold(form, |form, (index, (article, quantity, price))| {
        let name = |field: &str| format!("ligne_devis.{index}.{field}");
        form.set(&name("article__q"), article).set(&name("quantite"), quantity).set(&name("prix_ht"), price)
    });
    let refused = visitor.send(&form);
    assert_eq!(refused.status, 422, "{}", refused.text("main"));
    refused.shows("main", "La validité ne peut précéder la date du devis");
    let kept = refused.form("#record-form");
    assert_eq!(kept.value("ligne_devis.1.quantite"), "1,5");
    assert_eq!(kept.value("objet"), "Remplacement de la chaudière");
    let moved = visitor.send(&kept.press("_up", "ligne_devis.1"));
    assert_eq!(moved.status, 200, "{}", moved.text("main"));
    let moved = moved.form("#record-form");
    assert_eq!(["0", "1", "2"].map(|at| moved.value(&format!("ligne_devis.{at}.quantite"))), ["1,5", "2", "3"]);
    let page = visitor.send(&moved.set("validite", "2026-04-02"));
    assert_eq!(page.status, 200, "{}", page.text("main"));
    // (2 × 1234.50 + 1.5 × 80 + 3 × 10.10) × 90 % = 2357.37
    page.shows("dd", "2 357,37 €");
    page.shows("main", "Main-d'œuvre");
    page.shows("main", "DV-");
    visitor.see("/devis").shows("tbody tr", "2 357,37 €");
    visitor.see(company).shows("main", "Remplacement de la chaudière");
    page.path
}

/// The phone was typed `06 12 34 56 78`.
fn found_by_phone(visitor: &Visitor) {
    for typed in
        ["0612345678", "06.12.34.56.78", "+33 6 12 34 56 78", "+33612345678", "12 34 56", "MOREAU", "boulangérie"]
    {
        let list = visitor.see("/clients");
        let found = visitor.send(&list.form("#list-form").set("q", typed));
        assert_eq!(
            found.texts("tbody td.is-title"),
            ["Boulangerie Moreau"],
            "looking for {typed}: {}",
            found.text("main")
        );
    }
    assert!(visitor.see("/clients?q=0699999999").texts("tbody tr").is_empty());
}

fn turned(visitor: &Visitor, quote: &str) {
    let form = visitor.see(&format!("{quote}/edit")).form("#record-form");
    assert_eq!(form.value("ligne_devis.1.prix_ht"), "1\u{202f}234,50", "as it is read");
    assert_eq!(["0", "1", "2"].map(|at| form.value(&format!("ligne_devis.{at}.quantite"))), ["1,50", "2,00", "3,00"]);
    let moved = visitor.send(&form.press("_down", "ligne_devis.0")).form("#record-form");
    let page = visitor.send(&moved.set("etat", "envoye"));
    let form = visitor.see(&format!("{quote}/edit")).form("#record-form");
    assert_eq!(["0", "1", "2"].map(|at| form.value(&format!("ligne_devis.{at}.quantite"))), ["2,00", "1,50", "3,00"]);
    page.shows(".badge", "Envoyé");
    page.shows("dd", "2 357,37 €");
    assert_eq!(visitor.see("/devis?f.etat=envoye").texts("tbody tr").len(), 1);
    assert!(visitor.see("/devis?f.etat=accepte").texts("tbody tr").is_empty());
}

fn refused_deletion(visitor: &Visitor, company: &str, quote: &str) {
    let page = visitor.see(&format!("{company}/delete"));
    page.shows("main", "Cette fiche ne peut pas être supprimée");
    page.shows("main", "Remplacement de la chaudière");
    assert!(page.attributes("main a", "href").contains(&quote.to_owned()), "the reason links to the quote");
    let (status, said) = visitor.api("DELETE", &format!("/api{company}"), None);
    assert!((400..500).contains(&status), "{said}");
    visitor.see(company);
}

/// What bypasses the application meets the same rules.
fn the_database_refuses_too(database: &Database) {
    let refused = |sql: &str| {
        let refusal = database.run(sql).expect_err(sql);
        assert!(!refusal.message.is_empty());
    };
    refused("UPDATE devis SET validite = '2026-01-01';");
    refused("UPDATE devis SET etat = 'inconnu';");
    refused("UPDATE devis SET client_id = 99999;");
    refused("DELETE FROM client;");
    refused("INSERT INTO article (reference, libelle, famille, prix_ht, tva) VALUES ('X', 'x', 'piece', -100, 10);");
    refused("INSERT INTO article (reference, libelle, famille, prix_ht, tva) VALUES ('CH-1', 'x', 'piece', 100, 10);");
    database.run("INSERT INTO article (reference, libelle, famille, prix_ht, tva) VALUES ('SQL', 'Par SQL', 'piece', 100, 10);").expect("a good row");
}

/// Two people edit the same record: the second is told, and keeps what was typed.
fn lost_updates(visitor: &Visitor, quote: &str) {
    let edit = format!("{quote}/edit");
    let (first, second) = (visitor.see(&edit).form("#record-form"), visitor.see(&edit).form("#record-form"));
    assert_eq!(visitor.send(&first.set("objet", "Chaudière du fournil")).status, 200);
    let told = visitor.send(&second.clone().set("objet", "Chaudière et ballon"));
    assert_eq!(told.status, 409, "{}", told.text("main"));
    told.shows(".conflict", "Chaudière du fournil");
    told.shows(".conflict", "Chaudière et ballon");
    let again = told.form("#record-form");
    assert_eq!(again.value("objet"), "Chaudière et ballon");
    visitor.send(&again).shows("h1", "Chaudière et ballon");
    // What is wrong in a form must not hide that it is stale.
    let wrong = visitor.send(&second.set("objet", "Pompe à chaleur").set("validite", "2026-01-01"));
    assert_eq!(wrong.status, 422, "{}", wrong.text("main"));
    let told = visitor.send(&wrong.form("#record-form").set("validite", "2026-05-01"));
    assert_eq!(told.status, 409, "a stale form was saved after a correction: {}", told.text("main"));
    told.shows(".conflict", "Chaudière et ballon");
    visitor.see(quote).shows("h1", "Chaudière et ballon");
}

/// A form that comes from elsewhere changes nothing.
fn forgeries(visitor: &Visitor, company: &str) {
    let form = visitor.see(&format!("{company}/edit")).form("#record-form").set("nom", "Piraté");
    let own = visitor.see(company);
    let cookie = visitor.cookie_header();
    let base = visitor.base();
    assert_eq!(visitor.send_as(&form.clone().without("_csrf"), base, &cookie), 403);
    assert_eq!(visitor.send_as(&form, base, ""), 403);
    assert_eq!(visitor.send_as(&form, base, "csrf=00000000000000000000000000000000"), 403);
    assert_eq!(visitor.send_as(&form, "https://mechant.example", &cookie), 403);
    assert_eq!(visitor.see(company).text("h1"), own.text("h1"));
}

fn deleted_in_order(visitor: &Visitor, paths: &[&str]) {
    for path in paths {
        let form = visitor.see(&format!("{path}/delete")).form("main form");
        let page = visitor.send(&form);
        assert_eq!(page.status, 200, "{path}: {}", page.text("main"));
        assert_eq!(visitor.open(path).status, 404);
    }
    assert!(visitor.see("/clients?q=moreau").texts("tbody tr").is_empty(), "a deleted client is no longer found");
}

/// Creates, reads, changes and deletes by the API, which has the rules and the words of the pages.
pub fn api(visitor: &Visitor) {
    let post = |path: &str, body: Json| visitor.api("POST", path, Some(&body));
    let created = |path: &str, body: Json| {
        let (status, said) = post(path, body);
        assert_eq!(status, 201, "{path}: {said}");
        said["id"].as_i64().expect("an id")
    };
    let author = created(
        "/api/employes",
        json!({ "matricule": "A1", "prenom": "Ada", "nom": "Api", "email": "api@lemoine.example", "metier": "commercial", "entree": "2020-01-06" }),
    );
    let client = created("/api/particuliers", json!({ "nom": "Client de l'API" }));
    let article = created(
        "/api/articles",
        json!({ "reference": "API", "libelle": "Par l'API", "famille": "piece", "prix_ht": "9.99" }),
    );
    let line = json!([{ "article": article, "quantite": "2.50", "prix_ht": "9.99" }]);
    let quote = json!({ "objet": "API", "client": client, "auteur": author, "date": "2026-03-02", "validite": "2026-03-01", "ligne_devis": line });
    let (status, said) = post("/api/devis", quote.clone());
    assert_eq!(status, 422, "{said}");
    assert_eq!(said["errors"][0]["message"], "La validité ne peut précéder la date du devis", "{said}");
    assert_eq!(said["errors"][0]["field"], "validite");
    let mut good = quote;
    good["validite"] = json!("2026-03-31");
    let id = created("/api/devis", good.clone());
    let path = format!("/api/devis/{id}");
    let (_, read) = visitor.api("GET", &path, None);
    // 2.50 × 9.99, rounded to the cent as money is.
    assert_eq!((&read["total_ht"], &read["etat"]), (&json!("24.98"), &json!("brouillon")), "{read}");
    let (status, said) = visitor.api("PATCH", &path, Some(&json!({ "etat": "accepte", "version": read["version"] })));
    assert_eq!((status, &said["etat"]), (200, &json!("accepte")), "{said}");
    let (status, said) = visitor.api("PATCH", &path, Some(&json!({ "etat": "refuse", "version": read["version"] })));
    assert_eq!(status, 409, "{said}");
    let (status, said) = visitor.api("PATCH", &path, Some(&json!({ "total_ht": "1.00" })));
    assert_eq!(status, 422, "a computed field was taken: {said}");
    let (status, said) = visitor.api("PATCH", &path, Some(&json!({ "inconnu": 1 })));
    assert_eq!(status, 422, "an unknown field was taken: {said}");
    // All lines are replaced at once, though a quote has one at least at any time.
    let other = created(
        "/api/articles",
        json!({ "reference": "API2", "libelle": "Autre", "famille": "piece", "prix_ht": "1.00" }),
    );
    let line = json!([{ "article": other, "quantite": "1", "prix_ht": "7.00" }]);
    let (status, said) = visitor.api("PATCH", &path, Some(&json!({ "ligne_devis": line })));
    assert_eq!((status, &said["total_ht"]), (200, &json!("7.00")), "{said}");
    good["ligne_devis"] = json!([]);
    let (status, said) = visitor.api("PUT", &path, Some(&good));
    assert_eq!(status, 422, "a quote has a line at least: {said}");
    assert_eq!(visitor.api("DELETE", &path, None).0, 204);
    assert_eq!(visitor.api("GET", &path, None).0, 404);
    assert_eq!(visitor.api("DELETE", &format!("/api/particuliers/{client}"), None).0, 204);
}

/// The page's rows as text, a cell after the other.
pub fn rows(page: &Page, columns: usize) -> Vec<Vec<String>> {
    page.texts("#results tbody td").chunks(columns).map(<[String]>::to_vec).collect()
}
