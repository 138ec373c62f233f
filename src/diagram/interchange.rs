//! Graphs and layouts as JSON: what `merisier debug layout` reads and writes, to compare layout engines.
//!
//! A graph is `{"nodes": [{"id", "w", "h", "kind", "group"}], "edges": [{"id", "s", "t"}]}`; a layout is
//! `{"nodes": {id: {"x", "y", "w", "h"}}, "edges": [{"id", "points": [[x, y], …]}]}`, in pixels, `y` downwards, corners top left.
//! Invariant: nodes and edges keep their order, and the same text gives the same text.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::layout::{Edge, End, Graph, Layout, Node, Point};

/// A graph as read.
#[derive(Debug, Clone, Deserialize)]
struct Read {
    #[serde(default)]
    nodes: Vec<ReadNode>,
    #[serde(default)]
    edges: Vec<ReadEdge>,
}

#[derive(Debug, Clone, Deserialize)]
struct ReadNode {
    id: Id,
    #[serde(default = "default_width")]
    w: f64,
    #[serde(default = "default_height")]
    h: f64,
    #[serde(default)]
    kind: Option<String>,
    #[serde(default)]
    group: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
struct ReadEdge {
    #[serde(default)]
    id: Option<Id>,
    s: Id,
    t: Id,
    #[serde(default)]
    card: Option<String>,
}

/// An identifier: a word or a number.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(untagged)]
enum Id {
    Word(String),
    Number(i64),
}

impl Id {
    fn word(&self) -> String {
        match self {
            Id::Word(word) => word.clone(),
            Id::Number(number) => number.to_string(),
        }
    }
}

fn default_width() -> f64 {
    120.0
}

fn default_height() -> f64 {
    60.0
}

/// The part of a layout that can be kept.
#[derive(Debug, Deserialize)]
struct Written {
    nodes: BTreeMap<String, WrittenBox>,
}

#[derive(Debug, Serialize, Deserialize)]
struct WrittenBox {
    x: i32,
    y: i32,
    w: i32,
    h: i32,
}

#[derive(Debug, Serialize)]
struct WrittenPath {
    id: Id,
    points: Vec<[i32; 2]>,
}

/// A graph with the names that its JSON gives to nodes and edges.
#[derive(Debug, Clone)]
pub struct Named {
    /// The graph.
    pub graph: Graph,
    nodes: Vec<String>,
    edges: Vec<Id>,
}

/// What is wrong with a JSON graph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// It isn't such JSON: the parser's words.
    Json(String),
    /// An edge names a node that isn't there: the edge's place from 0, the node.
    UnknownNode(usize, String),
    /// Two nodes have this identifier.
    SameId(String),
}

/// Reads a graph.
///
/// # Errors
/// [`Problem`].
pub fn read(text: &str) -> Result<Named, Problem> {
    let read: Read = serde_json::from_str(text).map_err(|error| Problem::Json(error.to_string()))?;
    let mut places = IndexMap::new();
    for node in &read.nodes {
        if places.insert(node.id.word(), places.len()).is_some() {
            return Err(Problem::SameId(node.id.word()));
        }
    }
    let flat: Vec<bool> = read.nodes.iter().map(|node| node.kind.as_deref() == Some("assoc")).collect();
    let mut edges = Vec::new();
    for (at, edge) in read.edges.iter().enumerate() {
        let find = |id: &Id| places.get(&id.word()).copied().ok_or_else(|| Problem::UnknownNode(at, id.word()));
        let (source, target) = (find(&edge.s)?, find(&edge.t)?);
        let end = |node: usize| end(flat.get(node) == Some(&true), edge.card.is_some());
        edges.push(Edge { source, target, source_end: end(source), target_end: end(target), room: 0 });
    }
    let ids = read.edges.iter().enumerate().map(|(at, edge)| edge.id.clone().unwrap_or(Id::Word(format!("e{at}"))));
    Ok(Named {
        graph: Graph { nodes: boxes(&read.nodes), edges },
        nodes: places.into_keys().collect(),
        edges: ids.collect(),
    })
}

/// A relation's end needs no room; an entity's has its cardinality beside it.
fn end(flat: bool, labelled: bool) -> End {
    match flat {
        true => End { stub: 8, ..End::default() },
        false => End { stub: 20, label: if labelled { 22 } else { 0 }, ..End::default() },
    }
}

fn boxes(nodes: &[ReadNode]) -> Vec<Node> {
    let mut groups: IndexMap<&str, u32> = IndexMap::new();
    let mut boxes = Vec::with_capacity(nodes.len());
    for node in nodes {
        let next = u32::try_from(groups.len()).unwrap_or(0) + 1;
        let group = match node.group.as_deref() {
            None | Some("") => 0,
            Some(name) => *groups.entry(name).or_insert(next),
        };
        boxes.push(Node { width: pixels(node.w), height: pixels(node.h), group, kept: None });
    }
    boxes
}

/// Whole pixels, at least one and at most what a page can hold.
fn pixels(length: f64) -> i32 {
    length.ceil().clamp(1.0, 20_000.0) as i32
}

/// Keeps the centres of an earlier layout, by identifier.
///
/// # Errors
/// [`Problem::Json`].
pub fn keep(named: &mut Named, layout: &str) -> Result<(), Problem> {
    let read: Written = serde_json::from_str(layout).map_err(|error| Problem::Json(error.to_string()))?;
    for (id, node) in named.nodes.iter().zip(&mut named.graph.nodes) {
        if let Some(area) = read.nodes.get(id) {
            node.kept = Some(Point::new(area.x + area.w / 2, area.y + area.h / 2));
        }
    }
    Ok(())
}

/// Writes the layout of a graph that was read, one node or edge a line.
pub fn write(named: &Named, layout: &Layout) -> String {
    let boxes = layout.boxes.iter().map(|area| WrittenBox { x: area.x, y: area.y, w: area.w, h: area.h });
    let paths = layout.paths.iter().map(|path| path.iter().map(|point| [point.x, point.y]).collect());
    let nodes: Vec<String> =
        named.nodes.iter().zip(boxes).map(|(id, area)| format!("  {}: {}", json(id), json(&area))).collect();
    let edges: Vec<String> = named
        .edges
        .iter()
        .zip(paths)
        .map(|(id, points)| format!("  {}", json(&WrittenPath { id: id.clone(), points })))
        .collect();
    format!("{{\"nodes\": {{\n{}\n}}, \"edges\": [\n{}\n]}}\n", nodes.join(",\n"), edges.join(",\n"))
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
