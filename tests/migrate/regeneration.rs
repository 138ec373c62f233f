//! Hand edits and ten changes of the model in a row: edits stay, and what is generated around them follows.
//!
//! Compiles nothing: `scripts/keep-edits` does, and opens the application in a browser.

use std::fs;
use std::path::Path;

use crate::commands::{Project, tree};
use crate::support::databases::Engine;

const MODEL: &str = r#"entity Client {
    code    text(9)   identifier
    nom     text(80)  required title
    fax     text(20)
    statut  enum { actif "Actif", perdu "Perdu" }

    rule nom <> "-" "Un nom se dit"
}
entity Commande {
    numero  serial  identifier
    total   decimal(8, 2)
}
relation Passer {
    Commande 0,1
    Client 0,n
}
"#;

/// A file, what is there, and what it becomes: a handler, a template, a style, and an entity's own file.
const EDITS: [(&str, &str, &str); 4] = [
    (
        "src/core/handlers.rs",
        "    let clock = state.model.locale.clock();\n",
        "    // By hand.\n    let clock = state.model.locale.clock();\n",
    ),
    ("templates/base.html", "</body>", "<p>By hand</p>\n</body>"),
    ("static/app.css", "  --hue: 172;", "  --hue: 28;"),
    (
        "src/entities/client.rs",
        "impl Client {\n",
        "impl Client {\n    /// By hand.\n    pub fn is_long(&self) -> bool {\n        self.nom.as_ref().is_some_and(|nom| nom.len() > 40)\n    }\n\n",
    ),
];

/// What is written, what it becomes, the answers, and what the generated text around the edits then has (file, text).
type Change = (&'static str, &'static str, &'static [&'static str], (&'static str, &'static str));

const CLIENT: &str = "src/entities/client.rs";

const CHANGES: [Change; 10] = [
    ("    fax ", "    ville   text(40)\n    fax ", &[], (CLIENT, "pub ville: Option<String>")),
    ("    fax     text(20)", "    telecopie text(20) was fax", &[], (CLIENT, "pub telecopie: Option<String>")),
    (
        "    ville   text(40)",
        "    ville   text(40) required",
        &["--answer", "backfill Client.ville = \"Lyon\""],
        (CLIENT, "pub ville"),
    ),
    (
        "entity Commande",
        "entity Vendeur {\n    nom text(40) identifier\n}\nentity Commande",
        &[],
        ("src/entities/vendeur.rs", "pub struct Vendeur"),
    ),
    (
        "relation Passer",
        "relation Suivre {\n    Client 0,1\n    Vendeur 0,n\n}\nrelation Passer",
        &[],
        (CLIENT, "pub vendeur: Option<Key>"),
    ),
    ("    Commande 0,1", "    Commande 0,n", &[], ("src/relations/passer.rs", "pub struct Passer")),
    ("perdu \"Perdu\"", "perdu \"Perdu\", ancien \"Ancien\"", &[], (CLIENT, "Ancien")),
    ("    telecopie text(20) was fax\n", "", &["--answer", "drop field Client.telecopie"], (CLIENT, "pub ville")),
    ("nom <> \"-\"", "nom <> \"anonyme\"", &[], (CLIENT, "anonyme")),
    ("entity Commande", "entity Achat was Commande", &[], ("src/entities/achat.rs", "pub struct Achat")),
];

fn edit(app: &Path, (file, before, after): (&str, &str, &str)) {
    let text = fs::read_to_string(app.join(file)).unwrap();
    assert!(text.contains(before), "{file} has no {before:?}");
    fs::write(app.join(file), text.replacen(before, after, 1)).unwrap();
}

#[test]
fn hand_edits_outlive_ten_changes_of_the_model() {
    let project = Project::new(Engine::Sqlite, MODEL);
    let app = project.path().join("app");
    project.done(&["build"]);
    EDITS.into_iter().for_each(|one| edit(&app, one));
    let mut model = MODEL.to_owned();
    for (before, after, answers, (file, text)) in CHANGES {
        assert!(model.contains(before), "the model has no {before:?}");
        model = model.replacen(before, after, 1);
        if after.contains("Achat") {
            model = model.replace("    Commande 0,n", "    Achat 0,n");
        }
        project.model(&model);
        if !answers.is_empty() {
            project.done(&[&["migrate"], answers].concat());
        }
        project.done(&["build"]);
        for (file, _, edited) in EDITS {
            let there = fs::read_to_string(app.join(file)).unwrap();
            assert!(there.contains(edited), "{after:?}: the edit of {file} is gone");
        }
        let there = fs::read_to_string(app.join(file)).unwrap();
        assert!(there.contains(text), "{after:?}: {file} has no {text:?}");
    }
    let files = tree(&app);
    let beside: Vec<&String> = files.iter().map(|(name, _)| name).filter(|name| name.ends_with(".new")).collect();
    assert!(beside.is_empty(), "{beside:?}");
    let said = project.done(&["build"]);
    assert!(tree(&app) == files, "a build without a change writes: {said}");
}
