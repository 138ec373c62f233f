//! Two conceptual models as one view: what stays, what comes, what goes, what is another.
//!
//! What became of what is `migrate`'s to say: this only marks it. Invariant: every box, row and link of both models is in the
//! view once, or twice where it goes and another comes; the ids of what goes begin with `removed-`.

use std::collections::BTreeMap;

use crate::diagram::compose::size;
use crate::diagram::layout::Rect;
use crate::diagram::positions::Centres;
use crate::mcd::{FieldRef, LegRef, Mcd, Owner};
use crate::migrate::{Change, Difference, words};

use super::{Detail, Link, Mark, Node, Row, Tie, View, mcd};

/// A view of what changed.
#[derive(Debug, Clone, Default)]
pub struct Revision {
    /// Everything of both models, marked.
    pub view: View,
    /// The id that a box had in the old model, where it was there: by its id in the view.
    past: BTreeMap<String, String>,
}

impl Revision {
    /// Where the boxes were: as kept for the new model, else for the old one; what goes stays where it was.
    pub fn centres(&self, old: Option<&Centres>, new: Option<&Centres>) -> Centres {
        let place = |node: &Node| {
            let now = new.and_then(|kept| kept.get(&node.id));
            let before = || old.and_then(|kept| kept.get(self.past.get(&node.id)?));
            let at = now.or_else(before)?;
            Some((node.id.clone(), *at))
        };
        let mut centres: Centres = self.view.boxes.iter().filter_map(place).collect();
        self.give_way(&mut centres);
        centres
    }

    /// Where what goes was, there may be something else by now: what is new is placed anew beside it, and it beside what stays.
    fn give_way(&self, centres: &mut Centres) {
        let area = |node: &Node| {
            let (width, height) = size(node);
            Some(Rect::around(*centres.get(&node.id)?, width, height).grown(BESIDE))
        };
        let of = |mark: Option<Mark>| -> Vec<(&Node, Rect)> {
            let marked = self.view.boxes.iter().filter(|node| match mark {
                None => !matches!(node.mark, Some(Mark::Added | Mark::Removed)),
                mark => node.mark == mark,
            });
            marked.filter_map(|node| Some((node, area(node)?))).collect()
        };
        let meets = |area: &Rect, others: &[(&Node, Rect)]| others.iter().any(|(_, other)| other.overlaps(area));
        let (stay, mut gone) = (of(None), of(Some(Mark::Removed)));
        let mut moved: Vec<&Node> = gone.iter().filter(|(_, area)| meets(area, &stay)).map(|(node, _)| *node).collect();
        gone.retain(|(_, area)| !meets(area, &stay));
        moved.extend(of(Some(Mark::Added)).iter().filter(|(_, area)| meets(area, &gone)).map(|(node, _)| *node));
        for node in moved {
            centres.remove(&node.id);
        }
    }

    /// The same centres by the ids of the old model, and by those of the new one.
    pub fn split(&self, centres: &Centres) -> [Centres; 2] {
        let at = |id: &str| centres.get(id).copied();
        let old = self.past.iter().filter_map(|(id, before)| Some((before.clone(), at(id)?)));
        let stays = self.view.boxes.iter().filter(|node| node.mark != Some(Mark::Removed));
        [old.collect(), stays.filter_map(|node| Some((node.id.clone(), at(&node.id)?))).collect()]
    }
}

/// Half of the pixels that boxes keep from one another.
const BESIDE: i32 = 10;

/// What changed from one conceptual model to the next, as `difference` found it.
pub fn revision(old: &Mcd, new: &Mcd, difference: &Difference, detail: Detail) -> Revision {
    merged(mcd(old, detail), mcd(new, detail), &Names::new(old, new, difference))
}

/// Both views as one, marked.
pub(super) fn merged(mut before: View, mut view: View, names: &Names) -> Revision {
    view.is_revision = true;
    let mut past = BTreeMap::new();
    let mut was_at = vec![None; before.boxes.len()];
    let View { boxes, links: drawn, .. } = &mut view;
    for (at, node) in boxes.iter_mut().enumerate() {
        let found = before.boxes.iter().position(|other| names.now(&other.id) == node.id && other.shape == node.shape);
        match found.and_then(|found| Some((found, before.boxes.get(found)?))) {
            Some((found, other)) => {
                if let Some(slot) = was_at.get_mut(found) {
                    *slot = Some(at);
                }
                past.insert(node.id.clone(), other.id.clone());
                let places = changed_box(node, other, names);
                shift_rows(drawn, at, |row| places.iter().position(|(now, _)| *now == Some(row)));
                shift_rows(&mut before.links, found, |row| places.iter().position(|(_, then)| *then == Some(row)));
            }
            None => node.mark = Some(Mark::Added),
        }
    }
    for (at, other) in before.boxes.iter().enumerate() {
        if was_at.get(at).is_some_and(Option::is_none) {
            let id = format!("removed-{}", other.id);
            past.insert(id.clone(), other.id.clone());
            let area = other.area.and_then(|area| before.areas.get(area));
            let area = area.and_then(|name| view.areas.iter().position(|known| known == name));
            view.boxes.push(Node { id, area, mark: Some(Mark::Removed), ..other.clone() });
            if let Some(slot) = was_at.get_mut(at) {
                *slot = Some(view.boxes.len() - 1);
            }
        }
    }
    links(&before, &mut view, &was_at, names);
    Revision { view, past }
}

