//! Where boxes were, beside the model (`model.layout.json`): so that a diagram changes only where the model does.
//!
//! One entry a line, by id, so that a difference in git reads well. Invariant: reading what was written gives it back.

use std::collections::BTreeMap;

use super::layout::Point;

/// Centres by the ids of boxes.
pub type Centres = BTreeMap<String, Point>;

/// The centres of every diagram of a model, by the diagram's name (`mcd`, `tables`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Positions {
    diagrams: BTreeMap<String, Centres>,
}

impl Positions {
    /// What the file says; empty where it isn't such a file.
    pub fn read(text: &str) -> Self {
        let read: BTreeMap<String, BTreeMap<String, [i32; 2]>> = serde_json::from_str(text).unwrap_or_default();
        let centres = |boxes: BTreeMap<String, [i32; 2]>| -> Centres {
            boxes.into_iter().map(|(id, [x, y])| (id, Point::new(bounded(x), bounded(y)))).collect()
        };
        Positions { diagrams: read.into_iter().map(|(name, boxes)| (name, centres(boxes))).collect() }
    }

    /// The file.
    pub fn write(&self) -> String {
        let entry = |(id, at): (&String, &Point)| format!("    {}: [{}, {}]", quoted(id), at.x, at.y);
        let diagram = |(name, boxes): (&String, &Centres)| {
            let entries: Vec<String> = boxes.iter().map(entry).collect();
            format!("  {}: {{\n{}\n  }}", quoted(name), entries.join(",\n"))
        };
        let diagrams: Vec<String> = self.diagrams.iter().map(diagram).collect();
        format!("{{\n{}\n}}\n", diagrams.join(",\n"))
    }

    /// The centres of a diagram.
    pub fn of(&self, diagram: &str) -> Option<&Centres> {
        self.diagrams.get(diagram)
    }

    /// Replaces the centres of a diagram.
    pub fn set(&mut self, diagram: &str, centres: Centres) {
        self.diagrams.insert(diagram.to_owned(), centres);
    }
}

/// A file may hold any number; a page ends somewhere.
fn bounded(pixels: i32) -> i32 {
    pixels.clamp(-100_000, 100_000)
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_back_and_rubbish_is_nothing() {
        let mut positions = Positions::default();
        positions.set("mcd", Centres::from([("entity-É \"x\"".to_owned(), Point::new(-10, 20))]));
        assert_eq!(Positions::read(&positions.write()), positions);
        assert_eq!(Positions::read("{]"), Positions::default());
    }
}
