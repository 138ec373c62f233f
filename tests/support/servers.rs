//! A real PostgreSQL and a real MariaDB, one of each shared by the tests of a binary, started when first asked for.
//!
//! They listen on free ports of 127.0.0.1, keep everything in a temporary folder, trust everyone, and trade durability
//! for speed. Does not create databases: `databases.rs` does. Invariant: see `keeper.rs`, which ends them.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use super::keeper::{self, Job, Kept};
use super::must;

/// The name of the account that may do everything; it has no password.
pub const USER: &str = "merisier";

/// A running database server.
#[derive(Debug)]
pub struct Server {
    /// Where it listens, on 127.0.0.1.
    pub port: u16,
    /// The server's process.
    pub process: Kept,
    /// Its command line client, with the arguments that connect it.
    client: Vec<OsString>,
}

impl Server {
    /// The command line client, about to connect to this server: add a database and what to do.
    pub fn client(&self) -> Command {
        command(&self.client)
    }
}

/// The PostgreSQL of this test process.
pub fn postgres() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| must("starting PostgreSQL", retry(start_postgres)))
}

/// The MariaDB of this test process.
pub fn mariadb() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| must("starting MariaDB", retry(start_mariadb)))
}

/// Between finding a free port and listening on it, someone else may take it.
fn retry(start: fn() -> io::Result<Server>) -> io::Result<Server> {
    start().or_else(|_| start())
}

fn start_postgres() -> io::Result<Server> {
    let (folder, port) = (keeper::folder("postgres")?, keeper::free_port()?);
    let data = folder.join("data");
    let account = unprivileged_account("postgres", &folder)?;
    let initdb = [
        account.clone(),
        vec![keeper::program(&["initdb"])?.into(), "-D".into(), data.clone().into()],
        words(&format!("-U {USER} -A trust -E UTF8 --locale=C.UTF-8 --no-sync")),
    ]
    .concat();
    succeed(&initdb)?;
    let server = [
        account,
        vec![keeper::program(&["postgres"])?.into(), "-D".into(), data.into()],
        words(&format!("-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=")),
        words(
            "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0",
        ),
        words("-c shared_buffers=32MB -c max_connections=100 -c autovacuum=off"),
    ]
    .concat();
    let mut client = vec![keeper::program(&["psql"])?.into()];
    client.extend(words(&format!("--no-psqlrc --quiet --host=127.0.0.1 --port={port} --username={USER}")));
    // QUIT is PostgreSQL's immediate shutdown.
    let job = Job { folder, signal: "QUIT", command: server };
    let process = Kept::start(job, || answers(&client, &["--dbname=postgres", "--command=select 1"]))?;
    Ok(Server { port, process, client })
}

fn start_mariadb() -> io::Result<Server> {
    let (folder, port) = (keeper::folder("mariadb")?, keeper::free_port()?);
    let user = if is_root() { "root".to_owned() } else { login_name()? };
    let place = |option: &str, name: &str| -> OsString {
        let mut argument = OsString::from(option);
        argument.push(folder.join(name));
        argument
    };
    let installer = keeper::program(&["mariadb-install-db", "mysql_install_db"])?;
    let install = [
        vec![installer.into(), "--no-defaults".into(), place("--datadir=", "data")],
        words(&format!("--user={user} --auth-root-authentication-method=normal --skip-test-db --skip-name-resolve")),
    ]
    .concat();
    succeed(&install)?;
    // One statement a line: the server wants it so.
    let account = format!("CREATE USER {USER}@'%';\nGRANT ALL PRIVILEGES ON *.* TO {USER}@'%' WITH GRANT OPTION;\n");
    std::fs::write(folder.join("account.sql"), account)?;
    let server = [
        vec![keeper::program(&["mariadbd", "mysqld"])?.into(), "--no-defaults".into()],
        vec![place("--datadir=", "data"), place("--socket=", "socket"), place("--pid-file=", "mariadb.pid")],
        vec![place("--init-file=", "account.sql")],
        words(&format!("--user={user} --bind-address=127.0.0.1 --port={port} --skip-name-resolve")),
        words("--character-set-server=utf8mb4 --performance-schema=OFF --skip-log-bin"),
        words("--innodb-flush-log-at-trx-commit=0 --innodb-doublewrite=0 --innodb-flush-method=nosync"),
        words("--innodb-buffer-pool-size=64M --innodb-log-file-size=32M --aria-pagecache-buffer-size=8M --key-buffer-size=8M"),
    ]
    .concat();
    let mut client = vec![keeper::program(&["mariadb", "mysql"])?.into()];
    client.extend(words(&format!("--no-defaults --protocol=tcp --host=127.0.0.1 --port={port} --user={USER}")));
    client.extend(words("--default-character-set=utf8mb4"));
    // Nothing of it is kept, so it may as well be killed.
    let job = Job { folder, signal: "KILL", command: server };
    let process = Kept::start(job, || answers(&client, &["--execute=select 1"]))?;
    Ok(Server { port, process, client })
}

/// What to put before a command that refuses to run as root, and the folder given to that account; empty when we are not.
fn unprivileged_account(preferred: &str, folder: &Path) -> io::Result<Vec<OsString>> {
    if !is_root() {
        return Ok(Vec::new());
    }
    let account = if output("id", &["-u", preferred]).is_ok() { preferred } else { "nobody" };
    let (user, group) = (output("id", &["-u", account])?, output("id", &["-g", account])?);
    succeed(&[vec!["chown".into(), format!("{user}:{group}").into()], vec![folder.into()]].concat())?;
    Ok(words(&format!("setpriv --reuid={user} --regid={group} --clear-groups --")))
}

fn is_root() -> bool {
    output("id", &["-u"]).is_ok_and(|user| user == "0")
}

fn login_name() -> io::Result<String> {
    output("id", &["-un"])
}

fn words(text: &str) -> Vec<OsString> {
    text.split_whitespace().map(OsString::from).collect()
}

fn command(line: &[OsString]) -> Command {
    let mut command = Command::new(line.first().map_or(PathBuf::new(), PathBuf::from));
    // Servers and clients must be able to read the folder they are started in; ours may be closed to them.
    command.args(line.iter().skip(1)).current_dir("/").env("LC_ALL", "C.UTF-8").env_remove("PGDATABASE");
    command
}

fn answers(client: &[OsString], arguments: &[&str]) -> bool {
    let quiet =
        command(client).args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    quiet.is_ok_and(|status| status.success())
}

fn succeed(line: &[OsString]) -> io::Result<()> {
    let done = command(line).stdin(Stdio::null()).output()?;
    if done.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&done.stderr).into_owned() + &String::from_utf8_lossy(&done.stdout);
    Err(io::Error::other(format!("{line:?} failed:\n{said}")))
}

fn output(program: &str, arguments: &[&str]) -> io::Result<String> {
    let done = Command::new(program).args(arguments).stderr(Stdio::null()).output()?;
    if !done.status.success() {
        return Err(io::Error::other(format!("{program} {arguments:?} failed")));
    }
    Ok(String::from_utf8_lossy(&done.stdout).trim().to_owned())
}
