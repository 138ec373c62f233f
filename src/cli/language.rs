//! The language Merisier speaks: `--lang`, else the environment's, else English.
//!
//! It is chosen before the arguments are parsed, since complaints about them are said in it too.

use std::ffi::OsString;

use clap::ValueEnum;

use super::terminal::Terminal;
use crate::diag::Lang;
use crate::mcd::Locale;

/// The values of `--lang`.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum LangArg {
    Fr,
    En,
}

/// Chooses from the arguments and the environment, in POSIX's order.
pub(super) fn choose(args: &[OsString], variable: impl Fn(&str) -> Option<String>) -> Lang {
    let asked = asked_for(args);
    let from_environment = || {
        let set =
            ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(|name| variable(name).filter(|v| !v.is_empty()));
        set.unwrap_or_default()
    };
    match asked.unwrap_or_else(from_environment) {
        name if name.to_lowercase().starts_with("fr") => Lang::Fr,
        _ => Lang::En,
    }
}

/// Whether the arguments ask for a language.
pub(super) fn is_asked(args: &[OsString]) -> bool {
    asked_for(args).is_some()
}

/// The language of a document for the client: `--lang`, else the model's.
pub(super) fn of_document(terminal: Terminal, locale: Locale) -> Lang {
    match locale {
        _ if terminal.is_asked => terminal.lang,
        Locale::Fr => Lang::Fr,
        Locale::En => Lang::En,
    }
}

/// The value of `--lang` wherever it stands.
fn asked_for(args: &[OsString]) -> Option<String> {
    let words: Vec<&str> = args.iter().map_while(|arg| arg.to_str()).take_while(|word| *word != "--").collect();
    let apart = words.windows(2).find_map(|pair| match pair {
        ["--lang", value] => Some(*value),
        _ => None,
    });
    let joined = || words.iter().find_map(|word| word.strip_prefix("--lang="));
    apart.or_else(joined).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(args: &[&str], environment: &[(&str, &str)]) -> Lang {
        let args: Vec<OsString> = args.iter().map(OsString::from).collect();
        choose(&args, |name| environment.iter().find(|(n, _)| *n == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn the_option_wins_over_the_environment() {
        assert_eq!(chosen(&["merisier", "check"], &[("LANG", "fr_FR.UTF-8")]), Lang::Fr);
        assert_eq!(chosen(&["merisier", "--lang", "en", "check"], &[("LANG", "fr_FR.UTF-8")]), Lang::En);
        assert_eq!(chosen(&["merisier", "check", "--lang=fr"], &[("LC_ALL", "C")]), Lang::Fr);
        assert_eq!(chosen(&["merisier", "check"], &[("LC_ALL", "C"), ("LANG", "fr_FR.UTF-8")]), Lang::En);
        assert_eq!(chosen(&["merisier", "check"], &[("LC_ALL", ""), ("LANG", "fr_CA")]), Lang::Fr);
        assert_eq!(chosen(&["merisier"], &[]), Lang::En);
    }
}
