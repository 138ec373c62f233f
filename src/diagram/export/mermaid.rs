//! Mermaid: `erDiagram` for tables; for the conceptual model a `flowchart`, which has room for relations of any number of legs,
//! their fields, roles, subtypes and constraints, where `erDiagram` has none.
//!
//! Characters that mean something to Mermaid, to HTML or to Markdown are written as `#34;`, which Mermaid turns back.

use std::fmt::Write as _;

use super::keys::{ascii, keys};
use super::{by_area, heading, leads_in, one_line, remark};
use crate::diagram::view::{Kind, Link, Look, Node, Role, Row, Tie, Tip, View};

pub(super) fn write(view: &View) -> String {
    let mut out = format!("---\ntitle: {}\n---\n", serde_json::to_string(&heading(view)).unwrap_or_default());
    match view.kind {
        Kind::Mcd => flowchart(view, &mut out),
        Kind::Mld | Kind::Crow => tables(view, &mut out),
    }
    out
}

/// Text between quotes.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for letter in one_line(text).chars() {
        let is_plain =
            letter.is_alphanumeric() || matches!(letter, ' ' | ',' | '.' | '-' | '(' | ')' | '/' | '+' | '’');
        match is_plain || (!letter.is_ascii() && !letter.is_whitespace()) {
            true => out.push(letter),
            false => _ = write!(out, "#{};", u32::from(letter)),
        }
    }
    out
}

fn flowchart(view: &View, out: &mut String) {
    let keys = keys(view);
    let key = |at: usize| keys.get(at).map_or("", String::as_str);
    out.push_str("flowchart LR\n");
    for (area, boxes) in by_area(view) {
        let indent = if area.is_some() { "    " } else { "  " };
        if let Some((place, name)) = area {
            let _ = writeln!(out, "  subgraph area_{place}[\"{}\"]", escaped(name));
        }
        for (at, node) in boxes.into_iter().filter_map(|at| Some((at, view.boxes.get(at)?))) {
            let _ = writeln!(out, "{indent}{}{}", key(at), shape(node));
        }
        if area.is_some() {
            out.push_str("  end\n");
        }
    }
    for link in &view.links {
        let _ = writeln!(out, "  {}", leg(view, link, key(link.source), key(link.target)));
    }
    out.push_str("  classDef entity fill:#fff,stroke:#2563a8,color:#1a202c,text-align:left\n");
    out.push_str("  classDef relation fill:#eef1f5,stroke:#5f6b7c,color:#1a202c\n");
}

fn shape(node: &Node) -> String {
    let title = escaped(&node.title);
    match node.shape {
        Look::Entity | Look::Table => format!("[\"<b>{title}</b>{}\"]:::entity", lines(node)),
        Look::Relation => format!("([\"<b>{title}</b>{}\"]):::relation", lines(node)),
        Look::Triangle if title.is_empty() => "[/\" \"\\]:::relation".to_owned(),
        Look::Triangle => format!("[/\"{title}\"\\]:::relation"),
        Look::Circle => format!("((\"{title}\")):::relation"),
    }
}

/// A label below the name, then the fields.
fn lines(node: &Node) -> String {
    let label = if node.label.is_empty() { String::new() } else { format!("<br/><i>{}</i>", escaped(&node.label)) };
    let row = |row: &Row| {
        let name = escaped(&row.name);
        let name = match row.role {
            Role::Identifier | Role::IdentifierReference => format!("<u>{name}</u>"),
            _ => name,
        };
        let sign = if row.required && row.role != Role::Identifier { "#42;" } else { "" };
        let label = if row.label.is_empty() { String::new() } else { format!(" <i>{}</i>", escaped(&row.label)) };
        format!("<br/>{name}{sign} {}{label}", escaped(&row.ty))
    };
    format!("{label}{}", node.rows.iter().map(row).collect::<String>())
}

fn leg(view: &View, link: &Link, source: &str, target: &str) -> String {
    let words: Vec<String> =
        [&link.card, &link.role].into_iter().filter(|word| !word.is_empty()).map(|word| escaped(word)).collect();
    let words = words.join(" ");
    let text = if words.is_empty() { String::new() } else { format!("|\"{words}\"|") };
    match link.tie {
        Tie::Leg { .. } if leads_in(view, link) => format!("{source} ---{text} {target}"),
        Tie::Leg { .. } => format!("{target} ---{text} {source}"),
        Tie::Supertype => format!("{target} --> {source}"),
        Tie::Constraint if link.ends.first() == Some(&Tip::Arrow) => format!("{target} -.-> {source}"),
        Tie::Constraint => format!("{target} -.- {source}"),
        Tie::Subtype | Tie::Reference { .. } => format!("{source} --- {target}"),
    }
}

fn tables(view: &View, out: &mut String) {
    out.push_str("erDiagram\n");
    for node in &view.boxes {
        let _ = writeln!(out, "  \"{}\" {{", escaped(&node.title));
        for row in &node.rows {
            let _ = writeln!(out, "    {}", column(node, row));
        }
        out.push_str("  }\n");
    }
    for link in &view.links {
        let Tie::Reference { columns, optional, unique, identifying, .. } = &link.tie else { continue };
        let title = |at: usize| view.boxes.get(at).map(|node| escaped(&node.title)).unwrap_or_default();
        let many = if *unique { "|o" } else { "}o" };
        let one = if *optional { "o|" } else { "||" };
        let line = if *identifying { "--" } else { ".." };
        let (source, target) = (title(link.source), title(link.target));
        let words = escaped(&columns.join(", "));
        let _ = writeln!(out, "  \"{source}\" {many}{line}{one} \"{target}\" : \"{words}\"");
    }
}

/// `decimal prix UK "decimal(14,2), Prix HT"`: what Mermaid's words can't hold goes into the comment.
fn column(node: &Node, row: &Row) -> String {
    let (ty, name) = (word(row.ty.split('(').next().unwrap_or_default()), word(&row.name));
    let has_key = |role: &[Role]| role.contains(&row.role);
    let mut keys = Vec::new();
    if has_key(&[Role::Identifier, Role::IdentifierReference]) {
        keys.push("PK");
    }
    if has_key(&[Role::Reference, Role::IdentifierReference]) {
        keys.push("FK");
    }
    if node.uniques.iter().any(|group| matches!(group.as_slice(), [only] if *only == row.name)) {
        keys.push("UK");
    }
    let mut words = Vec::new();
    if name != row.name {
        words.push(row.name.clone());
    }
    if ty != row.ty {
        words.push(row.ty.clone());
    }
    if row.required {
        words.push("NOT NULL".to_owned());
    }
    words.push(remark(&row.label, &row.docs));
    words.retain(|word| !word.is_empty());
    let keys = if keys.is_empty() { String::new() } else { format!(" {}", keys.join(", ")) };
    let comment = if words.is_empty() { String::new() } else { format!(" \"{}\"", escaped(&words.join(", "))) };
    format!("{ty} {name}{keys}{comment}")
}

/// A word that the grammar takes: letters, digits, `_`; none of its keys.
fn word(name: &str) -> String {
    let word = ascii(name);
    match word.chars().next() {
        Some(first) if first.is_ascii_alphabetic() && !["PK", "FK", "UK"].contains(&word.as_str()) => word,
        _ => format!("c_{word}"),
    }
}
