//! The text exports, each parsed by the tool it is written for: Mermaid, DBML and D2 by their own projects' parsers on Node (put
//! under `target/` by `scripts/setup`), PlantUML and Graphviz by the programs themselves.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use merisier::diagram::export::{Language, write};
use merisier::diagram::view::{Detail, Kind, Selection, View, select};
use merisier::mcd::Mcd;

use crate::{model, model_of, view_of};

const LANGUAGES: [(Language, &str); 5] = [
    (Language::Mermaid, "mmd"),
    (Language::PlantUml, "puml"),
    (Language::Dbml, "dbml"),
    (Language::Dot, "dot"),
    (Language::D2, "d2"),
];

const HOSTILE: &str = include_str!("hostile.mcd");

fn examples() -> Vec<(String, Mcd)> {
    let folder = |name: &str| format!("{}/examples/{name}", env!("CARGO_MANIFEST_DIR"));
    let read = |name: &str| (name.to_owned(), model(&folder(name)));
    ["artisan", "cabinet", "training", "espocrm"].into_iter().map(read).collect()
}

fn hostile() -> Mcd {
    let checked = merisier::driver::check_texts(&[("hostile.mcd", HOSTILE)]);
    let told: Vec<&str> = checked.diagnostics.iter().map(|problem| problem.message.en.as_str()).collect();
    assert!(checked.passes(), "{told:#?}");
    checked.mcd
}

/// Every model in the language, as files of a folder; `but` is left out where a tool takes too long for it.
fn exported(folder: &Path, (language, extension): (Language, &str), but: &[&str]) {
    let mut models = examples();
    models.push(("hostile".to_owned(), hostile()));
    models.push(("empty".to_owned(), Mcd::default()));
    let put =
        |name: &str, view: &View| fs::write(folder.join(format!("{name}.{extension}")), write(view, language)).unwrap();
    for (name, mcd) in models.iter().filter(|(name, _)| !but.contains(&name.as_str())) {
        for kind in
            [Kind::Mcd, Kind::Crow].into_iter().filter(|kind| *kind != Kind::Mcd || !language.knows_only_tables())
        {
            put(&format!("{name}-{kind:?}"), &view_of(mcd, kind, Detail::All));
        }
    }
    put("part", &part(&view_of(&models[0].1, Kind::Mld, Detail::Keys)));
    put("names", &view_of(&hostile(), Kind::Mld, Detail::Names));
}

/// What lies around the first box.
fn part(view: &View) -> View {
    let around = Some((view.boxes[0].title.clone(), 1));
    select(view, &Selection { area: None, around }).unwrap()
}

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|found| found == extension));
    files.sort();
    assert!(files.len() >= 6, "{extension}: {files:?}");
    files
}

/// Runs a program that must be there; what it says when it refuses.
fn accepted(command: &mut Command) {
    let name = command.get_program().to_string_lossy().into_owned();
    let run = command.output().unwrap_or_else(|error| panic!("{name}: {error}; scripts/setup installs it"));
    let said = format!("{}{}", String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
    assert!(run.status.success(), "{name} refuses:\n{said}");
}

/// D2's compiler lays out too: a model of two hundred entities takes it half a minute.
#[test]
fn mermaid_dbml_and_d2_parse_their_exports() {
    let folder = tempfile::tempdir().unwrap();
    exported(folder.path(), (Language::Mermaid, "mmd"), &[]);
    exported(folder.path(), (Language::Dbml, "dbml"), &[]);
    exported(folder.path(), (Language::D2, "d2"), &["espocrm", "artisan"]);
    let tools = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("tools");
    assert!(tools.join("node_modules").is_dir(), "{} is missing; scripts/setup makes it", tools.display());
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/diagram/parse.mjs");
    accepted(Command::new("node").arg(script).arg(&tools).arg(folder.path()));
}

/// `-syntax` reads one diagram; to check files, this version of PlantUML lays them out.
#[test]
fn plantuml_parses_its_exports() {
    let folder = tempfile::tempdir().unwrap();
    exported(folder.path(), (Language::PlantUml, "puml"), &["cabinet", "artisan"]);
    for file in files(folder.path(), "puml") {
        accepted(Command::new("plantuml").args(["-headless", "-syntax"]).stdin(fs::File::open(file).unwrap()));
    }
}

/// The engine that takes least time: labels are parsed before anything is placed.
#[test]
fn graphviz_parses_its_exports() {
    let folder = tempfile::tempdir().unwrap();
    exported(folder.path(), (Language::Dot, "dot"), &[]);
    accepted(Command::new("dot").args(["-Kosage", "-Tplain", "-o/dev/null"]).args(files(folder.path(), "dot")));
}

/// Everything the model says is in the text, and the same model gives the same text.
#[test]
fn exports_are_complete_and_the_same_each_time() {
    let mcd = model_of(
        "entity A \"Aa\" in Ventes {\n n serial identifier\n x text(7) required\n subtypes XT\n}\nentity B is A {\n y date\n}\nentity C {\n k serial identifier\n}\nrelation R {\n parrain: A 0,n\n filleul: A 2,5\n C 0,1\n q integer\n}\n",
    );
    for (language, extension) in LANGUAGES {
        let kind = if language.knows_only_tables() { Kind::Mld } else { Kind::Mcd };
        let view = view_of(&mcd, kind, Detail::All);
        let text = write(&view, language);
        assert_eq!(text, write(&view, language));
        let wanted: &[&str] = match kind {
            Kind::Mcd => {
                &["Ventes", "Aa", "text(7)", "date", "XT", "parrain", "filleul", "0,n", "2,5", "0,1", "integer"]
            }
            _ => &["Ventes", "text(7)", "date", "integer", "not null", "pk", "Ref:", "delete: restrict"],
        };
        for word in wanted {
            assert!(text.contains(word), "{extension} lacks {word}:\n{text}");
        }
    }
}

/// A relation lies between the leg that determines and the legs determined, so that layered engines see layers.
#[test]
fn relations_are_drawn_along_their_dependency() {
    let mcd = model_of(
        "entity Client {\n n serial identifier\n}\nentity Commande {\n n serial identifier\n}\nrelation Passer {\n Client 0,n\n Commande 1,1\n}\n",
    );
    let view = view_of(&mcd, Kind::Mcd, Detail::Names);
    let dot = write(&view, Language::Dot);
    assert!(dot.contains("e_Commande -> r_Passer") && dot.contains("r_Passer -> e_Client"), "{dot}");
    let mermaid = write(&view, Language::Mermaid);
    assert!(mermaid.contains("e_Commande ---|\"1,1\"| r_Passer"), "{mermaid}");
}