/// Rows have come between: links start from the same ones as before.
fn shift_rows(links: &mut [Link], of: usize, place: impl Fn(usize) -> Option<usize>) {
    for link in links.iter_mut().filter(|link| link.source == of) {
        link.row = link.row.and_then(&place);
    }
}

/// What became of the names of the old model, and what is to be said of fields, boxes and legs that stay.
#[derive(Default)]
pub(super) struct Names {
    /// Ids of boxes and links: old, new.
    pub(super) ids: BTreeMap<String, String>,
    /// Names of fields that stay with their owner: id of the new box and old name, new name.
    pub(super) rows: BTreeMap<(String, String), String>,
    /// What is said of a field: id of the new box and its name there.
    pub(super) notes: BTreeMap<(String, String), Vec<String>>,
    /// What is said of a box, by its new id.
    boxes: BTreeMap<String, Vec<String>>,
}

fn box_id(model: &Mcd, owner: Owner) -> String {
    match owner {
        Owner::Entity(id) => format!("entity-{}", model.entity(id).name),
        Owner::Relation(id) => format!("relation-{}", model.relation(id).name),
    }
}

fn leg_id(model: &Mcd, leg: LegRef) -> String {
    format!("leg-{}-{}", model.relation(leg.relation).name, leg.index)
}

/// A note with its words in French and in English.
fn said(is_french: bool, fr: &str, en: &str) -> String {
    (if is_french { fr } else { en }).to_owned()
}

impl Names {
    fn new(old: &Mcd, new: &Mcd, difference: &Difference) -> Self {
        let mut names = Names::default();
        let matching = &difference.matching;
        let entities = matching.entities.iter().map(|(now, then)| (Owner::Entity(*now), Owner::Entity(*then)));
        let relations = matching.relations.iter().map(|(now, then)| (Owner::Relation(*now), Owner::Relation(*then)));
        for (now, then) in entities.chain(relations) {
            names.tie(box_id(old, then), box_id(new, now));
            let (before, after) = (old.name(then), new.name(now));
            names.tie(format!("subtypes-{before}"), format!("subtypes-{after}"));
        }
        for (now, then) in &matching.legs {
            names.tie(leg_id(old, *then), leg_id(new, *now));
        }
        for (now, then) in matching.fields.iter().filter(|(now, then)| matching.owner(now.owner) == Some(then.owner)) {
            names.rows.insert((box_id(new, now.owner), old.field(*then).name.clone()), new.field(*now).name.clone());
        }
        for item in &difference.items {
            names.note(old, new, &item.change);
        }
        names
    }

    pub(super) fn tie(&mut self, before: String, after: String) {
        self.ids.insert(before, after);
    }

    /// The id in the new model of what had this one in the old.
    fn now<'a>(&'a self, id: &'a str) -> &'a str {
        self.ids.get(id).map_or(id, String::as_str)
    }

    fn note(&mut self, old: &Mcd, new: &Mcd, change: &Change) {
        let french = new.crm.locale == crate::mcd::Locale::Fr;
        let mut of_field = |field: &FieldRef, note: String| {
            let key = (box_id(new, field.owner), new.field(*field).name.clone());
            self.notes.entry(key).or_default().push(note);
        };
        match change {
            Change::Retype(then, now) => {
                let ty = |model: &Mcd, field: &FieldRef| super::types::type_words(model, &model.field(*field).ty);
                of_field(now, format!("{} → {}", ty(old, then), ty(new, now)));
            }
            Change::Require(field, true) => of_field(field, said(french, "obligatoire", "required")),
            Change::Require(field, false) => of_field(field, said(french, "facultatif", "optional")),
            Change::Unique(field, true) => of_field(field, "unique".to_owned()),
            Change::Unique(field, false) => of_field(field, said(french, "plus unique", "not unique")),
            Change::Adjust(field) => of_field(field, said(french, "règle ou calcul", "rule or computation")),
            Change::AddValue(field, value) => of_field(field, format!("+ {value}")),
            Change::DropValue(field, value, _) => of_field(field, format!("– {value}")),
            Change::RenameValue(field, before, after) => of_field(field, format!("{before} → {after}")),
            Change::MoveField(then, now) if new.fields(now.owner).get(now.index).is_some() => {
                of_field(now, format!("← {}", old.name(then.owner)));
            }
            Change::Aspect(owner, _) => {
                let text = words(change, old, new);
                let id = box_id(new, *owner);
                self.boxes.entry(id).or_default().push(if french { text.fr } else { text.en });
            }
            _ => {}
        }
    }
}

/// Where a row was among the new ones, and among the old ones.
type Place = (Option<usize>, Option<usize>);

