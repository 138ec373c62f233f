//! The workshop's own files as its first records: links of every kind, and what can't come in told with its reason.

use std::fs;
use std::path::Path;

use merisier::driver::check_texts;
use merisier::inventory::read::{Limits, read_path};
use merisier::inventory::stage::stage;
use serde_json::{Value as Json, json};
use tempfile::TempDir;

use super::ATELIER;
use super::made::Made;
use super::support::databases::{Database, Engine};
use super::visitor::{Visitor, key};

const FILES: &[(&str, &str)] = &[
    // The last player's name is too long: his team has nobody left, and can't be. A number that is none is but left out.
    (
        "joueurs.csv",
        "Équipe;Joueur;N°\nLes Scieurs;Ada;9\nLes Scieurs;Bob;dix\nLes Rabots;Cyd dont le nom est plus long que quarante lettres;11\n",
    ),
    // Two that sponsor each other, one that sponsors herself, one behind them, one whose sponsor's name is too long and whose address is none,
    // one whose two rows differ; one is of two kinds.
    (
        "personnes.csv",
        "Nom;Courriel;Parrain;Métier;Carte\nAda;ada@x.fr;Bob;Scieuse;A7\nBob;bob@x.fr;Ada;;\nÈve;;Ève;;\nZoé;;Bob;Tourneuse;\nDan;pas une adresse;Ted dont le nom ne tient pas dans les soixante lettres que le champ accepte;;\nIda;ida chez x;;;\nIda;ida@x.fr;;;\n",
    ),
    // Nobody is born after today: a rule that reads nothing else.
    ("tiers.csv", "Nom;Né le\nGil;10/12/1815\nNoé;31/02/2024\nMia;01/01/2999\n"),
    ("chantiers.csv", "Chantier;Qui\nGrange;Ada\nGrange;Bob\nPigeonnier;Ada\nGrange;Ada\n"),
    ("recettes.csv", "Recette;Ingrédient;Qté\nCrêpes;Farine;250\nCrêpes;Œufs;4\nSoupe;Eau;beaucoup\n"),
    // The second task breaks the budget; the third would too after it, but not without it.
    ("taches.csv", "Projet;Budget;Tâche;Coût\nEscalier;100;Limon;60\nEscalier;100;Marches;60\nEscalier;100;Rampe;40\n"),
];

/// Imports them, and finds all of what may come in, with its links.
pub fn holds(app: &Made, engine: Engine) {
    let folder = TempDir::new().unwrap();
    staged(folder.path());
    let database = Database::fresh(engine);
    app.run(&database, &["import", &folder.path().to_string_lossy()]);
    app.run(&database, &["import", &folder.path().to_string_lossy()]);
    let served = app.serve(&database);
    links(&Visitor::new(&served.base));
    refusals(folder.path());
}

/// The records of the files as `run --import` writes them, and of a relation that no file tells.
fn staged(folder: &Path) {
    let data = TempDir::new().unwrap();
    for (name, text) in FILES {
        fs::write(data.path().join(name), text).unwrap();
    }
    let reading = read_path(data.path(), &Limits::default());
    let checked = check_texts(&[("atelier.mcd", ATELIER)]);
    for (at, records) in stage(&checked.mcd, &reading.tables).iter().enumerate() {
        for (name, text) in records.files(at) {
            fs::write(folder.join(name), text).unwrap();
        }
    }
    let leads =
        |who: &str, what: &str| json!({ "key": "", "values": { "personne": who, "chantier": what } }).to_string();
    let lines = [leads("Ada", "Grange"), leads("Bob", "Pigeonnier")];
    fs::write(folder.join("99-diriger.jsonl"), lines.join("\n")).unwrap();
}

fn links(visitor: &Visitor) {
    let all = |slug: &str| {
        let (status, said) = visitor.api("GET", &format!("/api/{slug}"), None);
        assert_eq!(status, 200, "{slug}: {said}");
        said["items"].as_array().cloned().unwrap_or_default()
    };
    let names = |slug: &str, field: &str| {
        let mut names: Vec<String> =
            all(slug).iter().filter_map(|item| item[field].as_str().map(str::to_owned)).collect();
        names.sort();
        names
    };
    let full = |slug: &str, name: &str| -> Json {
        let found = all(slug).into_iter().find(|item| item["nom"] == name).unwrap_or_default();
        visitor.api("GET", &format!("/api/{slug}/{}", key(&found)), None).1
    };
    assert_eq!(names("equipes", "nom"), ["Les Scieurs"]);
    assert_eq!(names("joueurs", "nom"), ["Ada", "Bob"]);
    assert_eq!(full("equipes", "Les Scieurs")["jouer"].as_array().map(Vec::len), Some(2));
    assert_eq!(names("recettes", "nom"), ["Crêpes"]);
    assert_eq!(full("recettes", "Crêpes")["composer"][0]["quantite"], "250.00");
    assert_eq!(names("taches", "titre"), ["Limon", "Rampe"]);
    assert_eq!(names("personnes", "nom"), ["Ada", "Bob", "Dan", "Ida", "Zoé", "Ève"]);
    assert_eq!(names("tiers", "nom"), ["Gil", "Mia", "Noé"]);
    let born = |name: &str| full("particuliers", name)["naissance"].clone();
    assert_eq!((born("Gil"), born("Noé"), born("Mia")), (json!("1815-12-10"), Json::Null, Json::Null));
    assert_eq!(
        (&full("personnes", "Dan")["email"], &full("personnes", "Ida")["email"]),
        (&Json::Null, &json!("ida@x.fr"))
    );
    assert_eq!(full("personnes", "Dan")["parrain"], Json::Null);
    let (ada, bob) = (full("personnes", "Ada"), full("personnes", "Bob"));
    let sponsor = |name: &str| full("personnes", name)["parrain"].clone();
    assert_eq!((&ada["parrain"], &bob["parrain"]), (&bob["id"], &ada["id"]));
    assert_eq!((sponsor("Zoé"), sponsor("Ève")), (bob["id"].clone(), full("personnes", "Ève")["id"].clone()));
    assert_eq!(ada["travailler"].as_array().map(Vec::len), Some(2));
    assert_eq!(ada["diriger"].as_array().map(Vec::len), Some(1));
    assert_eq!(bob["diriger"].as_array().map(Vec::len), Some(0));
    assert_eq!(
        (names("benevoles", "nom"), names("adherents", "nom")),
        (vec!["Ada".into(), "Zoé".into()], vec!["Ada".into()])
    );
    assert_eq!(full("adherents", "Ada")["id"], ada["id"]);
}

/// Beside each file, what of it was refused: why, from which row, and its values under their labels; and the values left out of what is in.
fn refusals(folder: &Path) {
    let mut told = String::new();
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths.iter().filter(|path| path.extension().is_some_and(|extension| extension == "csv")) {
        let text = fs::read_to_string(path).unwrap();
        told += &format!("{}\n", path.file_name().unwrap().to_string_lossy());
        told += &text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    }
    insta::assert_snapshot!("refused", told);
}
