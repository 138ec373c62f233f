//! `merisier diagram -o FILE.html`: every drawing of a model in one page, with its past states where they are asked for.

use std::path::{Path, PathBuf};

use super::project::Project;
use super::terminal::{Failure, Terminal};
use super::{git, language};
use crate::diag::Lang;
use crate::diagram::page::{self, Drawn, Page, Revision, Sheet, Wanted};
use crate::diagram::positions::Positions;
use crate::diagram::revised;
use crate::diagram::svg::Theme;
use crate::diagram::view::{Kind, Lowered};
use crate::driver::{Checked, check_model};
use crate::migrate::{Answers, Difference, Side, difference};
use crate::mld::Mld;
use crate::{mld, say};

/// What is asked of the page.
pub(super) struct Asked {
    /// The diagram that comes first, and the part of the model shown.
    pub(super) wanted: Wanted,
    /// The colours.
    pub(super) theme: Theme,
    /// How many commits can be looked at.
    pub(super) revisions: usize,
}

/// A state of the model with its drawings.
struct State {
    checked: Checked,
    tables: Mld,
    drawn: Drawn,
}

impl State {
    fn lowered(&self) -> Lowered<'_> {
        Lowered { mcd: &self.checked.mcd, mld: &self.tables }
    }

    /// What this state changed from an earlier one; `found` where it is known already.
    fn changes(&self, before: &State, found: Option<&Difference>, wanted: &Wanted) -> Vec<Sheet> {
        let [old, new] = [before, self].map(|state| Side { mcd: &state.checked.mcd, sources: &state.checked.sources });
        let own;
        let found = match found {
            Some(found) => found,
            None => {
                own = difference(old, new, &Answers::default());
                &own
            }
        };
        page::draw_changes((before.lowered(), &before.drawn), (self.lowered(), &self.drawn), found, wanted)
    }
}

/// Draws a state; none where the model has no such part.
fn drawn(checked: Checked, options: mld::Options, kept: &Positions, wanted: &Wanted) -> Option<State> {
    let tables = mld::lower(&checked.mcd, options);
    let drawn = page::draw(&checked.mcd, &tables, kept, wanted)?;
    Some(State { checked, tables, drawn })
}

/// The page and where boxes are now; none where the model has no such part.
pub(super) fn make(
    project: &Project,
    checked: Checked,
    kept: &Positions,
    asked: &Asked,
    terminal: Terminal,
) -> Result<Option<(String, Positions)>, Failure> {
    let options = mld::Options { keys: project.settings.keys };
    let Some(now) = drawn(checked, options, kept, &asked.wanted) else { return Ok(None) };
    let model = &now.checked.mcd;
    let mut whole = Page {
        title: model.crm.title.clone(),
        lang: language::of_document(terminal, model.crm.locale),
        theme: asked.theme,
        sheets: now.drawn.sheets.clone(),
        revisions: Vec::new(),
    };
    if asked.revisions > 0 {
        history(project, &now, asked, &mut whole, terminal)?;
    }
    Ok(Some((page::write(&whole), now.drawn.positions)))
}

/// Adds the past states, the newest first, and what each changed from the one before it.
fn history(project: &Project, now: &State, asked: &Asked, whole: &mut Page, terminal: Terminal) -> Result<(), Failure> {
    let options = mld::Options { keys: project.settings.keys };
    // One more than is shown: what the oldest changed is told too.
    let commits = git::commits(&project.files, asked.revisions + 1)?;
    let is_recorded = git::is_recorded(&project.files);
    whole.revisions.push(newest(commits.first().filter(|_| is_recorded), whole.lang));
    let mut later: Option<State> = None;
    for commit in commits.iter().skip(usize::from(is_recorded)) {
        let reader = git::At { commit: commit.name.clone(), paths: git::Paths::OnDisk, lang: terminal.lang };
        let mut past = check_model(&project.files, &reader);
        past.mcd.crm.locale = now.checked.mcd.crm.locale;
        let wanted = Wanted { revision: whole.revisions.len(), only_in_full: true, ..asked.wanted.clone() };
        // A state that had errors, or had no such part yet, has no drawing.
        let state = past.passes().then(|| drawn(past, options, &now.drawn.positions, &wanted)).flatten();
        let Some(state) = state else {
            let name = &commit.name;
            terminal
                .talk(&say!(fr "{name} : modèle incorrect, sans dessin", en "{name}: not a sound model, no drawing"));
            continue;
        };
        let after = later.as_ref().unwrap_or(now);
        let wanted_after = Wanted { revision: wanted.revision - 1, ..wanted };
        whole.sheets.extend(after.changes(&state, None, &wanted_after));
        if whole.revisions.len() > asked.revisions {
            break;
        }
        whole.sheets.extend(state.drawn.sheets.iter().cloned());
        whole.revisions.push(revision(commit));
        later = Some(state);
    }
    Ok(())
}

/// The page of one change: the colours first, what was before at the other end of the slider.
pub(super) fn of_change(
    [old, new]: [(Checked, mld::Options, String, Positions); 2],
    found: &Difference,
    (theme, first): (Theme, Kind),
    terminal: Terminal,
) -> Option<String> {
    let wanted = |revision: usize| Wanted { revision, first, only_in_full: revision > 0, ..Wanted::default() };
    let places = {
        let tables = [&old, &new].map(|(checked, options, ..)| mld::lower(&checked.mcd, *options));
        let [past, now] = &tables;
        let models = [Lowered { mcd: &old.0.mcd, mld: past }, Lowered { mcd: &new.0.mcd, mld: now }];
        revised::places(models, found, [&old.3, &new.3])
    };
    let name = old.2;
    let now = drawn(new.0, new.1, &places[1], &wanted(0))?;
    let before = drawn(old.0, old.1, &places[0], &wanted(1))?;
    let mut sheets = now.changes(&before, Some(found), &wanted(0));
    sheets.sort_by_key(|sheet| sheet.kind != first);
    sheets.extend(now.drawn.sheets.iter().cloned());
    sheets.extend(before.drawn.sheets.iter().cloned());
    let model = &now.checked.mcd;
    let revision = |name: String| Revision { name, ..Revision::default() };
    Some(page::write(&Page {
        title: model.crm.title.clone(),
        lang: language::of_document(terminal, model.crm.locale),
        theme,
        sheets,
        revisions: vec![revision(new.2), revision(name)],
    }))
}

fn revision(commit: &git::Commit) -> Revision {
    Revision { name: commit.name.clone(), date: commit.date.clone(), subject: commit.subject.clone() }
}

/// The model as it is: a commit, or what isn't one yet.
fn newest(commit: Option<&git::Commit>, lang: Lang) -> Revision {
    let unrecorded = say!(fr "actuel, pas encore enregistré", en "now, not committed yet");
    commit.map_or_else(|| Revision { name: unrecorded.get(lang).to_owned(), ..Revision::default() }, revision)
}

/// The file that keeps where boxes are, beside the model.
pub(super) fn positions_beside(project: &Project) -> Option<PathBuf> {
    project.files.first().map(|file| super::project::folder_of(Path::new(file)).join(super::diagram::POSITIONS_FILE))
}