fn changed_box(node: &mut Node, before: &Node, names: &Names) -> Vec<Place> {
    let (places, rows): (Vec<Place>, Vec<Row>) = changed_rows(node, before, names).into_iter().unzip();
    let notes = names.boxes.get(&node.id);
    let is_renamed = node.title != before.title;
    if is_renamed || notes.is_some() || rows.iter().any(|row| row.mark.is_some()) {
        node.mark = Some(Mark::Changed);
    }
    if is_renamed {
        node.title = format!("{} → {}", before.title, node.title);
    }
    if let Some(notes) = notes {
        node.docs = notes.join(" ; ");
    }
    node.rows = rows;
    places
}

/// The rows of the new box, each row that goes after the one that it followed.
fn changed_rows(node: &Node, before: &Node, names: &Names) -> Vec<(Place, Row)> {
    let now = |row: &Row| now_of(names, &node.id, &row.name).to_owned();
    let marked = |(at, row): (usize, &Row)| {
        let then = before.rows.iter().position(|other| now(other) == row.name);
        let was = then.and_then(|then| before.rows.get(then));
        ((Some(at), then), changed_row(row, was, names.notes.get(&(node.id.clone(), row.name.clone()))))
    };
    let mut rows: Vec<(Place, Row)> = node.rows.iter().enumerate().map(marked).collect();
    let mut at = 0;
    for (then, other) in before.rows.iter().enumerate() {
        match rows.iter().position(|((_, was), _)| *was == Some(then)) {
            Some(place) => at = place + 1,
            None => {
                rows.insert(at, ((None, Some(then)), Row { mark: Some(Mark::Removed), ..other.clone() }));
                at += 1;
            }
        }
    }
    rows
}

/// The name in the new box of a row of the old one.
fn now_of<'a>(names: &'a Names, id: &str, name: &'a str) -> &'a str {
    names.rows.get(&(id.to_owned(), name.to_owned())).map_or(name, String::as_str)
}

fn changed_row(row: &Row, before: Option<&Row>, notes: Option<&Vec<String>>) -> Row {
    let right = notes.map_or_else(|| row.right.clone(), |notes| notes.join(", "));
    let Some(before) = before else { return Row { mark: Some(Mark::Added), right, ..row.clone() } };
    let is_renamed = before.name != row.name;
    let is_changed = is_renamed || notes.is_some() || before.role != row.role;
    let name = if is_renamed { format!("{} → {}", before.name, row.name) } else { row.name.clone() };
    Row { name, right, mark: is_changed.then_some(Mark::Changed), ..row.clone() }
}

/// Marks the links that stay or come, and adds those that go.
fn links(before: &View, view: &mut View, was_at: &[Option<usize>], names: &Names) {
    let place = |at: usize| was_at.get(at).copied().flatten();
    // Legs are the same by what became of them; other lines by what they join.
    let same = |now: &Link, then: &Link| {
        let is_tied = match (&now.tie, &then.tie) {
            (Tie::Leg { .. }, _) => names.now(&then.id) == now.id,
            (Tie::Reference { columns, .. }, Tie::Reference { columns: before, .. }) => {
                let table = view.boxes.get(now.source).map_or("", |node| node.id.as_str());
                before.iter().map(|column| now_of(names, table, column)).eq(columns.iter().map(String::as_str))
            }
            (now, then) => now == then,
        };
        is_tied && place(then.source) == Some(now.source) && place(then.target) == Some(now.target)
    };
    let gone: Vec<Link> = before
        .links
        .iter()
        .filter(|then| !view.links.iter().any(|now| same(now, then)))
        .filter_map(|then| {
            let (source, target) = (place(then.source)?, place(then.target)?);
            let card = signed("–", &then.card);
            Some(Link {
                id: format!("removed-{}", then.id),
                source,
                target,
                card,
                mark: Some(Mark::Removed),
                ..then.clone()
            })
        })
        .collect();
    let past: Vec<Option<&Link>> =
        view.links.iter().map(|now| before.links.iter().find(|then| same(now, then))).collect();
    for (now, then) in view.links.iter_mut().zip(past) {
        match then {
            Some(then) => changed_link(now, then),
            None => {
                now.mark = Some(Mark::Added);
                now.card = signed("+", &now.card);
            }
        }
    }
    view.links.extend(gone);
}

fn signed(sign: &str, card: &str) -> String {
    if card.is_empty() { String::new() } else { format!("{sign} {card}") }
}

fn changed_link(now: &mut Link, then: &Link) {
    if now.ends != then.ends {
        now.mark = Some(Mark::Changed);
    }
    if now.card != then.card {
        now.card = format!("~ {} → {}", then.card, now.card);
        now.mark = Some(Mark::Changed);
    }
    if now.role != then.role {
        let word = |role: &str| if role.is_empty() { "…".to_owned() } else { role.to_owned() };
        now.role = format!("~ {} → {}", word(&then.role), word(&now.role));
        now.mark = Some(Mark::Changed);
    }
}
