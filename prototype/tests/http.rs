//! The application over a real socket. SQLite in a fresh file, or the empty database of `TEST_DATABASE_URL`.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops where something is not as it should be"
)]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use app::core::cli::open;
use app::core::config::Config;
use app::core::demo;
use app::core::web::router;
use serde_json::{Value as Json, json};

/// One server for all tests, filled with demonstration data.
fn server() -> SocketAddr {
    static SERVER: OnceLock<SocketAddr> = OnceLock::new();
    *SERVER.get_or_init(|| {
        let (sender, receiver) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread()
                .worker_threads(2)
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(async move {
                let file = std::env::temp_dir().join(format!("app-test-{}.db", std::process::id()));
                let config = Config {
                    port: 0,
                    database_url: std::env::var("TEST_DATABASE_URL")
                        .ok()
                        .filter(|url| !url.is_empty())
                        .unwrap_or_else(|| format!("sqlite://{}", file.display())),
                    files: std::env::temp_dir().join(format!("app-test-{}-files", std::process::id())),
                    allowed_hosts: Vec::new(),
                };
                let state = open(&app::APP, config).await.unwrap();
                demo::fill(&state.db, state.model, None).await.unwrap();
                let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
                sender.send(listener.local_addr().unwrap()).unwrap();
                axum::serve(listener, router(state)).await.unwrap();
            });
        });
        receiver.recv().unwrap()
    })
}

struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        self.head
            .lines()
            .filter_map(|line| line.split_once(": "))
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    fn json(&self) -> Json {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    #[track_caller]
    fn expect(self, status: u16) -> Answer {
        let main = self.body.split("<main").last().unwrap();
        assert_eq!(self.status, status, "{}\n{}", self.head, main.chars().take(3_000).collect::<String>());
        self
    }

    #[track_caller]
    fn has(self, text: &str) -> Answer {
        let main = self.body.split("<main").last().unwrap();
        assert!(
            self.body.contains(text),
            "`{text}` is not in\n{}",
            main.chars().take(6_000).collect::<String>()
        );
        self
    }
}

fn send(method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
    let address = server();
    let mut stream = TcpStream::connect(address).unwrap();
    let mut request = format!(
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nContent-Length: {}\r\n",
        body.len()
    );
    for (name, value) in headers {
        request.push_str(&format!("{name}: {value}\r\n"));
    }
    stream.write_all(format!("{request}\r\n{body}").as_bytes()).unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let chunked = head.to_lowercase().contains("transfer-encoding: chunked");
    Answer {
        status: head.split(' ').nth(1).unwrap().parse().unwrap(),
        head: head.to_owned(),
        body: if chunked { dechunk(body) } else { body.to_owned() },
    }
}

fn dechunk(body: &str) -> String {
    let bytes = body.as_bytes();
    let mut text = Vec::new();
    let mut place = 0;
    loop {
        let end = bytes[place..].windows(2).position(|pair| pair == b"\r\n").unwrap() + place;
        let size = usize::from_str_radix(std::str::from_utf8(&bytes[place..end]).unwrap(), 16).unwrap();
        if size == 0 {
            return String::from_utf8(text).unwrap();
        }
        text.extend_from_slice(&bytes[end + 2..end + 2 + size]);
        place = end + 4 + size;
    }
}

fn get(path: &str) -> Answer {
    send("GET", path, &[], "")
}

const TOKEN: &str = "0123456789abcdef0123456789abcdef";

fn post(path: &str, fields: &[(&str, &str)]) -> Answer {
    let mut form: Vec<(&str, &str)> = fields.to_vec();
    form.push(("_csrf", TOKEN));
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(form)
        .finish();
    let cookie = format!("csrf={TOKEN}");
    send(
        "POST",
        path,
        &[("Cookie", &cookie), ("Content-Type", "application/x-www-form-urlencoded")],
        &body,
    )
}

