//! D2: entities and tables as `sql_table`, relations as such too where they have fields, else as ovals.
//!
//! Names and labels stand in single quotes, where D2 substitutes nothing and only the quote itself is doubled.

use std::fmt::Write as _;

use super::keys::keys;
use super::{by_area, heading, leads_in, one_line, remark};
use crate::diagram::view::{Kind, Link, Look, Node, Role, Row, Tie, Tip, View};

pub(super) fn write(view: &View) -> String {
    let keys = keys(view);
    let mut paths = keys.clone();
    let mut out =
        format!("direction: right\nmodel_title: {} {{shape: text; near: top-center}}\n", quoted(&heading(view)));
    for (area, boxes) in by_area(view) {
        if let Some((place, name)) = area {
            let _ = writeln!(out, "area_{place}: {} {{", quoted(name));
        }
        for at in boxes {
            let (Some(node), Some(key)) = (view.boxes.get(at), keys.get(at)) else { continue };
            element(node, key, &mut out);
            if let (Some((place, _)), Some(path)) = (area, paths.get_mut(at)) {
                *path = format!("area_{place}.{key}");
            }
        }
        if area.is_some() {
            out.push_str("}\n");
        }
    }
    let path = |at: usize| paths.get(at).map_or("", String::as_str);
    for link in &view.links {
        let _ = writeln!(out, "{}", edge(view, link, path(link.source), path(link.target)));
    }
    out
}

fn quoted(text: &str) -> String {
    format!("'{}'", one_line(text).replace('\'', "''"))
}

fn element(node: &Node, key: &str, out: &mut String) {
    let shape = match node.shape {
        Look::Entity | Look::Table => "sql_table",
        Look::Relation if node.rows.is_empty() => "oval",
        Look::Relation => "sql_table",
        Look::Triangle => "hexagon",
        Look::Circle => "circle",
    };
    let title = if node.label.is_empty() { node.title.clone() } else { format!("{} ({})", node.title, node.label) };
    let _ = writeln!(out, "{key}: {} {{", quoted(&title));
    let _ = writeln!(out, "  shape: {shape}");
    if node.shape == Look::Relation {
        out.push_str("  style.fill: '#eef1f5'\n  style.border-radius: 12\n");
    }
    if !node.docs.is_empty() {
        let _ = writeln!(out, "  tooltip: {}", quoted(&node.docs));
    }
    for (at, row) in node.rows.iter().enumerate() {
        let _ = writeln!(out, "  {}: {}{}", column(node, at, row), quoted(&words(row)), constraint(row));
    }
    out.push_str("}\n");
}

/// The name of a column; D2 holds two that differ in case only for the same.
fn column(node: &Node, at: usize, row: &Row) -> String {
    let name = one_line(&row.name);
    let lower = name.to_lowercase();
    let is_taken = node.rows.iter().take(at).any(|other| one_line(&other.name).to_lowercase() == lower);
    quoted(&if is_taken { format!("{name} ({})", at + 1) } else { name })
}

fn words(row: &Row) -> String {
    let remark = remark(&row.label, "");
    let star = if row.required { " *" } else { "" };
    if remark.is_empty() { format!("{}{star}", row.ty) } else { format!("{}{star} — {remark}", row.ty) }
}

fn constraint(row: &Row) -> &'static str {
    match row.role {
        Role::Identifier => " {constraint: primary_key}",
        Role::Alternate => " {constraint: unique}",
        Role::Reference => " {constraint: foreign_key}",
        Role::IdentifierReference => " {constraint: [primary_key; foreign_key]}",
        Role::Plain | Role::Elsewhere => "",
    }
}

fn edge(view: &View, link: &Link, source: &str, target: &str) -> String {
    let label = if link.role.is_empty() { String::new() } else { format!(" {}", quoted(&link.role)) };
    let card = quoted(&link.card);
    match &link.tie {
        Tie::Leg { .. } if leads_in(view, link) => format!("{source} -- {target}:{label} {{source-arrowhead: {card}}}"),
        Tie::Leg { .. } => format!("{target} -- {source}:{label} {{target-arrowhead: {card}}}"),
        Tie::Supertype => format!("{target} -> {source}"),
        Tie::Subtype => format!("{source} -- {target}"),
        Tie::Constraint => {
            let arrow = if link.ends.first() == Some(&Tip::Arrow) { "->" } else { "--" };
            format!("{target} {arrow} {source}: {{style.stroke-dash: 4}}")
        }
        Tie::Reference { columns, optional, unique, .. } => {
            let columns = quoted(&columns.join(", "));
            match view.kind {
                Kind::Crow => {
                    let many = if *unique { "cf-one" } else { "cf-many" };
                    let one = if *optional { "cf-one" } else { "cf-one-required" };
                    format!(
                        "{source} <-> {target}: {columns} {{source-arrowhead.shape: {many}; target-arrowhead.shape: {one}}}"
                    )
                }
                Kind::Mcd | Kind::Mld => format!("{source} -> {target}: {columns}"),
            }
        }
    }
}
