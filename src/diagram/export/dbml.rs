//! DBML: tables, columns, keys, references, and a group for each area.
//!
//! Names stand in double quotes, texts in single ones; both within one line. Knows tables only: what else a view shows is left out.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::{by_area, heading, one_line, remark};
use crate::diagram::view::{Link, Look, Node, Role, Row, Tie, View};
use crate::mcd::OnDelete;

pub(super) fn write(view: &View) -> String {
    let title = one_line(&view.title);
    let mut out = format!(
        "Project {} {{\n  Note: {}\n}}\n",
        name(if title.trim().is_empty() { "model" } else { &title }),
        text(&heading(view))
    );
    for node in view.boxes.iter().filter(|node| node.shape == Look::Table) {
        table(node, &mut out);
    }
    let mut drawn = BTreeSet::new();
    for link in &view.links {
        reference(view, link, &mut drawn, &mut out);
    }
    for (area, boxes) in by_area(view) {
        let Some((_, area)) = area else { continue };
        let _ = writeln!(out, "\nTableGroup {} {{", name(area));
        for node in boxes.into_iter().filter_map(|at| view.boxes.get(at)) {
            let _ = writeln!(out, "  {}", name(&node.title));
        }
        out.push_str("}\n");
    }
    out
}

/// A name within double quotes; DBML has no way to write one in it.
fn name(name: &str) -> String {
    let plain = one_line(name).replace('"', "”").replace('\\', "/");
    format!("\"{}\"", if plain.is_empty() { " " } else { &plain })
}

fn text(text: &str) -> String {
    format!("'{}'", one_line(text).replace('\\', "\\\\").replace('\'', "\\'"))
}

fn table(node: &Node, out: &mut String) {
    let _ = writeln!(out, "\nTable {} {{", name(&node.title));
    let key: Vec<&Row> = node.rows.iter().filter(|row| is_key(row)).collect();
    for row in &node.rows {
        column(node, row, key.len() == 1, out);
    }
    // DBML refuses a table without columns.
    if node.rows.is_empty() {
        out.push_str("  \"…\" \"…\"\n");
    }
    let note = remark(&node.label, &node.docs);
    if !note.is_empty() {
        let _ = writeln!(out, "  Note: {}", text(&note));
    }
    let shown = |column: &String| node.rows.iter().any(|row| row.name == *column);
    let groups: Vec<&Vec<String>> =
        node.uniques.iter().filter(|group| group.len() > 1 && group.iter().all(shown)).collect();
    if key.len() > 1 || !groups.is_empty() {
        out.push_str("  indexes {\n");
        if key.len() > 1 {
            let _ = writeln!(out, "    ({}) [pk]", names(key.iter().map(|row| row.name.as_str())));
        }
        for group in groups {
            let _ = writeln!(out, "    ({}) [unique]", names(group.iter().map(String::as_str)));
        }
        out.push_str("  }\n");
    }
    out.push_str("}\n");
}

fn names<'a>(all: impl Iterator<Item = &'a str>) -> String {
    all.map(name).collect::<Vec<_>>().join(", ")
}

fn is_key(row: &Row) -> bool {
    matches!(row.role, Role::Identifier | Role::IdentifierReference)
}

fn column(node: &Node, row: &Row, alone: bool, out: &mut String) {
    let mut settings = Vec::new();
    if is_key(row) && alone {
        settings.push("pk".to_owned());
    }
    if row.required {
        settings.push("not null".to_owned());
    }
    if node.uniques.iter().any(|group| matches!(group.as_slice(), [only] if *only == row.name)) {
        settings.push("unique".to_owned());
    }
    let note = remark(&row.label, &row.docs);
    if !note.is_empty() {
        settings.push(format!("note: {}", text(&note)));
    }
    let settings = if settings.is_empty() { String::new() } else { format!(" [{}]", settings.join(", ")) };
    let _ = writeln!(out, "  {} {}{settings}", name(&row.name), name(&row.ty));
}

/// DBML refuses two references between the same columns, as a key that is part of two of the model's relations makes them.
fn reference(view: &View, link: &Link, drawn: &mut BTreeSet<String>, out: &mut String) {
    let Tie::Reference { columns, target_columns, unique, on_delete, .. } = &link.tie else { return };
    let (Some(source), Some(target)) = (view.boxes.get(link.source), view.boxes.get(link.target)) else { return };
    let is_shown =
        |node: &Node, columns: &[String]| columns.iter().all(|column| node.rows.iter().any(|row| row.name == *column));
    if columns.is_empty() || !is_shown(source, columns) || !is_shown(target, target_columns) {
        return;
    }
    let end = |node: &Node, columns: &[String]| {
        format!("{}.({})", name(&node.title), names(columns.iter().map(String::as_str)))
    };
    let sign = if *unique { "-" } else { ">" };
    let line = format!("{} {sign} {}", end(source, columns), end(target, target_columns));
    if !drawn.insert(line.clone()) {
        return;
    }
    let delete = match on_delete {
        OnDelete::Cascade => "cascade",
        OnDelete::Restrict => "restrict",
        OnDelete::Detach => "set null",
    };
    let _ = writeln!(out, "\nRef: {line} [delete: {delete}]");
}
