//! A part of a diagram: one area, or what lies around an entity.
//!
//! Invariant: a link stays when both its boxes stay.

use super::View;

/// Which part.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// The boxes of this area, what links them, and ghosts of what else that is linked to.
    pub area: Option<String>,
    /// The boxes at most so many steps from the box of this title; a relation between is no step.
    pub around: Option<(String, usize)>,
}

/// The part of the view; none where it has no such area or box.
pub fn select(view: &View, selection: &Selection) -> Option<View> {
    let mut kept = vec![true; view.boxes.len()];
    let mut ghosts = vec![false; view.boxes.len()];
    if let Some(area) = &selection.area {
        let place = view.areas.iter().position(|known| known.eq_ignore_ascii_case(area))?;
        (kept, ghosts) = of_place(view, Some(place));
    }
    if let Some((name, steps)) = &selection.around {
        let start = view.boxes.iter().position(|node| node.title.eq_ignore_ascii_case(name))?;
        let mut reached: Vec<bool> = (0..kept.len()).map(|at| at == start).collect();
        for _ in 0..*steps {
            reached = through_relations(view, &reached);
        }
        for at in 0..kept.len() {
            let stays = inside_or(&kept, at) && inside_or(&reached, at);
            set(&mut kept, at, stays);
        }
    }
    Some(part(view, &kept, &ghosts))
}

/// The part of one area, or of what is of none.
pub fn of_area(view: &View, place: Option<usize>) -> View {
    let (kept, ghosts) = of_place(view, place);
    part(view, &kept, &ghosts)
}

/// The boxes of an area with what links them, and which of these belong elsewhere.
fn of_place(view: &View, place: Option<usize>) -> (Vec<bool>, Vec<bool>) {
    let own = |at: usize| !is_between(view, at) && view.boxes.get(at).is_some_and(|node| node.area == place);
    let inside: Vec<bool> = (0..view.boxes.len()).map(own).collect();
    let near = neighbours(view, &inside);
    let linking: Vec<bool> = (0..inside.len()).map(|at| inside_or(&near, at) && is_between(view, at)).collect();
    let outside = neighbours(view, &linking);
    let here = |at: usize| inside_or(&inside, at) || inside_or(&linking, at);
    let ghosts: Vec<bool> =
        (0..inside.len()).map(|at| !here(at) && (inside_or(&outside, at) || inside_or(&near, at))).collect();
    let kept = (0..inside.len()).map(|at| here(at) || inside_or(&ghosts, at)).collect();
    (kept, ghosts)
}

fn inside_or(marks: &[bool], at: usize) -> bool {
    marks.get(at).copied().unwrap_or(false)
}

fn set(marks: &mut [bool], at: usize, value: bool) {
    if let Some(mark) = marks.get_mut(at) {
        *mark = value;
    }
}

fn is_between(view: &View, at: usize) -> bool {
    view.boxes.get(at).is_some_and(|node| !node.shape.is_thing())
}

/// The marked boxes and those linked to one.
fn neighbours(view: &View, marked: &[bool]) -> Vec<bool> {
    let mut all = marked.to_vec();
    for link in &view.links {
        if inside_or(marked, link.source) || inside_or(marked, link.target) {
            set(&mut all, link.source, true);
            set(&mut all, link.target, true);
        }
    }
    all
}

/// One step further: relations, then what they link.
fn through_relations(view: &View, marked: &[bool]) -> Vec<bool> {
    let near = neighbours(view, marked);
    let relations: Vec<bool> = (0..near.len()).map(|at| inside_or(&near, at) && is_between(view, at)).collect();
    let beyond = neighbours(view, &relations);
    (0..near.len()).map(|at| inside_or(&near, at) || inside_or(&beyond, at)).collect()
}

fn part(view: &View, kept: &[bool], ghosts: &[bool]) -> View {
    let mut places = vec![0; kept.len()];
    let mut part = View { boxes: Vec::new(), links: Vec::new(), ..view.clone() };
    for (at, node) in view.boxes.iter().enumerate().filter(|(at, _)| inside_or(kept, *at)) {
        if let Some(place) = places.get_mut(at) {
            *place = part.boxes.len();
        }
        part.boxes.push(super::Node { ghost: inside_or(ghosts, at), ..node.clone() });
    }
    for link in view.links.iter().filter(|link| inside_or(kept, link.source) && inside_or(kept, link.target)) {
        let place = |at: usize| places.get(at).copied().unwrap_or(0);
        part.links.push(super::Link { source: place(link.source), target: place(link.target), ..link.clone() });
    }
    part
}
