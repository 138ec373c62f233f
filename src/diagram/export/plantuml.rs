//! PlantUML: entities in its entity-relationship notation; relations of the conceptual model as round boxes of their own, since
//! a line has no room for three legs or for fields. Tables with crow's feet.
//!
//! Characters that mean something to PlantUML are written as `<U+0022>`, which it turns back. Only what its version of 2020
//! (Debian's) knows is used: no `@startchen`.

use std::fmt::Write as _;

use super::keys::keys;
use super::{by_area, heading, hierarchy, leads_in, one_line, remark};
use crate::diagram::view::{Kind, Link, Look, Node, Role, Row, Tie, Tip, View};

const STYLE: &str = "\
hide circle
hide empty members
left to right direction
skinparam shadowing false
skinparam class {
  BackgroundColor #ffffff
  BorderColor #2563a8
  ArrowColor #4a5568
}
skinparam class<<relation>> {
  BackgroundColor #eef1f5
  BorderColor #5f6b7c
}
skinparam class<<constraint>> {
  BackgroundColor #eef1f5
  BorderColor #5f6b7c
}
skinparam roundCorner<<relation>> 24
skinparam roundCorner<<constraint>> 40
";

pub(super) fn write(view: &View) -> String {
    let keys = keys(view);
    let key = |at: usize| keys.get(at).map_or("", String::as_str);
    let mut out = format!("@startuml\ntitle {}\n{STYLE}", escaped(&heading(view)));
    for (area, boxes) in by_area(view) {
        if let Some((_, name)) = area {
            let _ = writeln!(out, "package \"{}\" {{", escaped(name));
        }
        for (at, node) in boxes.into_iter().filter_map(|at| Some((at, view.boxes.get(at)?))) {
            out.push_str(&element(node, key(at)));
        }
        if area.is_some() {
            out.push_str("}\n");
        }
    }
    for (at, node) in view.boxes.iter().enumerate().filter(|(_, node)| node.shape == Look::Triangle) {
        let (parent, children) = hierarchy(view, at);
        for child in children {
            let sign = if node.title.is_empty() { String::new() } else { format!(" : {}", escaped(&node.title)) };
            let _ = writeln!(out, "{} <|-- {}{sign}", parent.map(key).unwrap_or_default(), key(child));
        }
    }
    for link in &view.links {
        out.push_str(&line(view, link, key(link.source), key(link.target)));
    }
    out.push_str("@enduml\n");
    out
}

/// Text anywhere.
fn escaped(text: &str) -> String {
    let text = one_line(text);
    let mut out = String::new();
    let mut before = ' ';
    for letter in text.chars() {
        let doubled = letter == before && matches!(letter, '_' | '-' | '.');
        let is_plain =
            letter.is_alphanumeric() || (matches!(letter, ' ' | ',' | '.' | '-' | '_' | '(' | ')' | '?') && !doubled);
        match is_plain || !letter.is_ascii() {
            true => out.push(letter),
            false => _ = write!(out, "<U+{:04X}>", u32::from(letter)),
        }
        before = letter;
    }
    out
}

fn element(node: &Node, key: &str) -> String {
    let name = if node.label.is_empty() {
        escaped(&node.title)
    } else {
        format!("{}\\n({})", escaped(&node.title), escaped(&node.label))
    };
    let name = if name.is_empty() { " ".to_owned() } else { name };
    let (word, stereotype) = match node.shape {
        Look::Entity | Look::Table => ("entity", ""),
        Look::Relation => ("class", " <<relation>>"),
        Look::Circle => ("class", " <<constraint>>"),
        Look::Triangle => return String::new(),
    };
    let mut out = format!("{word} \"{name}\" as {key}{stereotype} {{\n");
    let is_key = |row: &Row| matches!(row.role, Role::Identifier | Role::IdentifierReference);
    for row in node.rows.iter().filter(|row| is_key(row)) {
        let _ = writeln!(out, "  {}", field(row));
    }
    if node.rows.iter().any(is_key) && !node.rows.iter().all(is_key) {
        out.push_str("  --\n");
    }
    for row in node.rows.iter().filter(|row| !is_key(row)) {
        let _ = writeln!(out, "  {}", field(row));
    }
    out.push_str("}\n");
    out
}

/// `{field} <u>numero</u> : serial`; a star where a value is required.
fn field(row: &Row) -> String {
    let name = escaped(&row.name);
    let name = match row.role {
        Role::Identifier | Role::IdentifierReference => format!("<u>{name}</u>"),
        _ => name,
    };
    let star = if row.required { "* " } else { "" };
    let sign = match row.role {
        Role::Reference | Role::IdentifierReference => " <<FK>>",
        Role::Alternate => " <<unique>>",
        Role::Identifier | Role::Plain | Role::Elsewhere => "",
    };
    let remark = remark(&row.label, &row.docs);
    let remark = if remark.is_empty() { String::new() } else { format!(" <i>{}</i>", escaped(&remark)) };
    format!("{star}{{field}} {name} : {}{sign}{remark}", escaped(&row.ty))
}

fn line(view: &View, link: &Link, source: &str, target: &str) -> String {
    let words = if link.role.is_empty() { String::new() } else { format!(" : {}", escaped(&link.role)) };
    let card = escaped(&link.card);
    match &link.tie {
        Tie::Leg { .. } if leads_in(view, link) => format!("{source} \"{card}\" -- {target}{words}\n"),
        Tie::Leg { .. } => format!("{target} -- \"{card}\" {source}{words}\n"),
        Tie::Constraint if link.ends.first() == Some(&Tip::Arrow) => format!("{target} ..> {source}\n"),
        Tie::Constraint => format!("{target} .. {source}\n"),
        // Drawn from the triangle.
        Tie::Supertype | Tie::Subtype => String::new(),
        Tie::Reference { columns, optional, unique, identifying, .. } => {
            let crow = view.kind == Kind::Crow;
            let many = if *unique { "|o" } else { "}o" };
            let one = if *optional { "o|" } else { "||" };
            let line = if *identifying { "--" } else { ".." };
            let arrow = if crow { format!("{many}{line}{one}") } else { format!("{line}>") };
            format!("{source} {arrow} {target} : {}\n", escaped(&columns.join(", ")))
        }
    }
}
