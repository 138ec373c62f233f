//! A large model on several sheets: an overview of its areas, then each area with what it is linked to elsewhere.
//!
//! Invariant: every entity or table is drawn in full on exactly one sheet, and the overview says on which.

use super::compose::compose;
use super::paper::{self, Cut, Stamp};
use super::positions::Centres;
use super::scene::Scene;
use super::svg::Page;
use super::view::{self, View};

/// A drawing of an album.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// What it shows: an area; empty: the overview.
    pub name: String,
    /// The drawing.
    pub scene: Scene,
    /// To be kept beside the model.
    pub centres: Centres,
}

/// How pages are made.
#[derive(Debug, Clone, Default)]
pub struct Format {
    /// The size of paper.
    pub page: Page,
    /// What every page says.
    pub stamp: Stamp,
}

/// The sheets of a view that has areas; `kept` gives the centres of a sheet by its name. Without a format, they have no numbers.
pub fn album(whole: &View, format: Option<&Format>, kept: impl Fn(&str) -> Option<Centres>) -> Vec<Sheet> {
    let chipped = view::chips(whole);
    let places = view::places(whole);
    let mut areas: Vec<Sheet> = Vec::new();
    for place in &places {
        let name = view::area_name(whole, *place).to_owned();
        let mut part = view::of_area(&chipped, *place);
        part.level = format!("{} · {name}", whole.level);
        areas.push(sheet(name, &part, &kept));
    }
    let overview = |numbers: &[String]| sheet(String::new(), &view::overview(whole, numbers), &kept);
    let Some(format) = format else {
        let mut sheets = vec![overview(&[])];
        sheets.extend(areas);
        return sheets;
    };
    let mut at = format.count(&overview(&[]).scene);
    let numbers: Vec<String> = areas
        .iter()
        .map(|sheet| {
            let count = format.count(&sheet.scene);
            at += count;
            said(whole.is_french, at - count + 1, at)
        })
        .collect();
    let mut sheets = vec![overview(&numbers)];
    sheets.extend(areas);
    sheets
}

/// `feuille 2`, `sheets 3–5`.
fn said(is_french: bool, first: usize, last: usize) -> String {
    let word = if is_french { "feuille" } else { "sheet" };
    if first == last { format!("{word} {first}") } else { format!("{word}s {first}–{last}") }
}

fn sheet(name: String, view: &View, kept: impl Fn(&str) -> Option<Centres>) -> Sheet {
    let composed = compose(view, kept(&name).as_ref());
    Sheet { name, scene: composed.scene, centres: composed.centres }
}

impl Format {
    /// How many pages a drawing takes.
    fn count(&self, scene: &Scene) -> usize {
        if self.page == Page::Auto { 1 } else { paper::cut(scene, self.page, false).pages() }
    }

    /// The pages of all drawings, each with its name; `one`: each drawing on one page, however small.
    pub fn pages(&self, drawings: &[(String, &Scene)], one: bool) -> Vec<(String, Scene)> {
        if self.page == Page::Auto {
            return drawings.iter().map(|(name, scene)| (name.clone(), (*scene).clone())).collect();
        }
        let cuts: Vec<Cut> = drawings.iter().map(|(_, scene)| paper::cut(scene, self.page, one)).collect();
        let map = match (drawings, cuts.as_slice()) {
            ([(name, scene)], [cut]) if cut.pages() > 1 => Some((name, paper::map(scene, cut))),
            _ => None,
        };
        let count = cuts.iter().map(Cut::pages).sum::<usize>() + usize::from(map.is_some());
        let mut pages = Vec::new();
        if let Some((name, map)) = map {
            let stamp = Stamp { title: map.title.clone(), ..self.stamp.clone() };
            let made = paper::pages(&map, &paper::cut(&map, self.page, true), &stamp, 1, count);
            pages.extend(made.into_iter().map(|page| (name.clone(), page)));
        }
        for ((name, scene), cut) in drawings.iter().zip(&cuts) {
            let stamp = Stamp { title: scene.title.clone(), ..self.stamp.clone() };
            let made = paper::pages(scene, cut, &stamp, pages.len() + 1, count);
            pages.extend(made.into_iter().map(|page| (name.clone(), page)));
        }
        pages
    }
}
