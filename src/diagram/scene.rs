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
    /// The colour of the halo that it is written on: what is behind it.
    pub halo: Option<Paint>,
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
    /// A domain's colour, by its place; the eighth is the quiet one, of what belongs to no domain among others that do.
    Hue(u8),
    /// The ground of a domain, by its place.
    Ground(u8),
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

impl Group {
    /// The group moved.
    pub fn moved(&self, dx: i32, dy: i32) -> Group {
        Group { shapes: self.shapes.iter().map(|shape| shape.moved(dx, dy)).collect(), ..self.clone() }
    }

    /// The smallest rectangle that holds its shapes; none where it has none.
    pub fn extent(&self) -> Option<Rect> {
        self.shapes.iter().filter_map(Shape::extent).reduce(|all, one| all.union(&one))
    }
}

impl Shape {
    fn moved(&self, dx: i32, dy: i32) -> Shape {
        match self {
            Shape::Rect { area, radii, fill, stroke } => {
                Shape::Rect { area: area.moved(dx, dy), radii: *radii, fill: *fill, stroke: *stroke }
            }
            Shape::Path { steps, fill, stroke } => {
                let steps = steps.iter().map(|step| step.moved(dx, dy)).collect();
                Shape::Path { steps, fill: *fill, stroke: *stroke }
            }
            Shape::Circle { at, radius, fill, stroke } => {
                Shape::Circle { at: at.moved(dx, dy), radius: *radius, fill: *fill, stroke: *stroke }
            }
            Shape::Text(text) => Shape::Text(Text { at: text.at.moved(dx, dy), ..text.clone() }),
        }
    }

    fn extent(&self) -> Option<Rect> {
        match self {
            Shape::Rect { area, .. } => Some(*area),
            Shape::Circle { at, radius, .. } => Some(Rect::around(*at, 2 * radius, 2 * radius)),
            Shape::Text(text) => Some(text.area()),
            Shape::Path { steps, .. } => {
                let points = steps.iter().flat_map(|step| match step {
                    Step::Move(to) | Step::Line(to) => vec![*to],
                    Step::Curve(by, to) => vec![*by, *to],
                    Step::Close => Vec::new(),
                });
                points.map(|at| Rect { x: at.x, y: at.y, w: 1, h: 1 }).reduce(|all, one| all.union(&one))
            }
        }
    }
}

impl Step {
    fn moved(self, dx: i32, dy: i32) -> Step {
        match self {
            Step::Move(to) => Step::Move(to.moved(dx, dy)),
            Step::Line(to) => Step::Line(to.moved(dx, dy)),
            Step::Curve(by, to) => Step::Curve(by.moved(dx, dy), to.moved(dx, dy)),
            Step::Close => Step::Close,
        }
    }
}
