//! A drawing as pure geometry: rectangles, lines, texts, in groups that stand for things of the model.
//!
//! No file format here. Invariant: whole pixels, and the order of the shapes is the order of drawing.

use super::layout::{Point, Rect};
use super::text::{self, Face};

/// A drawing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scene {
    /// What it is called.
    pub title: String,
    /// What it shows, in a sentence, for those who don't see it.
    pub description: String,
    /// Pixels.
    pub width: i32,
    /// Pixels.
    pub height: i32,
    /// What is drawn, from the back to the front.
    pub groups: Vec<Group>,
}

/// Shapes that stand for one thing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Group {
    /// Unique in the scene: `entity-Client`.
    pub id: String,
    /// What kind of thing: `entity`, `relation`, `leg`.
    pub class: &'static str,
    /// What is said when it is pointed at; empty: nothing.
    pub title: String,
    /// Ids of the groups it joins, for a leg.
    pub joins: Vec<String>,
    /// What is drawn.
    pub shapes: Vec<Shape>,
}

/// A shape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// A rectangle with round corners.
    Rect {
        /// Where.
        area: Rect,
        /// Of the corners: top left, top right, bottom right, bottom left.
        radii: [i32; 4],
        /// Inside.
        fill: Option<Paint>,
        /// Border.
        stroke: Option<Stroke>,
    },
    /// A line or an outline.
    Path {
        /// Its pieces.
        steps: Vec<Step>,
        /// Inside.
        fill: Option<Paint>,
        /// The line.
        stroke: Option<Stroke>,
    },
    /// A circle.
    Circle {
        /// Centre.
        at: Point,
        /// Pixels.
        radius: i32,
        /// Inside.
        fill: Option<Paint>,
        /// Border.
        stroke: Option<Stroke>,
    },
    /// A line of text.
    Text(Text),
}

/// A piece of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Go there without drawing.
    Move(Point),
    /// A straight line.
    Line(Point),
    /// A curve that bends towards the first point and ends at the second.
    Curve(Point, Point),
    /// Back to the start.
    Close,
}

/// How a line is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stroke {
    /// Colour.
    pub paint: Paint,
    /// Tenths of a pixel.
    pub width: i32,
    /// Interrupted.
    pub dashed: bool,
}

/// A line of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// On the base line: its start, middle or end.
    pub at: Point,
    /// Which of these.
    pub anchor: Anchor,
    /// What is written.
    pub text: String,
    /// Face of the font.
    pub face: Face,
    /// Pixels.
    pub size: i32,
    /// Colour.
    pub paint: Paint,
    /// What is under it.
    pub underline: Underline,
    /// Written on a halo of the page's colour.
    pub halo: bool,
}

/// Where a text stands from its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// Right of it.
    Start,
    /// Around it.
    Middle,
    /// Left of it.
    End,
}

/// What is under a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Underline {
    /// Nothing.
    None,
    /// A line: an identifier.
    Line,
    /// Dots: an alternate identifier.
    Dots,
    /// A line through the text: it goes.
    Through,
}

/// A colour by its role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paint {
    /// The page.
    Page,
    /// Text.
    Ink,
    /// Text of less weight.
    Quiet,
    /// Lines.
    Line,
    /// Lines that a revision leaves as they are.
    Faint,
    /// The inside of a relation.
    Soft,
    /// The inside of an entity.
    Card,
    /// Text on a domain's colour.
    OnHue,
    /// Text on the colour of a revision.
    OnMark,
    /// A domain's colour, by its place.
    Hue(u8),
    /// What a revision adds.
    Added,
    /// What a revision removes.
    Removed,
    /// What a revision changes.
    Changed,
}

impl Text {
    /// The area that the letters may cover.
    pub fn area(&self) -> Rect {
        let w = text::width(&self.text, self.face, self.size);
        let x = match self.anchor {
            Anchor::Start => self.at.x,
            Anchor::Middle => self.at.x - (w + 1) / 2,
            Anchor::End => self.at.x - w,
        };
        // Inter: letters rise 0.76 em above the base line (accents of capitals a little more) and hang 0.22 em below.
        Rect { x, y: self.at.y - self.size * 4 / 5, w, h: self.size }
    }
}

impl Scene {
    /// All texts with the group they belong to.
    pub fn texts(&self) -> impl Iterator<Item = (&Group, &Text)> {
        self.groups.iter().flat_map(|group| {
            group.shapes.iter().filter_map(move |shape| match shape {
                Shape::Text(text) => Some((group, text)),
                _ => None,
            })
        })
    }
}
