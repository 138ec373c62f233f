//! What makes a layout good, counted from its JSON alone: none of the code under test counts here.
//!
//! The rules of the comparison with other engines: a contact at the border of a box that two lines share is no crossing; a line
//! is through a box when more than two pixels of it are inside.

use merisier::diagram::compose::Composed;
use merisier::diagram::layout::{Layout, Point, Rect};
use merisier::diagram::view::View;
use serde_json::{Value, json};

/// Figures of a layout.
#[derive(Debug, Default)]
pub struct Metrics {
    pub overlaps: usize,
    pub crossings: usize,
    pub through: usize,
    pub shared: f64,
    pub bends: usize,
    pub density: f64,
    pub ratio: f64,
    pub edges: usize,
}

struct Line {
    ends: [usize; 2],
    points: Vec<(f64, f64)>,
}

type Area = [f64; 4];

/// The figures of a layout of a graph.
pub fn metrics(graph: &Value, layout: &Value) -> Metrics {
    let nodes = graph["nodes"].as_array().unwrap();
    let ids: Vec<String> = nodes.iter().map(|node| id(&node["id"])).collect();
    let areas: Vec<Area> = ids.iter().map(|id| area(&layout["nodes"][id])).collect();
    let place = |value: &Value| ids.iter().position(|known| *known == id(value)).unwrap();
    let edges = graph["edges"].as_array().unwrap();
    let paths = layout["edges"].as_array().unwrap();
    let line = |(edge, path): (&Value, &Value)| Line {
        ends: [place(&edge["s"]), place(&edge["t"])],
        points: path["points"].as_array().unwrap().iter().map(|p| (number(&p[0]), number(&p[1]))).collect(),
    };
    let lines: Vec<Line> = edges.iter().zip(paths).map(line).collect();
    let (width, height) = page(&areas, &lines);
    let covered: f64 = areas.iter().map(|[l, t, r, b]| (r - l) * (b - t)).sum();
    Metrics {
        overlaps: overlaps(&areas),
        crossings: crossings(&lines, &areas),
        through: through(&lines, &areas),
        shared: shared(&lines),
        bends: lines.iter().map(|line| line.points.len().saturating_sub(2)).sum(),
        density: covered / (width * height).max(1.0),
        ratio: width / height.max(1.0),
        edges: lines.len(),
    }
}

/// The figures of a drawing of a model, by the same counting.
pub fn of_drawing(view: &View, drawn: &Composed) -> Metrics {
    let Layout { boxes, paths } = &drawn.laid;
    let nodes: Vec<Value> = (0..boxes.len()).map(|at| json!({ "id": at })).collect();
    let edges: Vec<Value> = view.links.iter().map(|link| json!({ "s": link.source, "t": link.target })).collect();
    let area =
        |(at, area): (usize, &Rect)| (at.to_string(), json!({ "x": area.x, "y": area.y, "w": area.w, "h": area.h }));
    let places: serde_json::Map<String, Value> = boxes.iter().enumerate().map(area).collect();
    let corners = |path: &Vec<Point>| path.iter().map(|point| json!([point.x, point.y])).collect::<Vec<_>>();
    let lines: Vec<Value> = paths.iter().map(|path| json!({ "points": corners(path) })).collect();
    metrics(&json!({ "nodes": nodes, "edges": edges }), &json!({ "nodes": places, "edges": lines }))
}

fn id(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap()
}

fn area(value: &Value) -> Area {
    let [x, y, w, h] = ["x", "y", "w", "h"].map(|key| number(&value[key]));
    [x, y, x + w, y + h]
}

fn page(areas: &[Area], lines: &[Line]) -> (f64, f64) {
    let points = lines.iter().flat_map(|line| &line.points).map(|(x, y)| [*x, *y, *x, *y]);
    let all = areas.iter().copied().chain(points);
    let page = all.reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]);
    page.map_or((0.0, 0.0), |[l, t, r, b]| (r - l, b - t))
}

fn overlaps(areas: &[Area]) -> usize {
    let meet = |a: &Area, b: &Area| a[2].min(b[2]) - a[0].max(b[0]) > 1.0 && a[3].min(b[3]) - a[1].max(b[1]) > 1.0;
    areas.iter().enumerate().map(|(at, a)| areas[at + 1..].iter().filter(|b| meet(a, b)).count()).sum()
}

