//! The page's words in French and English: those of `shell.html` by key, and those of the script.

use serde_json::{Map, Value};

use super::super::svg::escape;
use crate::diag::Lang;

/// Key, French, English.
const WORDS: &[(&str, &str, &str)] = &[
    ("mcd", "MCD", "MCD"),
    ("mld", "MLD", "MLD"),
    ("crow", "Pattes d’oie", "Crow’s foot"),
    ("names", "Noms", "Names"),
    ("keys", "Clés", "Keys"),
    ("all", "Tout", "All"),
    ("diagrams", "Diagrammes", "Diagrams"),
    ("detail", "Niveau de détail", "Level of detail"),
    ("search", "Chercher une entité, un champ…", "Search for an entity, a field…"),
    ("drawing", "Dessin", "Drawing"),
    ("about", "À propos", "About"),
    ("zoom", "Zoom", "Zoom"),
    ("zoomIn", "Agrandir", "Zoom in"),
    ("zoomOut", "Réduire", "Zoom out"),
    ("zoomAll", "Tout montrer", "Show everything"),
    ("shortcuts", "Clavier et souris", "Keyboard and mouse"),
    ("close", "Fermer", "Close"),
    ("revision", "Révision", "Revision"),
    ("showChanges", "Montrer ce qu’elle a changé", "Show what it changed"),
    ("changesTitle", "Ce qui a changé", "What changed"),
    ("added", "ajouté", "added"),
    ("removed", "retiré", "removed"),
    ("changed", "modifié", "changed"),
    ("options", "Domaines, détail…", "Areas, detail…"),
    ("entity", "entité", "entity"),
    ("entitys", "entités", "entities"),
    ("relation", "association", "relation"),
    ("relations", "associations", "relations"),
    ("table", "table", "table"),
    ("tables", "tables", "tables"),
    ("subtypes", "spécialisation", "subtypes"),
    ("constraint", "contrainte", "constraint"),
    ("field", "champ", "field"),
    ("fields", "champs", "fields"),
    ("linkedTo", "liée à", "linked to"),
    ("areas", "Domaines", "Areas"),
    ("noArea", "sans domaine", "no area"),
    ("only", "seul", "only"),
    ("showAll", "Tout montrer", "Show everything"),
    ("fieldsTitle", "Champs", "Fields"),
    ("linksTitle", "Liens", "Links"),
    ("around", "Voisinage", "Neighbours"),
    ("everything", "Tout", "All"),
    ("oneStep", "1 pas", "1 step"),
    ("twoSteps", "2 pas", "2 steps"),
    ("pathTo", "Chemin vers", "Path to"),
    ("noPath", "Aucun chemin ne les relie.", "No path links them."),
    ("refersTo", "se réfère à", "refers to"),
    ("referredBy", "référencée par", "referred to by"),
    ("nothingFound", "Rien de tel", "Nothing like this"),
];

/// What the panel says where nothing is chosen.
const HINTS: &[(&str, &str)] = &[
    ("Cliquez sur une boîte pour la lire et voir son voisinage.", "Click a box to read it and to see its neighbours."),
    (
        "Maj + clic sur une deuxième montre le chemin entre les deux.",
        "Shift + click on a second one shows the path between both.",
    ),
    ("Molette ou pincement pour zoomer, glisser pour déplacer.", "Wheel or pinch to zoom, drag to move."),
    ("« / » pour chercher, « ? » pour le clavier.", "“/” to search, “?” for the keyboard."),
];

/// Keys, and what they do in French and English.
const KEYS: &[(&str, &str, &str)] = &[
    ("/", "Chercher", "Search"),
    ("1 2 3", "Passer d’un diagramme à l’autre", "Go from one diagram to another"),
    ("← ↑ → ↓", "Aller à la boîte voisine", "Go to the next box"),
    ("⏎", "Choisir la boîte", "Choose the box"),
    ("Esc", "Ne rien choisir", "Choose nothing"),
    ("⇧ ← ↑ → ↓", "Déplacer le dessin", "Move the drawing"),
    ("+ − 0", "Agrandir, réduire, tout montrer", "Zoom in, zoom out, show everything"),
    ("⇧ clic", "Montrer le chemin depuis la boîte choisie", "Show the path from the chosen box"),
];

/// A word; empty where there is none.
pub(super) fn word(key: &str, lang: Lang) -> &'static str {
    WORDS.iter().find(|(known, _, _)| *known == key).map_or("", |(_, fr, en)| if lang == Lang::Fr { fr } else { en })
}

/// All words, for the script.
pub(super) fn json(lang: Lang) -> Value {
    let mut all: Map<String, Value> =
        WORDS.iter().map(|(key, _, _)| ((*key).to_owned(), word(key, lang).into())).collect();
    let hints: Vec<&str> = HINTS.iter().map(|(fr, en)| if lang == Lang::Fr { *fr } else { *en }).collect();
    all.insert("hints".into(), hints.into());
    Value::Object(all)
}

/// The list of keys, as HTML.
pub(super) fn keys(lang: Lang) -> String {
    let line = |(key, fr, en): &(&str, &str, &str)| {
        let told = if lang == Lang::Fr { fr } else { en };
        format!("<dt>{}</dt><dd>{}</dd>\n", escape(key), escape(told))
    };
    KEYS.iter().map(line).collect()
}
