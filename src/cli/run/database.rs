//! The SQLite database of an application that is served while its model still changes.
//!
//! Until migrations of changed models exist, a database made from other tables can't be used: it is set aside, never
//! removed, and the application begins a new one with demo data. Databases on servers, and those that the user named,
//! are left alone.

use std::fs;
use std::path::{Path, PathBuf};

use super::super::terminal::{Failure, Terminal, not_written};
use crate::{output, say};

/// Where an application keeps its data unless told otherwise.
const DATABASE: &str = "data/app.db";
/// The tables that the database was made from.
const STAMP: &str = ".merisier/database.sql";

/// Sets the database aside if it was made from other tables than those of the application's migrations.
pub(super) fn set_outdated_aside(app: &Path, terminal: Terminal) -> Result<(), Failure> {
    let database = app.join(DATABASE);
    if is_named_by_user(app) {
        return Ok(());
    }
    let tables = migrations(&app.join("migrations"));
    let stamp = app.join(STAMP);
    let made_from = fs::read_to_string(&stamp).ok();
    if database.is_file() && made_from.is_some_and(|made_from| made_from != tables) {
        let kept = free_name(&database);
        rename_with_companions(&database, &kept).map_err(|error| Failure::io(&database, &error))?;
        let kept = kept.display();
        terminal.talk(&say!(
            fr "  les tables ont changé : l'ancienne base est gardée dans {kept}, une nouvelle commence",
            en "  the tables changed: the old database is kept in {kept}, a new one begins"
        ));
    }
    output::replace_file(&stamp, tables.as_bytes()).map_err(|error| not_written(&error))
}

/// Whether the user said where the data is.
fn is_named_by_user(app: &Path) -> bool {
    let in_file = fs::read_to_string(app.join(".env"))
        .is_ok_and(|text| text.lines().any(|line| line.trim_start().starts_with("DATABASE_URL")));
    in_file || std::env::var_os("DATABASE_URL").is_some()
}

/// The text of every migration, in the order of their names.
fn migrations(folder: &Path) -> String {
    let entries =
        fs::read_dir(folder).map(|entries| entries.filter_map(Result::ok).map(|entry| entry.path()).collect());
    let mut paths: Vec<PathBuf> = entries.unwrap_or_default();
    paths.sort();
    paths
        .iter()
        .map(|path| if path.is_dir() { migrations(path) } else { fs::read_to_string(path).unwrap_or_default() })
        .collect()
}

/// `app.before-1.db`, or the first number that is free.
fn free_name(database: &Path) -> PathBuf {
    let name = |number: u32| database.with_file_name(format!("app.before-{number}.db"));
    (1..).map(name).find(|path| !path.exists()).unwrap_or_else(|| name(0))
}

/// SQLite's journal goes with its database, or its last writes would be lost.
fn rename_with_companions(from: &Path, to: &Path) -> std::io::Result<()> {
    let beside = |path: &Path, suffix: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        PathBuf::from(name)
    };
    for suffix in ["-wal", "-shm"] {
        let companion = beside(from, suffix);
        if companion.exists() {
            fs::rename(companion, beside(to, suffix))?;
        }
    }
    fs::rename(from, to)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Lang;

    #[test]
    fn a_database_of_other_tables_is_kept_aside_and_one_of_the_same_is_used() {
        let folder = tempfile::tempdir().unwrap();
        let app = folder.path();
        let terminal = Terminal { lang: Lang::En };
        fs::create_dir_all(app.join("migrations/0001_start")).unwrap();
        fs::create_dir_all(app.join("data")).unwrap();
        fs::write(app.join("migrations/0001_start/up.sql"), "CREATE TABLE a").unwrap();
        set_outdated_aside(app, terminal).unwrap();
        fs::write(app.join(DATABASE), "rows").unwrap();
        fs::write(app.join("data/app.db-wal"), "last rows").unwrap();
        set_outdated_aside(app, terminal).unwrap();
        assert!(app.join(DATABASE).exists());

        fs::write(app.join("migrations/0001_start/up.sql"), "CREATE TABLE b").unwrap();
        set_outdated_aside(app, terminal).unwrap();
        assert!(!app.join(DATABASE).exists());
        assert_eq!(fs::read_to_string(app.join("data/app.before-1.db")).unwrap(), "rows");
        assert_eq!(fs::read_to_string(app.join("data/app.before-1.db-wal")).unwrap(), "last rows");
    }
}
