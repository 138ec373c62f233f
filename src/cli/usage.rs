//! What is said of arguments that can't be understood. clap says it in English; here it is said in French too.

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::terminal::Terminal;
use crate::diag::{Lang, Text};
use crate::say;

/// Says what is wrong, or shows the help that was asked for; gives the exit code.
pub(super) fn report(error: &Error, terminal: Terminal) -> u8 {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let _ = terminal.data(&error.render().ansi().to_string()); // nobody reads: nobody misses it
            0
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            terminal.talk_raw(&error.render().ansi().to_string());
            2
        }
        _ if terminal.lang == Lang::En => {
            terminal.talk_raw(&error.render().ansi().to_string());
            2
        }
        _ => {
            let message = Text::same(in_french(error));
            terminal.refuse(&message, &advice(error));
            2
        }
    }
}

fn in_french(error: &Error) -> String {
    let arg = context(error, ContextKind::InvalidArg);
    let value = context(error, ContextKind::InvalidValue);
    match error.kind() {
        ErrorKind::UnknownArgument => format!("argument inattendu « {arg} »"),
        ErrorKind::InvalidSubcommand => {
            format!("commande inconnue « {} »", context(error, ContextKind::InvalidSubcommand))
        }
        ErrorKind::InvalidValue if value.is_empty() => format!("il manque une valeur à « {arg} »"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("« {value} » n'est pas possible pour « {arg} »")
        }
        ErrorKind::MissingRequiredArgument => format!("il manque {arg}"),
        ErrorKind::MissingSubcommand => "il manque une commande".to_owned(),
        ErrorKind::ArgumentConflict => {
            format!("« {arg} » ne va pas avec « {} »", context(error, ContextKind::PriorArg))
        }
        ErrorKind::TooManyValues => format!("trop de valeurs pour « {arg} » : « {value} »"),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("nombre de valeurs inattendu pour « {arg} »")
        }
        ErrorKind::InvalidUtf8 => "un argument n'est pas du texte UTF-8".to_owned(),
        _ => "arguments incompris".to_owned(),
    }
}

fn advice(error: &Error) -> Vec<Text> {
    let kinds = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue];
    let near = kinds.into_iter().map(|kind| context(error, kind)).find(|near| !near.is_empty());
    let valid = Some(context(error, ContextKind::ValidValue)).filter(|valid| !valid.is_empty());
    let near = near.map(|near| say!(fr "vouliez-vous dire « {near} » ?", en "did you mean `{near}`?"));
    let valid = valid.map(|valid| say!(fr "valeurs possibles : {valid}", en "possible values: {valid}"));
    let help = say!(fr "merisier --help montre les commandes et les options", en "merisier --help shows the commands and options");
    near.into_iter().chain(valid).chain([help]).collect()
}

fn context(error: &Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        Some(other @ ContextValue::StyledStr(_)) => other.to_string(),
        _ => String::new(),
    }
}
