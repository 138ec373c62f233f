//! The sheets of `merisier diagram`: one drawing, or an overview and a drawing for each area, cut into pages where a format is asked.
//!
//! A PDF holds all its pages; other forms are a file a page, the first under the name that was given.

use std::fs;
use std::path::{Path, PathBuf};

use super::diagram::{self, Args, DetailArg, Form, KindArg, PageArg, SheetsArg};
use super::page::positions_beside;
use super::project::Project;
use super::terminal::{Failure, Terminal};
use super::{doc, git};
use crate::diag::Lang;
use crate::diagram::album::{Format, Sheet, album};
use crate::diagram::paper::Stamp;
use crate::diagram::positions::{Centres, Positions};
use crate::diagram::scene::Scene;
use crate::diagram::svg;
use crate::diagram::view::{self, Lowered, Selection, View};
use crate::{dossier, output, say};

/// The most entities or tables that one sheet of paper shows, where the model has areas.
const MOST: usize = 60;

/// A page: what it shows, and the drawing.
pub(super) type Page = (String, Scene);

/// The pages of a view; the whole model may take a sheet an area.
pub(super) fn drawn(
    args: &Args,
    project: &Project,
    (model, mut view): (Lowered<'_>, View),
    form: Form,
    terminal: Terminal,
) -> Result<Vec<Page>, Failure> {
    let is_whole = diagram::selection(args) == Selection::default();
    let is_paper = form == Form::Pdf || args.page != PageArg::Auto;
    let things = view.boxes.iter().filter(|node| node.shape.is_thing()).count();
    let is_large = things > MOST && view::places(&view).len() > 1;
    let is_by_area = match args.sheets {
        SheetsArg::One => false,
        SheetsArg::Areas => true,
        SheetsArg::Auto => is_whole && is_large && is_paper,
    };
    if args.sheets == SheetsArg::Areas && !(is_whole && view::places(&view).len() > 1) {
        return Err(without_areas(is_whole));
    }
    let state = args.stamp.clone().unwrap_or_else(|| state(project, is_paper, view.is_french));
    let options = diagram::svg_options(args.theme, args.page);
    let stamp = Stamp { state: state.clone(), is_french: view.is_french, ..Stamp::default() };
    let format = Format { page: options.page, stamp };
    if args.page == PageArg::Auto && !state.is_empty() {
        view.stamp.push(state);
    }
    let beside = positions_beside(project);
    let sheets = if is_by_area {
        by_area(args, &view, &format, beside.as_deref(), terminal)
    } else {
        // In a picture, the hubs of other areas are named rather than joined.
        let part = diagram::part(args, &view::chips(&view))?;
        let drawn = diagram::draw(args, (model, &part), beside.as_deref(), terminal);
        vec![Sheet { name: String::new(), scene: drawn.scene, centres: drawn.centres }]
    };
    let drawings: Vec<(String, &Scene)> = sheets.iter().map(|sheet| (sheet.name.clone(), &sheet.scene)).collect();
    Ok(format.pages(&drawings, args.sheets == SheetsArg::One))
}

/// The overview and the areas, each where it was; keeps where they are now.
fn by_area(args: &Args, view: &View, format: &Format, beside: Option<&Path>, terminal: Terminal) -> Vec<Sheet> {
    let before = beside.and_then(|file| fs::read_to_string(file).ok()).unwrap_or_default();
    let mut positions = Positions::read(&before);
    let own_name = |sheet: &str| diagram_name(args.kind, args.detail, Some(sheet));
    let kept = |name: &str| -> Option<Centres> { positions.of(&own_name(name)).filter(|_| !args.relayout).cloned() };
    let sheets = album(view, Some(format), kept);
    if let Some(file) = beside {
        for sheet in &sheets {
            positions.set(&own_name(&sheet.name), sheet.centres.clone());
        }
        diagram::keep(file, &before, &positions, terminal);
    }
    sheets
}

/// The name under which the places of a drawing are kept: `mcd`, `tables/Ventes`, `mcd/` for the overview; `mcd:names`.
pub(super) fn diagram_name(kind: KindArg, detail: DetailArg, area: Option<&str>) -> String {
    let base = if kind == KindArg::Mcd { "mcd" } else { "tables" };
    let detail = match detail {
        DetailArg::All => "",
        DetailArg::Keys => ":keys",
        DetailArg::Names => ":names",
    };
    area.map_or_else(|| format!("{base}{detail}"), |area| format!("{base}{detail}/{area}"))
}

fn without_areas(is_whole: bool) -> Failure {
    if is_whole {
        Failure::new(say!(fr "le modèle n'a pas plusieurs domaines", en "the model doesn't have several areas")).help(
            say!(
                fr "donnez un domaine à ses entités : entity Client in Ventes",
                en "give its entities an area: entity Client in Sales"
            ),
        )
    } else {
        Failure::new(say!(
            fr "--sheets areas dessine tout le modèle",
            en "--sheets areas draws the whole model"
        ))
        .help(say!(fr "retirez --area et --around", en "leave out --area and --around"))
    }
}

/// `révision d83990b · 22 novembre 2026`, of the commit; where the model isn't as it was committed, the day on paper alone: the file of
/// a drawing depends on no clock.
fn state(project: &Project, is_paper: bool, is_french: bool) -> String {
    let lang = if is_french { Lang::Fr } else { Lang::En };
    match git::recorded(&project.files) {
        Some(git::Commit { name, date, .. }) => {
            let day = dossier::day(&date, lang);
            say!(fr "révision {name} · {day}", en "revision {name} · {day}").get(lang).to_owned()
        }
        None if is_paper => dossier::day(&doc::today(), lang),
        None => String::new(),
    }
}

/// Writes the pages: into one file, or one each.
pub(super) fn write(
    path: &Path,
    pages: &[Page],
    form: Form,
    options: svg::Options,
    terminal: Terminal,
) -> Result<(), Failure> {
    let scenes: Vec<&Scene> = pages.iter().map(|(_, scene)| scene).collect();
    if form == Form::Pdf {
        return put(path, &form.bytes(&scenes, options)?);
    }
    let mut taken: Vec<PathBuf> = Vec::new();
    for ((name, _), scene) in pages.iter().zip(&scenes) {
        let file = free(path, name, &taken);
        put(&file, &form.bytes(&[scene], options)?)?;
        taken.push(file);
    }
    if taken.len() > 1 {
        let files: Vec<String> = taken.iter().map(|file| file.display().to_string()).collect();
        let (count, files) = (files.len(), files.join(", "));
        terminal.talk(&say!(fr "{count} feuilles : {files}", en "{count} sheets: {files}"));
    }
    Ok(())
}

fn put(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    output::replace_file(path, bytes).map_err(|error| super::terminal::not_written(&error))
}

/// `espo.svg`, `espo-ventes.svg`, `espo-ventes-2.svg`.
fn free(path: &Path, name: &str, taken: &[PathBuf]) -> PathBuf {
    let lower = name.to_lowercase();
    let plain: Vec<&str> =
        lower.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let stem = if plain.is_empty() { stem } else { format!("{stem}-{}", plain.join("-")) };
    let extension = path.extension().unwrap_or_default().to_string_lossy().into_owned();
    let file = |stem: String| path.with_file_name(format!("{stem}.{extension}"));
    let numbered = (2..).map(|number| file(format!("{stem}-{number}")));
    std::iter::once(file(stem.clone()))
        .chain(numbered)
        .find(|file| !taken.contains(file))
        .unwrap_or_else(|| path.to_owned())
}
