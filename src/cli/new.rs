//! `merisier new`: a folder with a model worth learning from, its settings and an example of a source.

use std::fs;
use std::path::{Path, PathBuf};

use super::project::SETTINGS_FILE;
use super::terminal::{Exit, Failure, GREEN, Outcome, PLAIN, Terminal, not_written};
use crate::diag::Lang;
use crate::{output, say};

/// Create a folder with a commented model, its settings and an example of a source
#[derive(Debug, clap::Args)]
#[command(after_help = "merisier new cabinet\nmerisier run cabinet --open")]
pub(super) struct Args {
    /// The name of the folder and of the model
    name: PathBuf,
}

pub(super) fn run(args: &Args, terminal: Terminal) -> Outcome {
    let folder = &args.name;
    let name = match folder.file_name().and_then(|name| name.to_str()) {
        Some(name) if folder.to_str().is_some() => name,
        _ => return Err(Failure::new(say!(fr "donnez un nom de dossier", en "give the name of a folder"))),
    };
    if fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some()) || folder.is_file() {
        return Err(Failure::new(say!(fr "{0} existe déjà", en "{0} already exists", folder.display()))
            .help(say!(fr "choisissez un autre nom", en "choose another name")));
    }
    for (path, text) in files(name, terminal.lang) {
        output::replace_file(&folder.join(path), text.as_bytes()).map_err(|error| not_written(&error))?;
    }
    welcome(folder, terminal);
    Ok(Exit::Done)
}

fn files(name: &str, lang: Lang) -> Vec<(String, String)> {
    let (model, source, source_path, settings) = match lang {
        Lang::Fr => (
            include_str!("new/fr.mcd"),
            include_str!("new/fr.csv"),
            "data/fiche_client.csv",
            include_str!("new/fr.yaml"),
        ),
        Lang::En => (
            include_str!("new/en.mcd"),
            include_str!("new/en.csv"),
            "data/customer_card.csv",
            include_str!("new/en.yaml"),
        ),
    };
    let identifier = identifier(name);
    let title = name.replace('\\', "\\\\").replace('"', "\\\"");
    vec![
        (
            SETTINGS_FILE.to_owned(),
            settings.replace("model: NAME.mcd          ", &format!("{:<25}", format!("model: {identifier}.mcd"))),
        ),
        (format!("{identifier}.mcd"), model.replace("NAME", &identifier).replace("TITLE", &title)),
        (source_path.to_owned(), source.to_owned()),
    ]
}

/// A name that can stand in a model: ASCII letters, digits and `_`, a letter first.
fn identifier(name: &str) -> String {
    let ascii = any_ascii::any_ascii(name).to_lowercase();
    let word: String = ascii.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    match word.trim_matches('_') {
        word if word.starts_with(|c: char| c.is_ascii_lowercase()) => word.to_owned(),
        word => format!("crm_{word}").trim_end_matches('_').to_owned(),
    }
}

fn welcome(folder: &Path, terminal: Terminal) {
    let shown = folder.display();
    let quoted = if shown.to_string().contains(' ') { format!("\"{shown}\"") } else { shown.to_string() };
    terminal.talk(&say!(
        fr "{GREEN}✓{PLAIN} {shown} : un modèle commenté, ses réglages et un exemple de source\n\n  merisier check {quoted}    vérifie le modèle\n  merisier run {quoted}      en fait une application et l'ouvre",
        en "{GREEN}✓{PLAIN} {shown}: a commented model, its settings and an example of a source\n\n  merisier check {quoted}    checks the model\n  merisier run {quoted}      makes an application of it and serves it"
    ));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_folder_name_gives_an_identifier() {
        for (name, expected) in [
            ("cabinet", "cabinet"),
            ("Mon Cabinet", "mon_cabinet"),
            ("été-2026", "ete_2026"),
            ("2026", "crm_2026"),
            ("…", "crm"),
        ] {
            assert_eq!(identifier(name), expected);
        }
    }

    #[test]
    fn the_new_model_has_nothing_to_complain_about() {
        for lang in [Lang::Fr, Lang::En] {
            let files = files("a \"quoted\" \\ name", lang);
            let (name, text) = files.iter().find(|(path, _)| path.ends_with(".mcd")).unwrap();
            let checked = crate::driver::check_texts(&[(name, text)]);
            assert_eq!(crate::diag::short::render(&checked.sources, &checked.diagnostics, lang), "");
            let canonical = crate::format::format(crate::source::FileId::default(), text);
            assert_eq!(canonical.as_ref(), Ok(text), "merisier fmt would change the new model");
        }
    }
}