fn segments(line: &Line) -> impl Iterator<Item = [(f64, f64); 2]> + '_ {
    line.points.windows(2).map(|pair| [pair[0], pair[1]])
}

fn crossings(lines: &[Line], areas: &[Area]) -> usize {
    let mut count = 0;
    for (at, a) in lines.iter().enumerate() {
        for b in &lines[at + 1..] {
            let homes: Vec<&Area> = a.ends.iter().filter(|end| b.ends.contains(end)).map(|end| &areas[*end]).collect();
            let mut seen: Vec<(f64, f64)> = Vec::new();
            for (p, q) in segments(a).flat_map(|p| segments(b).map(move |q| (p, q))) {
                let Some((x, y)) = meeting(p, q) else { continue };
                let at_home =
                    homes.iter().any(|[l, t, r, b]| x >= l - 3.0 && x <= r + 3.0 && y >= t - 3.0 && y <= b + 3.0);
                if !at_home && seen.iter().all(|(sx, sy)| (x - sx).abs() + (y - sy).abs() > 4.0) {
                    seen.push((x, y));
                }
            }
            count += seen.len();
        }
    }
    count
}

/// Where two segments that aren't parallel meet.
fn meeting(p: [(f64, f64); 2], q: [(f64, f64); 2]) -> Option<(f64, f64)> {
    let (d1, d2) = ((p[1].0 - p[0].0, p[1].1 - p[0].1), (q[1].0 - q[0].0, q[1].1 - q[0].1));
    let cross = d1.0 * d2.1 - d1.1 * d2.0;
    if cross.abs() < 1e-9 {
        return None;
    }
    let between = (q[0].0 - p[0].0, q[0].1 - p[0].1);
    let t = (between.0 * d2.1 - between.1 * d2.0) / cross;
    let u = (between.0 * d1.1 - between.1 * d1.0) / cross;
    let on = |v: f64| (-1e-9..=1.0 + 1e-9).contains(&v);
    (on(t) && on(u)).then_some((p[0].0 + t * d1.0, p[0].1 + t * d1.1))
}

fn through(lines: &[Line], areas: &[Area]) -> usize {
    let mut count = 0;
    for line in lines {
        for (node, [l, t, r, b]) in areas.iter().enumerate() {
            let inside = |[p, q]: [(f64, f64); 2]| {
                // Segments are flat or upright: the part inside is the part common to both ranges.
                let wide = (p.0.max(q.0).min(r - 1.0) - p.0.min(q.0).max(l + 1.0)).max(0.0);
                let high = (p.1.max(q.1).min(b - 1.0) - p.1.min(q.1).max(t + 1.0)).max(0.0);
                let on_x = p.0.min(q.0) < r - 1.0 && p.0.max(q.0) > l + 1.0;
                let on_y = p.1.min(q.1) < b - 1.0 && p.1.max(q.1) > t + 1.0;
                if on_x && on_y { wide.max(high) } else { 0.0 }
            };
            let own = line.ends.contains(&node);
            // A line may touch its own boxes at their border, and never runs inside them either.
            count += usize::from(segments(line).map(inside).sum::<f64>() > if own { 3.0 } else { 2.0 });
        }
    }
    count
}

fn shared(lines: &[Line]) -> f64 {
    let mut total = 0.0;
    for (at, a) in lines.iter().enumerate() {
        for b in &lines[at + 1..] {
            for (p, q) in segments(a).flat_map(|p| segments(b).map(move |q| (p, q))) {
                let flat = |s: [(f64, f64); 2]| s[0].1 == s[1].1;
                let common =
                    |a: (f64, f64), b: (f64, f64)| a.0.max(a.1).min(b.0.max(b.1)) - a.0.min(a.1).max(b.0.min(b.1));
                let length = match (flat(p), flat(q)) {
                    (true, true) if (p[0].1 - q[0].1).abs() < 1.0 => common((p[0].0, p[1].0), (q[0].0, q[1].0)),
                    (false, false) if (p[0].0 - q[0].0).abs() < 1.0 => common((p[0].1, p[1].1), (q[0].1, q[1].1)),
                    _ => 0.0,
                };
                total += if length > 1.0 { length } else { 0.0 };
            }
        }
    }
    total
}