fn api(method: &str, path: &str, body: &Json) -> Answer {
    send(method, path, &[("Content-Type", "application/json")], &body.to_string())
}

/// A word that no other test uses.
fn unique() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("q{}x{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}

fn id_of(location: &str) -> i64 {
    location.rsplit('/').next().unwrap().parse().unwrap()
}

fn new_article() -> i64 {
    let code = unique();
    let body = json!({ "reference": code, "libelle": format!("Article {code}"), "famille": "piece", "prix_ht": "10.00" });
    api("POST", "/api/articles", &body).expect(201).json()["id"]
        .as_i64()
        .unwrap()
}

fn first(path: &str) -> i64 {
    get(path).json()["items"][0]["id"].as_i64().unwrap()
}

#[test]
fn every_page_answers() {
    for entity in [
        "clients",
        "particuliers",
        "societes",
        "contacts",
        "employes",
        "appareils",
        "contrats",
        "articles",
        "devis",
    ] {
        get(&format!("/{entity}")).expect(200);
        let id = first(&format!("/api/{entity}"));
        let shown = get(&format!("/{entity}/{id}"));
        assert!(
            shown.status == 200 || entity == "clients" && shown.status == 303,
            "{entity} {}",
            shown.status
        );
        for page in ["edit", "delete"] {
            let shown = get(&format!("/{entity}/{id}/{page}"));
            assert!(
                shown.status == 200 || entity == "clients" && shown.status == 303,
                "{entity}/{page} {}",
                shown.status
            );
        }
        let new = get(&format!("/{entity}/new"));
        assert!(
            new.status == 200 || entity == "clients" && new.status == 303,
            "{entity}/new {}",
            new.status
        );
        get(&format!("/{entity}/pick?q=a")).expect(200);
    }
    get("/").expect(200).has("/clients");
    get("/health").expect(200);
    get("/nothing/here").expect(404);
    get("/clients/999999999").expect(404);
}

#[test]
fn a_company_is_created_found_by_phone_and_shown() {
    let name = unique();
    let phone = format!("06 39 98 {:02} {:02}", std::process::id() % 100, std::process::id() / 100 % 100);
    let fields = [
        ("nom", name.as_str()),
        ("mobile", phone.as_str()),
        ("siret", "732 829 320 00074"),
        ("encours_max", "1 234,50"),
        ("depuis", "21/11/2026"),
        ("statut", "actif"),
    ];
    let created = post("/societes", &fields).expect(303);
    let url = created.header("location").unwrap().to_owned();
    assert!(url.starts_with("/societes/"));
    get(&url)
        .expect(200)
        .has(&name)
        .has("1\u{202f}234,50\u{202f}€")
        .has("21/11/2026")
        .has("732 829 320 00074");
    get(&format!("/clients/{}", id_of(&url))).expect(303);
    for typed in [phone.replace(' ', ""), phone.replace(' ', "."), phone.replacen("06", "+33 6", 1)] {
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("q", &typed)
            .finish();
        get(&format!("/clients?{query}")).expect(200).has(&name);
    }
    // The same SIRET twice is refused at its field, with what was typed kept.
    let again = unique();
    post("/societes", &[("nom", &again), ("siret", "73282932000074")])
        .expect(422)
        .has("déjà prise")
        .has(&again);
}

#[test]
fn a_quote_with_lines_is_computed_and_numbered() {
    let (client, author) = (first("/api/clients"), first("/api/employes"));
    let (a, b, c) = (new_article(), new_article(), new_article());
    let subject = unique();
    let texts: Vec<String> = [client, author, a, b, c].iter().map(i64::to_string).collect();
    let mut fields = vec![
        ("date", "2026-11-21"),
        ("objet", subject.as_str()),
        ("remise", "10"),
        ("client", &texts[0]),
        ("auteur", &texts[1]),
    ];
    let lines = [
        ("0", &texts[2], "2", "10,00"),
        ("1", &texts[3], "1,5", "100"),
        ("7", &texts[4], "1", "1 000,00"),
    ];
    let names: Vec<[String; 3]> = lines
        .iter()
        .map(|(index, ..)| ["article", "quantite", "prix_ht"].map(|field| format!("ligne_devis.{index}.{field}")))
        .collect();
    for (name, (_, article, quantity, price)) in names.iter().zip(&lines) {
        fields.extend([
            (name[0].as_str(), article.as_str()),
            (name[1].as_str(), *quantity),
            (name[2].as_str(), *price),
        ]);
    }
    let url = post("/devis", &fields)
        .expect(303)
        .header("location")
        .unwrap()
        .to_owned();
    get(&url)
        .expect(200)
        .has("1\u{202f}053,00\u{202f}€")
        .has("1\u{202f}000,00\u{202f}€");
    let stored = get(&format!("/api/devis/{}", id_of(&url))).json();
    assert_eq!(stored["total_ht"], "1053.00");
    assert_eq!(stored["ligne_devis"].as_array().unwrap().len(), 3);
    assert!(stored["numero"].as_str().unwrap().starts_with("DV-"));
    // A line removed, another changed.
    fields.push(("ligne_devis.0._remove", "1"));
    fields.push(("ligne_devis.1.quantite", "2"));
    fields.push(("_version", "1"));
    post(&url, &fields).expect(303);
    let stored = get(&format!("/api/devis/{}", id_of(&url))).json();
    assert_eq!(stored["ligne_devis"].as_array().unwrap().len(), 2);
    assert_eq!(stored["total_ht"], "1080.00");
    // No line at all: refused, and nothing is left behind.
    post(
        "/devis",
        &[("date", "2026-11-21"), ("objet", &unique()), ("client", &texts[0]), ("auteur", &texts[1])],
    )
    .expect(422)
    .has("au moins 1");
}

#[test]
fn numbers_have_no_gap_after_a_refusal() {
    let (client, author, article) = (first("/api/clients"), first("/api/employes"), new_article());
    let quote = |lines: Json| json!({ "objet": unique(), "client": client, "auteur": author, "ligne_devis": lines });
    let line = json!({ "article": article, "quantite": "1", "prix_ht": "1" });
    let number = |answer: Answer| {
        answer.json()["numero"]
            .as_str()
            .unwrap()
            .rsplit('-')
            .next()
            .unwrap()
            .parse::<i64>()
            .unwrap()
    };
    let _one_at_a_time = NUMBERS.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let before = number(api("POST", "/api/devis", &quote(json!([line]))).expect(201));
    // Refused inside the transaction, after the number was taken.
    let refused = api(
        "POST",
        "/api/devis",
        &quote(json!([line, { "article": article, "quantite": "2", "prix_ht": "1" }])),
    );
    refused.expect(422);
    let after = number(api("POST", "/api/devis", &quote(json!([line]))).expect(201));
    assert!(after > before);
}

static NUMBERS: std::sync::Mutex<()> = std::sync::Mutex::new(());

#[test]
fn a_rule_is_refused_with_the_models_words() {
    let (client, author, article) = (
        first("/api/clients").to_string(),
        first("/api/employes").to_string(),
        new_article().to_string(),
    );
    let subject = unique();
    let fields = [
        ("date", "2026-11-21"),
        ("validite", "2026-11-20"),
        ("objet", subject.as_str()),
        ("client", &client),
        ("auteur", &author),
        ("ligne_devis.0.article", &article),
        ("ligne_devis.0.quantite", "1"),
        ("ligne_devis.0.prix_ht", "1"),
    ];
    post("/devis", &fields)
        .expect(422)
        .has("La validité ne peut précéder la date du devis")
        .has(&subject);
    post("/devis/check", &fields)
        .expect(200)
        .has("La validité ne peut précéder la date du devis");
    // A clock rule, and formats.
    post("/particuliers", &[("nom", &unique()), ("naissance", "2999-01-01")])
        .expect(422)
        .has("La date de naissance est dans le passé");
    post(
        "/societes",
        &[("nom", &unique()), ("siret", "73282932000075"), ("email", "x@y"), ("encours_max", "abc")],
    )
    .expect(422)
    .has("SIRET")
    .has("adresse complète")
    .has("Écrivez un nombre");
}

#[test]
fn a_lost_update_shows_both_and_keeps_what_was_typed() {
    let name = unique();
    let url = post("/particuliers", &[("nom", &name)])
        .expect(303)
        .header("location")
        .unwrap()
        .to_owned();
    let (mine, theirs) = (unique(), unique());
    post(&url, &[("nom", &theirs), ("_version", "1")]).expect(303);
    let conflict = post(&url, &[("nom", &mine), ("_version", "1")])
        .expect(409)
        .has(&mine)
        .has(&theirs);
    // The form now stands on the new version: saving again is a choice.
    let conflict = conflict.has("name=\"_version\" value=\"2\"");
    drop(conflict);
    post(&url, &[("nom", &mine), ("_version", "2")]).expect(303);
    let path = format!("/api{url}");
    api("PATCH", &path, &json!({ "nom": theirs, "version": 1 })).expect(409);
    api("PATCH", &path, &json!({ "nom": theirs, "version": 3 })).expect(200);
}

#[test]
fn a_delete_is_refused_with_reasons_or_explains_what_goes() {
    let name = unique();
    let company = id_of(
        post("/societes", &[("nom", &name)])
            .expect(303)
            .header("location")
            .unwrap(),
    )
    .to_string();
    let contact = unique();
    let contact_url = post("/contacts", &[("rang", "1"), ("nom", &contact), ("societe", &company)])
        .expect(303)
        .header("location")
        .unwrap()
        .to_owned();
    get(&format!("/societes/{company}/delete"))
        .expect(200)
        .has("Contacts");
    let serial = unique();
    let device = id_of(
        post(
            "/appareils",
            &[("numero_serie", &serial), ("marque", "M"), ("modele", &serial), ("client", &company)],
        )
        .expect(303)
        .header("location")
        .unwrap(),
    );
    get(&format!("/clients/{company}/delete")).expect(200);
    get(&format!("/societes/{company}/delete"))
        .expect(200)
        .has("Appareils")
        .has(&serial);
    post(&format!("/societes/{company}/delete"), &[])
        .expect(409)
        .has(&serial);
    api("DELETE", &format!("/api/societes/{company}"), &json!(null))
        .expect(422)
        .has("Appareils");
    post(&format!("/appareils/{device}/delete"), &[]).expect(303);
    post(&format!("/societes/{company}/delete"), &[]).expect(303);
    // The weak entity went with its owner, and is no longer found.
    get(&contact_url).expect(404);
    assert_eq!(get(&format!("/api/contacts?q={contact}")).json()["total"], 0);
    assert_eq!(get(&format!("/api/clients?q={name}")).json()["total"], 0);
}

#[test]
fn members_are_chosen_in_the_form_and_one_must_stay() {
    let client = first("/api/clients").to_string();
    let device = |name: &str| {
        id_of(
            post(
                "/appareils",
                &[("numero_serie", name), ("marque", "M"), ("modele", name), ("client", &client)],
            )
            .expect(303)
            .header("location")
            .unwrap(),
        )
        .to_string()
    };
    let (a, b) = (unique(), unique());
    let (first_device, second_device) = (device(&a), device(&b));
    post("/contrats", &[("debut", "2026-01-01"), ("montant", "100"), ("client", &client)])
        .expect(422)
        .has("au moins 1");
    let fields = [
        ("debut", "2026-01-01"),
        ("montant", "100"),
        ("client", client.as_str()),
        ("couvrir.0.appareil", &first_device),
        ("couvrir.1.appareil__q", &b),
    ];
    let url = post("/contrats", &fields)
        .expect(303)
        .header("location")
        .unwrap()
        .to_owned();
    get(&url).expect(200).has(&a).has(&b);
    let contract = id_of(&url);
    assert_eq!(
        get(&format!("/api/contrats/{contract}")).json()["couvrir"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    // From the other side: one may leave, the last may not.
    api("PATCH", &format!("/api/appareils/{first_device}"), &json!({ "contrat": null })).expect(200);
    api("PATCH", &format!("/api/appareils/{second_device}"), &json!({ "contrat": null }))
        .expect(422)
        .has("doit garder au moins 1");
}

#[test]
fn keyset_paging_gives_the_whole_order_once() {
    for sort in [
        "nom",
        "-nom",
        "depuis",
        "-depuis",
        "statut",
        "numero",
        "-numero",
        "commercial",
        "telephone",
    ] {
        let mut seen: Vec<i64> = Vec::new();
        let mut next = Some(format!("/api/clients?sort={sort}&limit=7"));
        while let Some(url) = next {
            let page = get(&url).expect(200).json();
            seen.extend(
                page["items"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|item| item["id"].as_i64().unwrap()),
            );
            next = page["next"].as_str().map(str::to_owned);
            assert!(seen.len() < 2_000, "{sort} never ends");
        }
        let whole = get(&format!("/api/clients?sort={sort}&limit=200")).json();
        let whole: Vec<i64> = whole["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item["id"].as_i64().unwrap())
            .collect();
        let stable = seen.iter().filter(|id| whole.contains(id)).count();
        assert!(stable >= 60, "{sort}: {stable}");
        let mut once = seen.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), seen.len(), "{sort} repeats rows");
        let kept: Vec<i64> = whole.iter().copied().filter(|id| seen.contains(id)).collect();
        let seen: Vec<i64> = seen.into_iter().filter(|id| kept.contains(id)).collect();
        assert_eq!(seen, kept, "{sort}");
    }
}

#[test]
fn a_page_by_number_is_the_page_by_cursor() {
    let titles = |answer: &Answer| {
        answer
            .body
            .split("data-open>")
            .skip(1)
            .map(|rest| rest.split('<').next().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let link = |answer: &Answer, part: &str| {
        answer
            .body
            .split("href=\"")
            .map(|rest| rest.split('"').next().unwrap().replace("&amp;", "&"))
            .find(|url| url.contains(part))
    };
    // Clients of before today: the other tests make none.
    for sort in ["nom", "-depuis", "telephone", "-commercial"] {
        let list = format!("/clients?f.depuis.to=2026-10-31&sort={sort}");
        let (one, two, three) = (get(&list), get(&format!("{list}&page=2")), get(&format!("{list}&page=3")));
        assert!(
            titles(&one).len() == 25 && titles(&two).len() == 25 && !titles(&three).is_empty(),
            "{sort}"
        );
        let next = link(&one, "after=").unwrap();
        assert_eq!(titles(&get(&next)), titles(&two), "{sort}");
        let back = link(&three, "before=").unwrap();
        assert_eq!(titles(&get(&back)), titles(&two), "{sort}");
    }
}

#[test]
fn filters_narrow_and_the_export_is_what_is_seen() {
    let name = unique();
    let evil = format!("=cmd|{name}");
    post("/particuliers", &[("nom", &evil), ("statut", "perdu")]).expect(303);
    post("/particuliers", &[("nom", &name), ("statut", "actif")]).expect(303);
    assert_eq!(get(&format!("/api/clients?q={name}")).json()["total"], 2);
    assert_eq!(get(&format!("/api/clients?q={name}&f.statut=perdu")).json()["total"], 1);
    assert_eq!(get(&format!("/api/clients?q={name}&f.statut=perdu&f.statut=actif")).json()["total"], 2);
    assert_eq!(get(&format!("/api/clients?q={name}&f.depuis.to=2001-01-01")).json()["total"], 0);
    assert_eq!(get(&format!("/api/clients?q={name}&f.email.empty=1")).json()["total"], 2);
    let csv = get(&format!("/clients/export.csv?q={name}&f.statut=perdu")).expect(200);
    assert!(csv.body.starts_with('\u{feff}'));
    let lines: Vec<&str> = csv.body.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(lines.len(), 2, "{}", csv.body);
    assert!(lines[1].contains(&format!("'{evil}")), "{}", csv.body);
    let all = get("/devis/export.csv").expect(200);
    assert!(all.body.lines().count() > 25);
}

#[test]
fn the_api_says_what_is_wrong_by_field() {
    let refused = api(
        "POST",
        "/api/societes",
        &json!({ "nom": "", "siret": "1", "encours_max": -1, "bogus": 1, "numero": 5 }),
    )
    .expect(422);
    assert_eq!(refused.header("content-type"), Some("application/problem+json"));
    let fields: Vec<String> = refused.json()["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| error["field"].as_str().unwrap().to_owned())
        .collect();
    for field in ["nom", "siret", "encours_max", "bogus", "numero"] {
        assert!(fields.iter().any(|known| known == field), "{field} in {fields:?}");
    }
    api("POST", "/api/clients", &json!({ "nom": "x" }))
        .expect(422)
        .has("/societes");
    api("POST", "/api/devis", &json!({ "objet": "x", "client": 999_999_999, "auteur": 1 }))
        .expect(422)
        .has("existant");
    send("POST", "/api/articles", &[("Content-Type", "text/plain")], "{}").expect(400);
    api("GET", "/api/articles/999999999", &json!(null)).expect(404);
    let document = get("/api/openapi.json").expect(200).json();
    assert_eq!(document["openapi"], "3.1.0");
    assert!(document["components"]["schemas"]["devis"]["properties"]["ligne_devis"]["items"]["properties"]["quantite"].is_object());
    let id = new_article();
    api("DELETE", &format!("/api/articles/{id}"), &json!(null)).expect(204);
    get(&format!("/api/articles/{id}")).expect(404);
}

#[test]
fn other_sites_are_kept_out() {
    let name = unique();
    let body = format!("nom={name}");
    send("POST", "/particuliers", &[], &body).expect(403);
    let cookie = format!("csrf={TOKEN}");
    send(
        "POST",
        "/particuliers",
        &[("Cookie", &cookie)],
        &format!("{body}&_csrf=0123456789abcdef0123456789abcdee"),
    )
    .expect(403);
    let good = format!("{body}&_csrf={TOKEN}");
    send(
        "POST",
        "/particuliers",
        &[("Cookie", &cookie), ("Origin", "https://mechant.example")],
        &good,
    )
    .expect(403);
    send("POST", "/particuliers", &[("Cookie", &cookie), ("Sec-Fetch-Site", "cross-site")], &good).expect(403);
    send(
        "POST",
        "/api/particuliers",
        &[("Content-Type", "application/json"), ("Origin", "https://mechant.example")],
        "{}",
    )
    .expect(403);
    assert_eq!(get(&format!("/api/clients?q={name}")).json()["total"], 0);
    let page = get("/").expect(200);
    for header in ["content-security-policy", "x-content-type-options", "referrer-policy", "x-frame-options"] {
        assert!(page.header(header).is_some(), "{header}");
    }
    assert!(!page.body.contains("onclick") && !page.body.contains("<script>"));
}

#[test]
fn data_is_text_wherever_it_lands() {
    let evil = format!("<script>alert('{}')</script>\"'&{{{{ 7*7 }}}}; DROP TABLE client;--", unique());
    let url = post("/particuliers", &[("nom", &evil), ("note", &evil)])
        .expect(303)
        .header("location")
        .unwrap()
        .to_owned();
    for page in [
        url.clone(),
        format!("{url}/edit"),
        format!("{url}/delete"),
        "/particuliers?sort=-numero".to_owned(),
    ] {
        let shown = get(&page).expect(200);
        assert!(!shown.body.contains("<script>alert"), "{page}");
        assert!(shown.body.contains("&lt;script&gt;alert"), "{page}");
        assert!(shown.body.contains("{{ 7*7 }}"), "{page}");
    }
    assert_eq!(get(&format!("/api{url}")).json()["nom"], evil);
}

#[test]
fn a_form_works_without_javascript() {
    let name = unique();
    let company = id_of(
        post("/societes", &[("nom", &format!("{name} un"))])
            .expect(303)
            .header("location")
            .unwrap(),
    )
    .to_string();
    // What is typed in a picker is looked up; several candidates give a choice.
    let created = post("/contacts", &[("rang", "1"), ("nom", "N"), ("societe__q", &format!("{name} un"))]).expect(303);
    get(created.header("location").unwrap()).has(&name);
    post("/societes", &[("nom", &format!("{name} deux"))]).expect(303);
    post("/contacts", &[("rang", "2"), ("nom", "N"), ("societe__q", &name)])
        .expect(422)
        .has("choisissez-en un")
        .has(&format!("<option value=\"{company}\""));
    post("/contacts", &[("rang", "2"), ("nom", "N"), ("societe__q", &name), ("societe", &company)]).expect(303);
    post("/contacts", &[("rang", "3"), ("nom", "N"), ("societe__q", "rien de tel zzz")])
        .expect(422)
        .has("Rien ne correspond");
    // A button gives more rows and keeps what was typed.
    post("/devis", &[("objet", &name), ("_add", "ligne_devis")])
        .expect(200)
        .has(&name)
        .has("ligne_devis.2.article__q");
}

#[test]
fn static_files_are_kept_by_their_hash() {
    let page = get("/").expect(200);
    let url = page
        .body
        .split('"')
        .find(|part| part.starts_with("/static/app.css?v="))
        .unwrap()
        .to_owned();
    assert!(
        get(&url)
            .expect(200)
            .header("cache-control")
            .unwrap()
            .contains("immutable")
    );
    assert_eq!(get("/static/app.css").expect(200).header("cache-control"), Some("no-cache"));
    get("/static/../Cargo.toml").expect(404);
}

#[test]
fn an_image_is_attached_and_a_page_is_not_one() {
    let code = unique();
    let part = |name: &str, value: &str| format!("--XX\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    let file = |content: &str| {
        format!("--XX\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"../été.png\"\r\nContent-Type: image/png\r\n\r\n{content}\r\n--XX--\r\n")
    };
    let fields = [
        ("_csrf", TOKEN),
        ("reference", &code),
        ("libelle", &code),
        ("famille", "piece"),
        ("prix_ht", "1"),
        ("tva", "20"),
    ];
    let text: String = fields.iter().map(|(name, value)| part(name, value)).collect();
    let cookie = format!("csrf={TOKEN}");
    let headers = [("Cookie", cookie.as_str()), ("Content-Type", "multipart/form-data; boundary=XX")];
    send("POST", "/articles", &headers, &format!("{text}{}", file("<script>alert(1)</script>")))
        .expect(422)
        .has("Choisissez une image");
    let url = send("POST", "/articles", &headers, &format!("{text}{}", file("GIF89a-tiny")))
        .expect(303)
        .header("location")
        .unwrap()
        .to_owned();
    let stored = get(&format!("/api{url}")).json()["photo"]
        .as_str()
        .unwrap()
        .to_owned();
    let shown = get(&format!("/files/{stored}")).expect(200);
    assert_eq!((shown.header("content-type"), shown.body.as_str()), (Some("image/gif"), "GIF89a-tiny"));
    // Saved again without a file, it keeps the one it has.
    let text: String = fields
        .iter()
        .chain(&[("_version", "1")])
        .map(|(name, value)| part(name, value))
        .collect();
    send("POST", &url, &headers, &format!("{text}--XX--\r\n")).expect(303);
    assert_eq!(get(&format!("/api{url}")).json()["photo"], stored);
    get("/files/..%2f..%2fCargo.toml").expect(404);
}
