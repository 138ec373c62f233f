//! `merisier diagram`: a model as a picture, whose boxes stay where they are from one time to the next.
//!
//! Where they are is kept in `model.layout.json` beside the model, when the whole model or an area is drawn.

use std::fs;
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::page::{Asked, positions_beside};
use super::project::Project;
use super::terminal::{Exit, Failure, Outcome, Terminal};
use super::{check, project, sheets};
use crate::diagram::beside::beside;
use crate::diagram::compose::{Composed, compose};
use crate::diagram::export::{self, Language};
use crate::diagram::page::Wanted;
use crate::diagram::positions::Positions;
use crate::diagram::scene::Scene;
use crate::diagram::view::{self, Detail, Kind, Lowered, Selection, View};
use crate::diagram::{raster, svg};
use crate::driver::Checked;
use crate::{mld, say};

/// Draw a model
#[derive(Debug, clap::Args)]
#[command(
    after_help = "merisier diagram examples/artisan -o artisan.svg\nmerisier diagram --kind crow --area Ventes -o ventes.svg\nmerisier diagram --kind mld -o schema.dbml"
)]
pub(super) struct Args {
    /// A .mcd file or a folder; the current folder unless given
    path: Option<PathBuf>,
    /// What is drawn: the conceptual model, the tables, or the tables with crow's feet
    #[arg(long, value_enum, default_value_t)]
    pub(super) kind: KindArg,
    /// Where the drawing goes; its extension says its form: svg, png, pdf, html for a page to explore, mmd, puml, dbml, dot, d2
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// How much of each box is shown
    #[arg(long, value_enum, default_value_t)]
    pub(super) detail: DetailArg,
    /// Only this area, and what it is linked to
    #[arg(long, value_name = "AREA")]
    pub(super) area: Option<String>,
    /// Only what is near this entity or table
    #[arg(long, value_name = "ENTITY")]
    pub(super) around: Option<String>,
    /// With --around: how many steps away; a relation is no step
    #[arg(long, value_name = "N", default_value_t = 1, requires = "around")]
    steps: usize,
    /// The size on paper
    #[arg(long, value_enum, default_value_t)]
    pub(super) page: PageArg,
    /// On how many sheets: as many as it takes to be read on paper; one; or an overview, then one an area
    #[arg(long, value_enum, default_value_t, requires = "output")]
    pub(super) sheets: SheetsArg,
    /// What the drawing says of its revision and date; unless given, those of the git commit that has the model as it is
    #[arg(long, value_name = "TEXT")]
    pub(super) stamp: Option<String>,
    /// The colours
    #[arg(long, value_enum, default_value_t)]
    pub(super) theme: ThemeArg,
    /// In a page: how many commits of git to look back at
    #[arg(long, value_name = "N", default_value_t = 0)]
    revisions: usize,
    /// Forget where boxes were, and place them anew
    #[arg(long)]
    pub(super) relayout: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum KindArg {
    #[default]
    Mcd,
    Mld,
    Crow,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum DetailArg {
    Names,
    Keys,
    #[default]
    All,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum PageArg {
    A4,
    A3,
    #[default]
    Auto,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum SheetsArg {
    #[default]
    Auto,
    One,
    Areas,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum ThemeArg {
    Light,
    Dark,
    #[default]
    Auto,
}

impl KindArg {
    /// The diagram.
    pub(super) fn kind(self) -> Kind {
        match self {
            KindArg::Mcd => Kind::Mcd,
            KindArg::Mld => Kind::Mld,
            KindArg::Crow => Kind::Crow,
        }
    }
}

/// The file that keeps where boxes are.
pub(super) const POSITIONS_FILE: &str = "model.layout.json";

pub(super) fn run(args: &Args, terminal: Terminal) -> Outcome {
    let form = Form::of(args.output.as_deref())?;
    let project = project::open(args.path.as_deref())?;
    let Some(checked) = check::sound_model(&project, terminal) else { return Ok(Exit::Problems) };
    if form == Form::Html {
        return page(args, &project, checked, terminal);
    }
    let tables = mld::lower(&checked.mcd, mld::Options { keys: project.settings.keys });
    let model = Lowered { mcd: &checked.mcd, mld: &tables };
    let whole = view_of(model, kind_of(args, form), args.detail);
    if let (Form::Text(language), Some(path)) = (form, &args.output) {
        fs::write(path, export::write(&part(args, &whole)?, language)).map_err(|error| Failure::io(path, &error))?;
        return Ok(Exit::Done);
    }
    let options = svg_options(args.theme, args.page);
    let pages = sheets::drawn(args, &project, (model, whole), form, terminal)?;
    match (&args.output, pages.first()) {
        (Some(path), _) => sheets::write(path, &pages, form, options, terminal)?,
        (None, Some((_, scene))) => terminal.data(&svg::write(scene, options))?,
        (None, None) => {}
    }
    Ok(Exit::Done)
}

/// The part of the model that is asked for.
pub(super) fn part(args: &Args, whole: &View) -> Result<View, Failure> {
    let selection = selection(args);
    view::select(whole, &selection).ok_or_else(|| nothing_there(whole, &selection))
}

/// The form of a picture, by the extension of its file.
pub(super) fn picture(path: &Path) -> Result<Form, Failure> {
    match Form::of(Some(path))? {
        Form::Text(_) => Err(Failure::new(say!(
            fr "{0} : une révision ne s'écrit pas sous cette forme", en "{0}: a revision isn't written in this form", path.display()
        ))
        .help(say!(fr "extensions connues : .svg, .png, .pdf, .html", en "known extensions: .svg, .png, .pdf, .html"))),
        form => Ok(form),
    }
}

pub(super) fn selection(args: &Args) -> Selection {
    Selection { area: args.area.clone(), around: args.around.clone().map(|name| (name, args.steps)) }
}

/// What a file's extension asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Svg,
    Png,
    Pdf,
    Html,
    Text(Language),
}

/// Every extension known.
const EXTENSIONS: &str = ".svg, .png, .pdf, .html, .mmd, .puml, .dbml, .dot, .d2";

impl Form {
    /// The file of a scene; of several, where the form has pages.
    pub(super) fn bytes(self, scenes: &[&Scene], options: svg::Options) -> Result<Vec<u8>, Failure> {
        let first = scenes.first().copied();
        let bytes = match (self, first) {
            (Form::Pdf, _) => raster::pdf(scenes, options),
            (Form::Png, Some(scene)) => raster::png(scene, options, 2.0),
            (Form::Svg | Form::Html | Form::Text(_), Some(scene)) => Ok(svg::write(scene, options).into_bytes()),
            (_, None) => Ok(Vec::new()),
        };
        bytes.map_err(|raster::Unconverted(why)| {
            Failure::new(
                say!(fr "le dessin n'a pu être converti : {why}", en "the drawing couldn't be converted: {why}"),
            )
            .help(say!(fr "écrivez-le en .svg", en "write it as .svg"))
        })
    }

    fn of(output: Option<&Path>) -> Result<Self, Failure> {
        let Some(path) = output else { return Ok(Form::Svg) };
        let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
        match extension.as_deref() {
            Some("svg") => Ok(Form::Svg),
            Some("png") => Ok(Form::Png),
            Some("pdf") => Ok(Form::Pdf),
            Some("html") => Ok(Form::Html),
            Some("mmd") => Ok(Form::Text(Language::Mermaid)),
            Some("puml") => Ok(Form::Text(Language::PlantUml)),
            Some("dbml") => Ok(Form::Text(Language::Dbml)),
            Some("dot") => Ok(Form::Text(Language::Dot)),
            Some("d2") => Ok(Form::Text(Language::D2)),
            _ => Err(Failure::new(say!(
                fr "{0} : cette extension ne dit pas quelle forme écrire", en "{0}: this extension doesn't say which form to write", path.display()
            ))
            .help(say!(fr "extensions connues : {EXTENSIONS}", en "known extensions: {EXTENSIONS}"))),
        }
    }
}

/// What is drawn: tables in a language that knows only these.
fn kind_of(args: &Args, form: Form) -> Kind {
    match (args.kind, form) {
        (KindArg::Mcd, Form::Text(language)) if language.knows_only_tables() => Kind::Mld,
        (kind, _) => kind.kind(),
    }
}

fn view_of(model: Lowered<'_>, kind: Kind, detail: DetailArg) -> View {
    let detail = match detail {
        DetailArg::Names => Detail::Names,
        DetailArg::Keys => Detail::Keys,
        DetailArg::All => Detail::All,
    };
    match kind {
        Kind::Mcd => view::mcd(model.mcd, detail),
        Kind::Mld | Kind::Crow => view::tables(model.mcd, model.mld, kind, detail),
    }
}

pub(super) fn theme(theme: ThemeArg) -> svg::Theme {
    match theme {
        ThemeArg::Light => svg::Theme::Light,
        ThemeArg::Dark => svg::Theme::Dark,
        ThemeArg::Auto => svg::Theme::Auto,
    }
}

pub(super) fn svg_options(colours: ThemeArg, page: PageArg) -> svg::Options {
    let page = match page {
        PageArg::A4 => svg::Page::A4,
        PageArg::A3 => svg::Page::A3,
        PageArg::Auto => svg::Page::Auto,
    };
    svg::Options { theme: theme(colours), page, ..svg::Options::default() }
}

/// Draws with the positions kept; keeps those of a whole model, or of an area.
pub(super) fn draw(
    args: &Args,
    (model, view): (Lowered<'_>, &View),
    beside: Option<&Path>,
    terminal: Terminal,
) -> Composed {
    if args.around.is_some() {
        return compose(view, None);
    }
    let area = args.area.as_ref().and_then(|area| view.areas.iter().find(|known| known.eq_ignore_ascii_case(area)));
    let name = sheets::diagram_name(args.kind, args.detail, area.map(String::as_str));
    let before = beside.and_then(|file| fs::read_to_string(file).ok()).unwrap_or_default();
    let mut positions = Positions::read(&before);
    let kept = positions.of(&name).filter(|_| !args.relayout).cloned();
    let drawn = match kept {
        Some(places) => compose(view, Some(&places)),
        None => afresh(args, model, view, &mut positions),
    };
    positions.set(&name, drawn.centres.clone());
    if let Some(file) = beside {
        keep(file, &before, &positions, terminal);
    }
    drawn
}

/// Draws what has no places yet. The tables of a whole model stand beside its entities, which get theirs first.
fn afresh(args: &Args, model: Lowered<'_>, view: &View, positions: &mut Positions) -> Composed {
    if args.kind == KindArg::Mcd || args.area.is_some() {
        return compose(view, None);
    }
    let name = sheets::diagram_name(KindArg::Mcd, args.detail, None);
    let entities = positions
        .of(&name)
        .cloned()
        .unwrap_or_else(|| compose(&view::chips(&view_of(model, Kind::Mcd, args.detail)), None).centres);
    let drawn = beside(model, view, &entities);
    positions.set(&name, entities);
    drawn
}

/// Writes where boxes are now. A folder that can't be written to keeps no drawing from being made.
pub(super) fn keep(file: &Path, before: &str, positions: &Positions, terminal: Terminal) {
    let after = positions.write();
    if after != before
        && let Err(error) = fs::write(file, after)
    {
        let (file, error) = (file.display(), super::terminal::reason(&error));
        terminal.talk(&crate::diag::Text {
            fr: format!("les positions ne sont pas gardées : {file} {}", error.fr),
            en: format!("positions aren't kept: {file} {}", error.en),
        });
    }
}

/// The page of all diagrams.
fn page(args: &Args, project: &Project, checked: Checked, terminal: Terminal) -> Outcome {
    let Some(path) = &args.output else { return Ok(Exit::Done) };
    let beside = positions_beside(project);
    let before = beside.as_ref().and_then(|file| fs::read_to_string(file).ok()).unwrap_or_default();
    let mut positions = Positions::read(&before);
    let kept = if args.relayout { Positions::default() } else { positions.clone() };
    let first = args.kind.kind();
    let tables = mld::lower(&checked.mcd, mld::Options { keys: project.settings.keys });
    let whole = view_of(Lowered { mcd: &checked.mcd, mld: &tables }, first, args.detail);
    let wanted = Wanted { first, part: selection(args), ..Wanted::default() };
    let asked = Asked { wanted, theme: theme(args.theme), revisions: args.revisions };
    let Some((html, now)) = super::page::make(project, checked, &kept, &asked, terminal)? else {
        return Err(nothing_there(&whole, &asked.wanted.part));
    };
    if let Some(file) = beside.filter(|_| asked.wanted.part == Selection::default()) {
        for name in ["mcd", "tables"] {
            positions.set(name, now.of(name).cloned().unwrap_or_default());
        }
        keep(&file, &before, &positions, terminal);
    }
    fs::write(path, html).map_err(|error| Failure::io(path, &error))?;
    Ok(Exit::Done)
}

fn nothing_there(view: &View, selection: &Selection) -> Failure {
    let wanted = selection.around.as_ref().map(|(name, _)| name).or(selection.area.as_ref());
    let wanted = wanted.cloned().unwrap_or_default();
    let titles: Vec<&str> = match selection.around {
        Some(_) => view.boxes.iter().map(|node| node.title.as_str()).collect(),
        None => view.areas.iter().map(String::as_str).collect(),
    };
    Failure::new(say!(fr "{wanted} n'est pas dans ce diagramme", en "{wanted} isn't in this diagram"))
        .help(crate::diag::suggest::did_you_mean(&wanted, titles.iter().copied()))
}
