//! `merisier diagram -o FILE.html`: every drawing of a model in one page, with its past states where they are asked for.

use std::path::{Path, PathBuf};

use super::project::Project;
use super::terminal::{Failure, Terminal};
use super::{git, language};
use crate::diag::Lang;
use crate::diagram::page::{self, Drawn, Page, Revision, Wanted};
use crate::diagram::positions::Centres;
use crate::diagram::svg::Theme;
use crate::driver::{Checked, check_model};
use crate::mcd::Mcd;
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

/// The page and where boxes are now; none where the model has no such part.
pub(super) fn make(
    project: &Project,
    checked: &Checked,
    kept: Option<&Centres>,
    asked: &Asked,
    terminal: Terminal,
) -> Result<Option<(String, Centres)>, Failure> {
    let draw = |mcd: &Mcd, kept: Option<&Centres>, wanted: &Wanted| -> Option<Drawn> {
        let tables = mld::lower(mcd, mld::Options { keys: project.settings.keys });
        page::draw(mcd, &tables, kept, wanted)
    };
    let Some(now) = draw(&checked.mcd, kept, &asked.wanted) else { return Ok(None) };
    let mut whole = Page {
        title: checked.mcd.crm.title.clone(),
        lang: language::of_document(terminal, checked.mcd.crm.locale),
        theme: asked.theme,
        sheets: now.sheets,
        revisions: Vec::new(),
    };
    if asked.revisions > 0 {
        let commits = git::commits(&project.files, asked.revisions)?;
        let is_recorded = git::is_recorded(&project.files);
        whole.revisions.push(newest(commits.first().filter(|_| is_recorded), whole.lang));
        for commit in commits.iter().skip(usize::from(is_recorded)) {
            let reader = git::At { commit: commit.name.clone(), paths: git::Paths::OnDisk, lang: terminal.lang };
            let mut past = check_model(&project.files, &reader);
            past.mcd.crm.locale = checked.mcd.crm.locale;
            let wanted = Wanted { revision: whole.revisions.len(), only_in_full: true, ..asked.wanted.clone() };
            // A state that had errors, or had no such part yet, has no drawing.
            let drawn = past.passes().then(|| draw(&past.mcd, Some(&now.centres), &wanted)).flatten();
            match drawn {
                Some(drawn) => {
                    whole.sheets.extend(drawn.sheets);
                    whole.revisions.push(revision(commit));
                }
                None => {
                    let name = &commit.name;
                    terminal.talk(
                        &say!(fr "{name} : modèle incorrect, sans dessin", en "{name}: not a sound model, no drawing"),
                    );
                }
            }
        }
    }
    Ok(Some((page::write(&whole), now.centres)))
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
