//! `merisier explain`: the page of a code, or the list of all codes.

use super::terminal::{BOLD, CYAN, Exit, Failure, Outcome, PLAIN, Terminal};
use crate::codes;
use crate::diag::suggest::did_you_mean;
use crate::diag::{Kind, Lang, Severity};
use crate::say;

/// Explain a code: the rule, an example that breaks it, one that keeps it, its source
#[derive(Debug, clap::Args)]
#[command(after_help = "merisier explain M3102\nmerisier explain")]
pub(super) struct Args {
    /// The code, such as M3102; the list of all codes without it
    code: Option<String>,
}

pub(super) fn run(args: &Args, terminal: Terminal) -> Outcome {
    let text = match &args.code {
        None => list(terminal.lang),
        Some(code) => page(find(code)?, terminal.lang),
    };
    terminal.data(&text)?;
    Ok(Exit::Done)
}

fn find(given: &str) -> Result<&'static Kind, Failure> {
    let code = given.trim().to_uppercase();
    codes::all().find(|kind| kind.code == code).ok_or_else(|| {
        Failure::new(say!(fr "aucun code « {given} »", en "no code `{given}`"))
            .help(did_you_mean(&code, codes::all().map(|kind| kind.code)))
            .help(
                say!(fr "la liste de tous les codes : merisier explain", en "the list of all codes: merisier explain"),
            )
    })
}

fn list(lang: Lang) -> String {
    let mut kinds: Vec<&Kind> = codes::all().collect();
    kinds.sort_by_key(|kind| kind.code);
    kinds
        .iter()
        .map(|kind| format!("{BOLD}{}{PLAIN}  {:<13}  {}\n", kind.code, severity(kind, lang), kind.title(lang)))
        .collect()
}

fn severity(kind: &Kind, lang: Lang) -> &'static str {
    match (kind.severity, lang) {
        (Severity::Error, Lang::En) => "error",
        (Severity::Error, Lang::Fr) => "erreur",
        (Severity::Warning, Lang::En) => "warning",
        (Severity::Warning, Lang::Fr) => "avertissement",
        (Severity::Hint, Lang::En) => "hint",
        (Severity::Hint, Lang::Fr) => "conseil",
    }
}

/// The page in one language: its text, the two examples, the source.
fn page(kind: &Kind, lang: Lang) -> String {
    let (code, title, severity) = (kind.code, kind.title(lang), severity(kind, lang));
    let (text, wrong, right, source) = match lang {
        Lang::En => ("English", "Breaks it", "Keeps it", "Source:"),
        Lang::Fr => ("Français", "L'enfreint", "La respecte", "Source :"),
    };
    let mut out = format!("{BOLD}{code}{PLAIN} ({severity}) · {BOLD}{title}{PLAIN}\n\n{}\n", section(kind.page, text));
    for (heading, name) in [(wrong, "Wrong"), (right, "Right")] {
        out.push_str(&format!("\n{CYAN}{heading}{PLAIN}\n\n{}\n", code_block(&section(kind.page, name))));
    }
    out.push_str(&format!("\n{CYAN}{source}{PLAIN} {}\n", in_language(&section(kind.page, "Source"), lang)));
    out
}

/// The English paragraph or the French one; a source that is but a reference is the same in both.
fn in_language(section: &str, lang: Lang) -> &str {
    match (section.split_once("\n\n"), lang) {
        (Some((english, _)), Lang::En) => english,
        (Some((_, french)), Lang::Fr) => french,
        (None, _) => section,
    }
}

/// The text under the heading `## NAME`.
fn section(page: &str, name: &str) -> String {
    let heading = |line: &str| line.strip_prefix("## ").map(str::trim) == Some(name);
    let lines = page.lines().skip_while(|line| !heading(line)).skip(1);
    lines.take_while(|line| !line.starts_with("## ")).collect::<Vec<_>>().join("\n").trim().to_owned()
}

/// The lines of a section without its fences, set apart by an indent.
fn code_block(section: &str) -> String {
    let lines = section.lines().filter(|line| !line.starts_with("```"));
    let indented = lines.map(|line| if line.is_empty() { String::new() } else { format!("    {line}") });
    indented.collect::<Vec<_>>().join("\n")
}
