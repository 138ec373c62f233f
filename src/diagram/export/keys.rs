//! Short names for boxes, that every tool can read: ASCII letters, digits and `_`.
//!
//! Invariant: as many as boxes, all different even where case is ignored, and none is a word of a tool (each has a `_` within
//! after one letter).

use std::collections::BTreeSet;

use crate::diagram::view::{Look, View};

/// One a box: `e_Client`.
pub(super) fn keys(view: &View) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let mut keys = Vec::with_capacity(view.boxes.len());
    for node in &view.boxes {
        let letter = match node.shape {
            Look::Entity => "e",
            Look::Relation => "r",
            Look::Table => "t",
            Look::Triangle => "s",
            Look::Circle => "c",
        };
        let stem = node.id.split_once('-').map_or(node.id.as_str(), |(_, name)| name);
        let base = format!("{letter}_{}", ascii(stem));
        let free = |key: &String| !taken.contains(&key.to_lowercase());
        let numbered = (2..).map(|number| format!("{base}_{number}"));
        let key = std::iter::once(base.clone()).chain(numbered).find(free).unwrap_or(base);
        taken.insert(key.to_lowercase());
        keys.push(key);
    }
    keys
}

/// Letters without their accents; what is no letter becomes `_`.
pub(super) fn ascii(name: &str) -> String {
    let plain = |letter: char| if letter.is_ascii_alphanumeric() { letter } else { '_' };
    any_ascii::any_ascii(name).chars().map(plain).take(60).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagram::view::Node;

    #[test]
    fn keys_differ_whatever_the_names() {
        let node = |id: &str| Node { id: id.into(), ..Node::default() };
        let view = View {
            boxes: vec![node("entity-Été"), node("entity-Ete"), node("entity-\"]"), node("entity-ete")],
            ..View::default()
        };
        assert_eq!(keys(&view), ["e_Ete", "e_Ete_2", "e___", "e_ete_3"]);
    }
}
