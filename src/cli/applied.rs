//! The migrations that a database notes as applied, held against the files: what the application would refuse to start on.
//!
//! Reads sqlx's own table, which a database without migrations doesn't have.

use sha2::{Digest, Sha384};

use super::client::{self, Address};
use super::terminal::Failure;
use crate::migrate::Files;
use crate::say;
use crate::sql::Dialect;

/// Refuses a database to which a migration was applied that the files don't hold as it was.
pub(super) fn held_against(files: &[Files], dialect: Dialect, address: &Address) -> Result<(), Failure> {
    let Ok(there) = client::ask(address, query(dialect)) else { return Ok(()) };
    for line in there.lines() {
        let Some((name, checksum)) = line.trim().rsplit_once(' ') else { continue };
        let number = name.split('_').next().unwrap_or_default();
        match files.iter().find(|files| files.name.split('_').next() == Some(number)) {
            Some(ours) if ours.name == name && checksum_of(&ours.up) == checksum => {}
            Some(ours) if ours.name == name => return Err(edited(name)),
            Some(ours) => return Err(another(name, &ours.name)),
            None => return Err(unknown(name)),
        }
    }
    Ok(())
}

/// The migrations that a database notes as applied; none where it notes none at all.
pub(super) fn names(dialect: Dialect, address: &Address) -> Option<Vec<String>> {
    let there = client::ask(address, query(dialect)).ok()?;
    Some(there.lines().filter_map(|line| Some(line.trim().rsplit_once(' ')?.0.to_owned())).collect())
}

/// `0002_note` and the checksum in hexadecimal digits, a line each.
fn query(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => {
            "SELECT printf('%04d', version) || '_' || replace(description, ' ', '_') || ' ' || lower(hex(checksum)) FROM _sqlx_migrations WHERE success ORDER BY version;"
        }
        Dialect::Postgres => {
            "SELECT lpad(version::text, 4, '0') || '_' || replace(description, ' ', '_') || ' ' || encode(checksum, 'hex') FROM _sqlx_migrations WHERE success ORDER BY version;"
        }
        Dialect::Mariadb => {
            "SELECT CONCAT(LPAD(version, 4, '0'), '_', REPLACE(description, ' ', '_'), ' ', LOWER(HEX(checksum))) FROM _sqlx_migrations WHERE success ORDER BY version;"
        }
    }
}

fn checksum_of(text: &str) -> String {
    Sha384::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn edited(name: &str) -> Failure {
    Failure::new(say!(
        fr "la migration {name} a été modifiée après avoir été appliquée à cette base",
        en "migration {name} was edited after it had been applied to this database"
    ))
    .help(say!(
        fr "remettez le fichier comme il était (git checkout) ; ce qui change se dit dans une nouvelle migration",
        en "put the file back as it was (git checkout); what changes goes into a new migration"
    ))
}

fn another(there: &str, ours: &str) -> Failure {
    Failure::new(say!(
        fr "cette base a la migration {there}, d'une autre branche, là où le dossier a {ours}",
        en "this database has migration {there}, of another branch, where the folder has {ours}"
    ))
    .help(say!(
        fr "défaites-la avec {there}.down.sql de cette branche et retirez sa ligne de _sqlx_migrations, ou reprenez une sauvegarde d'avant elle",
        en "undo it with that branch's {there}.down.sql and remove its row from _sqlx_migrations, or restore a backup from before it"
    ))
}

fn unknown(name: &str) -> Failure {
    Failure::new(say!(
        fr "cette base a la migration {name}, que le dossier n'a pas : une version plus récente ou une autre branche l'a appliquée",
        en "this database has migration {name}, which the folder doesn't have: a newer version or another branch applied it"
    ))
    .help(say!(
        fr "reprenez cette version du projet, ou fusionnez la branche puis : merisier migrate --rebase",
        en "take that version of the project, or merge the branch, then: merisier migrate --rebase"
    ))
}
