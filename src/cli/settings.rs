//! `merisier.yaml`: where the model is and what becomes of it.
//!
//! Unknown keys and values are refused, with the line and the nearest known word. Touches no disk.

use clap::ValueEnum;
use serde_yaml::Value;

use super::terminal::Failure;
use crate::diag::Text;
use crate::diag::suggest::did_you_mean;
use crate::mcd::Locale;
use crate::mld::Keys;
use crate::say;
use crate::sql::Dialect;

/// The database that an application runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum Database {
    #[default]
    Sqlite,
    Postgres,
    Mariadb,
}

impl Database {
    /// Its SQL.
    pub(super) fn dialect(self) -> Dialect {
        match self {
            Database::Sqlite => Dialect::Sqlite,
            Database::Postgres => Dialect::Postgres,
            Database::Mariadb => Dialect::Mariadb,
        }
    }
}

/// What `merisier.yaml` says; paths are relative to its folder.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Settings {
    /// Files or folders of the model; empty for the files beside `merisier.yaml`.
    pub(super) model: Vec<String>,
    /// What the application runs on.
    pub(super) database: Database,
    /// How entities are keyed.
    pub(super) keys: Keys,
    /// Where the application goes.
    pub(super) app: Option<String>,
    /// The application's language, where it isn't the model's.
    pub(super) locale: Option<Locale>,
}

const KEYS: &[&str] = &["model", "database", "keys", "app", "locale"];

/// Reads the text of a `merisier.yaml`; `name` is its path as shown to the user.
pub(super) fn parse(name: &str, text: &str) -> Result<Settings, Failure> {
    let value: Value = serde_yaml::from_str(text).map_err(|error| not_yaml(name, &error))?;
    let entries = match value {
        Value::Null => return Ok(Settings::default()),
        Value::Mapping(entries) => entries,
        _ => return Err(not_settings(name)),
    };
    let mut settings = Settings::default();
    for (key, value) in &entries {
        let key = key.as_str().ok_or_else(|| not_settings(name))?;
        let place = Place { name, line: line_of(text, key), key };
        set(&mut settings, &place, value)?;
    }
    Ok(settings)
}

/// An entry of the file, for messages.
struct Place<'a> {
    name: &'a str,
    line: usize,
    key: &'a str,
}

fn set(settings: &mut Settings, place: &Place<'_>, value: &Value) -> Result<(), Failure> {
    match place.key {
        "model" => settings.model = paths(place, value)?,
        "app" => settings.app = Some(word(place, value)?.to_owned()),
        "database" => settings.database = database(place, value)?,
        "keys" => settings.keys = one_of(place, value, &[("integer", Keys::Integer), ("uuid", Keys::Uuid)])?,
        "locale" => settings.locale = Some(one_of(place, value, &[("fr", Locale::Fr), ("en", Locale::En)])?),
        _ => return Err(unknown_key(place)),
    }
    Ok(())
}

fn database(place: &Place<'_>, value: &Value) -> Result<Database, Failure> {
    let known = [("sqlite", Database::Sqlite), ("postgres", Database::Postgres), ("mariadb", Database::Mariadb)];
    one_of(place, value, &known)
}

fn word<'a>(place: &Place<'_>, value: &'a Value) -> Result<&'a str, Failure> {
    value.as_str().filter(|word| !word.is_empty()).ok_or_else(|| bad_value(place, say!(fr "un chemin", en "a path")))
}

fn paths(place: &Place<'_>, value: &Value) -> Result<Vec<String>, Failure> {
    match value {
        Value::Sequence(items) => items.iter().map(|item| word(place, item).map(str::to_owned)).collect(),
        item => Ok(vec![word(place, item)?.to_owned()]),
    }
}

fn one_of<T: Copy>(place: &Place<'_>, value: &Value, known: &[(&str, T)]) -> Result<T, Failure> {
    let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
    let given = value.as_str().unwrap_or_default();
    match known.iter().find(|(name, _)| *name == given) {
        Some((_, found)) => Ok(*found),
        None => Err(bad_value(place, Text::same(names.join(" | "))).help(did_you_mean(given, names))),
    }
}

fn bad_value(place: &Place<'_>, expected: Text) -> Failure {
    let Place { name, line, key } = place;
    let message = say!(fr "{name}:{line} : cette valeur de « {key} » n'est pas possible", en "{name}:{line}: this value of `{key}` isn't possible");
    let Text { fr, en } = expected;
    Failure::new(message).help(Text { fr: format!("attendu : {fr}"), en: format!("expected: {en}") })
}

fn unknown_key(place: &Place<'_>) -> Failure {
    let Place { name, line, key } = place;
    let known = KEYS.join(", ");
    Failure::new(say!(fr "{name}:{line} : clé inconnue « {key} »", en "{name}:{line}: unknown key `{key}`"))
        .help(did_you_mean(key, KEYS.iter().copied()))
        .help(say!(fr "les clés sont : {known}", en "the keys are: {known}"))
}

fn not_settings(name: &str) -> Failure {
    Failure::new(
        say!(fr "{name} : on attend une clé et une valeur par ligne", en "{name}: expected one key and value a line"),
    )
    .help(say!(fr "par exemple : model: cabinet.mcd", en "for example: model: cabinet.mcd"))
}

fn not_yaml(name: &str, error: &serde_yaml::Error) -> Failure {
    let line = error.location().map_or(1, |at| at.line());
    Failure::new(say!(fr "{name}:{line} : ce n'est pas du YAML : {error}", en "{name}:{line}: not YAML: {error}"))
        .help(say!(fr "une clé et une valeur par ligne : « model: cabinet.mcd »", en "one key and value a line: `model: cabinet.mcd`"))
}

/// The line where a key stands, from 1.
fn line_of(text: &str, key: &str) -> usize {
    let is_here = |line: &str| line.trim_start_matches(['"', '\'']).starts_with(key);
    text.lines().position(is_here).map_or(1, |index| index + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(text: &str) -> String {
        match parse("merisier.yaml", text) {
            Err(Failure::Refused { message, helps }) => {
                let helps: Vec<&str> = helps.iter().map(|help| help.en.as_str()).collect();
                format!("{} | {}", message.en, helps.join(" | "))
            }
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn every_key_is_read() {
        let text = "model: [a.mcd, parts]\ndatabase: postgres # server\nkeys: uuid\napp: ../out\nlocale: en\n";
        let expected = Settings {
            model: vec!["a.mcd".into(), "parts".into()],
            database: Database::Postgres,
            keys: Keys::Uuid,
            app: Some("../out".into()),
            locale: Some(Locale::En),
        };
        assert_eq!(parse("merisier.yaml", text).unwrap(), expected);
        assert_eq!(parse("merisier.yaml", "# nothing yet\n").unwrap(), Settings::default());
    }

    #[test]
    fn what_is_not_known_is_refused_with_its_line_and_the_nearest_word() {
        assert_eq!(
            refusal("model: a.mcd\ndatabse: sqlite\n"),
            "merisier.yaml:2: unknown key `databse` | did you mean `database`? | the keys are: model, database, keys, app, locale"
        );
        assert_eq!(
            refusal("database: postgre\n"),
            "merisier.yaml:1: this value of `database` isn't possible | expected: sqlite | postgres | mariadb | did you mean `postgres`?"
        );
        assert!(refusal("model: 3\n").contains("expected: a path"));
        assert!(refusal("- a\n").contains("one key and value a line"));
        assert!(refusal("a: [\n").contains("not YAML"));
    }
}
