//! A database through its engine's own command line client: `sqlite3`, `psql`, `mariadb`. Reads only.
//!
//! Merisier has no driver of its own: a consultant who keeps a database has its client, and a driver would cost every build.

use std::io::{ErrorKind, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use percent_encoding::percent_decode_str;

use super::terminal::Failure;
use crate::say;

/// Where a database is.
pub(super) enum Address {
    Sqlite(String),
    Postgres(String),
    Mariadb { user: String, password: Option<String>, host: String, port: String, name: String },
}

impl Address {
    /// `sqlite://app.db` or `sqlite:app.db`, `postgres://…`, `mysql://user:password@host:port/name`, whose signs may be written as `%40`.
    pub(super) fn read(url: &str) -> Result<Self, Failure> {
        let unknown = || {
            Failure::new(say!(fr "{url} n'est pas l'adresse d'une base", en "{url} isn't the address of a database")).help(
                say!(
                    fr "écrivez sqlite://data/app.db, postgres://utilisateur@hôte/base ou mysql://utilisateur@hôte/base",
                    en "write sqlite://data/app.db, postgres://user@host/name or mysql://user@host/name"
                ),
            )
        };
        if let Some(rest) = url.strip_prefix("sqlite:") {
            let file = rest.strip_prefix("//").unwrap_or(rest);
            return Ok(Address::Sqlite(file.split('?').next().unwrap_or(file).to_owned()));
        }
        let (scheme, rest) = url.split_once("://").ok_or_else(unknown)?;
        match scheme {
            "postgres" | "postgresql" => Ok(Address::Postgres(url.to_owned())),
            "mysql" | "mariadb" => {
                let (who, place) = rest.rsplit_once('@').unwrap_or(("root", rest));
                let (user, password) = match who.split_once(':') {
                    Some((user, password)) => (user, Some(password.to_owned())),
                    None => (who, None),
                };
                let (host, name) = place.split_once('/').ok_or_else(unknown)?;
                let (host, port) = host.split_once(':').unwrap_or((host, "3306"));
                let name = name.split('?').next().unwrap_or(name);
                let plain = |part: &str| percent_decode_str(part).decode_utf8_lossy().into_owned();
                let password = password.as_deref().map(plain);
                let [user, host, port, name] = [user, host, port, name].map(plain);
                Ok(Address::Mariadb { user, password, host, port, name })
            }
            _ => Err(unknown()),
        }
    }

    fn client(&self) -> Result<(Command, &'static str), Failure> {
        Ok(match self {
            Address::Sqlite(file) => {
                if file != ":memory:" && !Path::new(file).is_file() {
                    return Err(Failure::new(say!(fr "{file} n'existe pas", en "{file} doesn't exist")));
                }
                let mut command = Command::new("sqlite3");
                command.args(["-batch", "-bail", "-separator", ": "]).arg(file);
                (command, "sqlite3")
            }
            Address::Postgres(url) => {
                let mut command = Command::new("psql");
                command.args(["--no-psqlrc", "--quiet", "--no-align", "--tuples-only", "--field-separator=: "]);
                command.args(["--set=ON_ERROR_STOP=1", "--dbname"]).arg(url);
                (command, "psql")
            }
            Address::Mariadb { user, password, host, port, name } => {
                let mut command = Command::new("mariadb");
                command.args(["--no-defaults", "--batch", "--skip-column-names", "--protocol=tcp"]);
                command.arg("--default-character-set=utf8mb4").arg(format!("--host={host}"));
                command.arg(format!("--port={port}")).arg(format!("--user={user}")).arg(format!("--database={name}"));
                if let Some(password) = password {
                    command.env("MYSQL_PWD", password);
                }
                (command, "mariadb")
            }
        })
    }
}

/// What the client writes when it is given this script.
pub(super) fn ask(address: &Address, script: &str) -> Result<String, Failure> {
    let (mut command, name) = address.client()?;
    let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = child.map_err(|error| match error.kind() {
        ErrorKind::NotFound => Failure::new(say!(fr "{name} n'est pas installé", en "{name} isn't installed"))
            .help(say!(fr "installez le client de la base, puis recommencez", en "install the database's client, and try again")),
        _ => Failure::io(Path::new(name), &error),
    })?;
    let stdin = child.stdin.take();
    let output = std::thread::scope(|scope| {
        // A client that stops at an error closes its input early: what it says matters, not the broken pipe.
        scope.spawn(move || stdin.map(|mut pipe| pipe.write_all(script.as_bytes())));
        child.wait_with_output()
    });
    let output = output.map_err(|error| Failure::io(Path::new(name), &error))?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() || said.contains("M7") {
        return Ok(said);
    }
    let reason = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    Err(Failure::new(say!(fr "la base a refusé : {reason}", en "the database refused: {reason}")))
}

#[cfg(test)]
mod tests {
    use super::Address;

    #[test]
    fn addresses_are_read_as_sqlx_reads_them() {
        for url in ["sqlite:data/app.db", "sqlite://data/app.db", "sqlite://data/app.db?mode=rw"] {
            assert!(matches!(Address::read(url), Ok(Address::Sqlite(file)) if file == "data/app.db"), "{url}");
        }
        let read = Address::read("mysql://l%C3%A9a:p%40ss%2F1@db.exemple.fr/crm?ssl-mode=required");
        let Ok(Address::Mariadb { user, password, host, port, name }) = read else { panic!("it is MariaDB's") };
        assert_eq!((user.as_str(), password.as_deref()), ("léa", Some("p@ss/1")));
        assert_eq!((host.as_str(), port.as_str(), name.as_str()), ("db.exemple.fr", "3306", "crm"));
        for url in ["app.db", "mysql://db.exemple.fr", "oracle://h/x", ""] {
            assert!(Address::read(url).is_err(), "{url}");
        }
    }
}
