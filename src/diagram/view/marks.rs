//! What a revision did to the things of a view, and how much it did.

use super::{Node, View};

/// What a revision did to something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// It is new.
    Added,
    /// It goes.
    Removed,
    /// It is another.
    Changed,
}

/// How much a revision did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Boxes, and rows and links of boxes that stay.
    pub added: usize,
    /// The same.
    pub removed: usize,
    /// The same.
    pub changed: usize,
}

impl View {
    /// How much changed: what comes or goes with its box counts once, and so does a box that changed only in its rows.
    pub fn counts(&self) -> Counts {
        let comes_or_goes =
            |at: usize| self.boxes.get(at).is_some_and(|node| matches!(node.mark, Some(Mark::Added | Mark::Removed)));
        let of_box = |node: &Node| -> Vec<Mark> {
            let rows: Vec<Mark> = node.rows.iter().filter_map(|row| row.mark).collect();
            match node.mark {
                Some(Mark::Changed) if !rows.is_empty() => rows,
                Some(mark) => vec![mark],
                None => rows,
            }
        };
        let links = self.links.iter().filter(|link| !comes_or_goes(link.source) && !comes_or_goes(link.target));
        let marks = self.boxes.iter().flat_map(of_box).chain(links.filter_map(|link| link.mark));
        let mut counts = Counts::default();
        for mark in marks {
            match mark {
                Mark::Added => counts.added += 1,
                Mark::Removed => counts.removed += 1,
                Mark::Changed => counts.changed += 1,
            }
        }
        counts
    }
}
