//! Graphviz: boxes as small HTML tables, relations drawn along their functional dependency so that layers mean something.
//!
//! Labels are HTML-like: escaped as HTML, within one line.

use std::fmt::Write as _;

use super::keys::keys;
use super::{by_area, heading, leads_in, one_line};
use crate::diagram::view::{Kind, Link, Look, Node, Role, Row, Tie, Tip, View};

pub(super) fn write(view: &View) -> String {
    let keys = keys(view);
    let key = |at: usize| keys.get(at).map_or("", String::as_str);
    let mut out = format!(
        "digraph model {{\n  graph [rankdir=LR, label=<{}>, labelloc=t, fontname=\"Inter, Helvetica, sans-serif\", nodesep=0.5, ranksep=0.7]\n  node [shape=plain, fontname=\"Inter, Helvetica, sans-serif\", fontsize=12]\n  edge [dir=none, color=\"#4a5568\", fontname=\"Inter, Helvetica, sans-serif\", fontsize=11]\n",
        html(&heading(view))
    );
    for (area, boxes) in by_area(view) {
        let indent = if area.is_some() { "    " } else { "  " };
        if let Some((place, name)) = area {
            let _ = writeln!(
                out,
                "  subgraph cluster_{place} {{\n    label=<{}>; style=rounded; color=\"#a3aebd\"",
                html(name)
            );
        }
        for (at, node) in boxes.into_iter().filter_map(|at| Some((at, view.boxes.get(at)?))) {
            let _ = writeln!(out, "{indent}{} [{}]", key(at), attributes(node));
        }
        if area.is_some() {
            out.push_str("  }\n");
        }
    }
    for link in &view.links {
        let _ = writeln!(out, "  {}", edge(view, link, key(link.source), key(link.target)));
    }
    out.push_str("}\n");
    out
}

/// Text in an HTML-like label; Graphviz refuses an empty element.
fn html(text: &str) -> String {
    let mut out = String::new();
    for letter in one_line(text).chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            letter => out.push(letter),
        }
    }
    if out.is_empty() { " ".to_owned() } else { out }
}

fn attributes(node: &Node) -> String {
    let title = html(&node.title);
    match node.shape {
        Look::Entity | Look::Table => format!("label=<{}>", table(node, "#2563a8", "white", "")),
        Look::Relation => format!("label=<{}>", table(node, "#eef1f5", "black", " STYLE=\"ROUNDED\"")),
        Look::Triangle => format!("shape=triangle, label=<{title}>, fontsize=10"),
        Look::Circle => format!("shape=circle, label=<{title}>, fontsize=10, margin=0.02"),
    }
}

fn table(node: &Node, fill: &str, ink: &str, style: &str) -> String {
    let label = if node.label.is_empty() { String::new() } else { format!("<BR/><I>{}</I>", html(&node.label)) };
    let title = format!("<FONT COLOR=\"{ink}\"><B>{}</B>{label}</FONT>", html(&node.title));
    let rows: String = node.rows.iter().map(row).collect();
    format!(
        "<TABLE BORDER=\"1\" CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"3\" COLOR=\"#5f6b7c\"{style}><TR><TD COLSPAN=\"2\" BGCOLOR=\"{fill}\">{title}</TD></TR>{rows}</TABLE>"
    )
}

fn row(row: &Row) -> String {
    let name = html(&row.name);
    let name = match row.role {
        Role::Identifier | Role::IdentifierReference => format!("<B><U>{name}</U></B>"),
        Role::Alternate => format!("<U>{name}</U>"),
        Role::Reference => format!("<I>{name}</I>"),
        Role::Plain | Role::Elsewhere => name,
    };
    let label = if row.label.is_empty() { String::new() } else { format!(" <I>{}</I>", html(&row.label)) };
    let star = if row.required { " *" } else { "" };
    format!("<TR><TD ALIGN=\"LEFT\">{name}{label}</TD><TD ALIGN=\"RIGHT\">{}{star}</TD></TR>", html(&row.ty))
}

fn edge(view: &View, link: &Link, source: &str, target: &str) -> String {
    let card = if link.card.is_empty() { " ".to_owned() } else { html(&link.card) };
    let role = if link.role.is_empty() { String::new() } else { format!(", label=<<I>{}</I>>", html(&link.role)) };
    match &link.tie {
        Tie::Leg { .. } if leads_in(view, link) => format!("{source} -> {target} [taillabel=<{card}>{role}]"),
        Tie::Leg { .. } => format!("{target} -> {source} [headlabel=<{card}>{role}]"),
        Tie::Supertype => format!("{source} -> {target} [dir=back, arrowtail=empty]"),
        Tie::Subtype => format!("{target} -> {source}"),
        Tie::Constraint => {
            let arrow = if link.ends.first() == Some(&Tip::Arrow) { "dir=forward, " } else { "" };
            format!("{target} -> {source} [{arrow}style=dashed, constraint=false]")
        }
        Tie::Reference { columns, optional, unique, .. } => {
            let ends = match view.kind {
                Kind::Crow => {
                    let many = if *unique { "teeodot" } else { "crowodot" };
                    let one = if *optional { "teeodot" } else { "teetee" };
                    format!("dir=both, arrowtail={many}, arrowhead={one}")
                }
                Kind::Mcd | Kind::Mld => "dir=forward".to_owned(),
            };
            format!("{source} -> {target} [{ends}, label=<{}>]", html(&columns.join(", ")))
        }
    }
}
