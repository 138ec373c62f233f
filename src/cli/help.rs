//! The help texts in the user's language: clap's own are static and English.
//!
//! English stands beside the arguments as their documentation; French in `french`. Invariant, kept by a test: whatever
//! can be shown has both.

use clap::{Arg, ArgAction, Command};

use super::french;
use super::terminal::{BOLD, PLAIN};
use crate::diag::Lang;

/// The command with its help in `lang`, its own `--help` and `--version` included.
pub(super) fn in_language(command: Command, lang: Lang) -> Command {
    let version = Arg::new("version").short('V').long("version").action(ArgAction::Version).help("Print the version");
    let command = command.disable_help_subcommand(true).disable_version_flag(true).arg(version).arg(help_flag());
    let command = command.subcommand_required(true).arg_required_else_help(true).infer_long_args(false);
    translated(command, "merisier", lang)
}

fn help_flag() -> Arg {
    Arg::new("help").short('h').long("help").global(true).action(ArgAction::Help).help("Print this help")
}

fn translated(command: Command, path: &str, lang: Lang) -> Command {
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    let command = command.disable_help_flag(true).mut_args(|arg| translated_argument(arg, path, lang));
    let command = with_example(command, lang);
    let command = match lang {
        Lang::En => command,
        Lang::Fr => french_command(command, path),
    };
    names.iter().fold(command, |command, name| command.mut_subcommand(name, |sub| translated(sub, name, lang)))
}

fn french_command(command: Command, path: &str) -> Command {
    let about = french::about(path).unwrap_or_default();
    command
        .about(about)
        .long_about(None)
        .subcommand_help_heading("Commandes ") // French sets a blank before a colon
        .subcommand_value_name("COMMANDE")
        .help_template(format!(
            "{{about-with-newline}}\n{BOLD}Utilisation :{PLAIN} {{usage}}\n\n{{all-args}}{{after-help}}"
        ))
}

/// The example of a command, which is the same in both languages, under its heading.
fn with_example(command: Command, lang: Lang) -> Command {
    let heading = if lang == Lang::Fr { "Exemple :" } else { "Example:" };
    let lines = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    let indented: String = lines.lines().map(|line| format!("\n  {line}")).collect();
    command.after_help(format!("{BOLD}{heading}{PLAIN}{indented}"))
}

fn translated_argument(arg: Arg, path: &str, lang: Lang) -> Arg {
    if lang == Lang::En {
        return arg;
    }
    let heading = if arg.is_positional() { "Arguments " } else { "Options " };
    let name = arg.get_value_names().and_then(|names| names.first()).and_then(|name| french::value_name(name));
    let arg = if let Some(name) = name { arg.value_name(name) } else { arg };
    let mut help = french::argument(path, arg.get_id().as_str()).unwrap_or_default().to_owned();
    let values: Vec<String> = arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
    let takes_value = matches!(arg.get_action(), ArgAction::Set | ArgAction::Append);
    if takes_value && !values.is_empty() {
        help.push_str(&format!(" [{}]", values.join(", ")));
    }
    let defaults: Vec<String> =
        arg.get_default_values().iter().map(|value| value.to_string_lossy().into_owned()).collect();
    if takes_value && !defaults.is_empty() {
        help.push_str(&format!(" [par défaut : {}]", defaults.join(", ")));
    }
    arg.help(help)
        .help_heading(heading)
        .long_help(None)
        .hide_possible_values(takes_value)
        .hide_default_value(takes_value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn visit(command: &Command, path: &str, see: &mut impl FnMut(&Command, &str)) {
        see(command, path);
        for sub in command.get_subcommands() {
            visit(sub, sub.get_name(), see);
        }
    }

    #[test]
    fn every_command_and_argument_is_described_in_both_languages() {
        let command = in_language(super::super::command(), Lang::En);
        visit(&command, "merisier", &mut |command, path| {
            assert!(command.get_about().is_some(), "{path} has no English description");
            assert!(french::about(path).is_some(), "{path} has no French description");
            for arg in command.get_arguments() {
                let id = arg.get_id().as_str();
                assert!(arg.get_help().is_some(), "{path} {id} has no English help");
                assert!(french::argument(path, id).is_some(), "{path} {id} has no French help");
            }
        });
    }

    #[test]
    fn every_command_shows_an_example_of_itself() {
        let command = in_language(super::super::command(), Lang::En);
        visit(&command, "merisier", &mut |command, path| {
            let example = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            let expected = if path == "merisier" { "merisier run".to_owned() } else { format!("merisier {path}") };
            assert!(example.contains(&expected), "{path}: {example}");
        });
    }

    #[test]
    fn the_french_words_describe_nothing_that_is_gone() {
        let mut known = Vec::new();
        visit(&in_language(super::super::command(), Lang::En), "merisier", &mut |command, path| {
            known.push((path.to_owned(), String::new()));
            known.extend(command.get_arguments().map(|arg| (path.to_owned(), arg.get_id().to_string())));
        });
        for (path, id, _) in french::WORDS {
            let is_common = *path == "*";
            assert!(known.iter().any(|(p, i)| (is_common || p == path) && i == id), "{path} {id} doesn't exist");
        }
    }
}
