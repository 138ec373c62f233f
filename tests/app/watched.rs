//! `merisier run --watch`: what is served follows each save of the model, and goes on where a version can't be made or can't start.

use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::json;

use super::made;
use super::support::keeper::{self, Job, Kept};
use super::support::must;
use super::visitor::Visitor;

/// A compilation on a busy machine.
const PATIENCE: Duration = Duration::from_secs(400);

/// A model under watch, what it says and where it is served.
struct Watched {
    model: PathBuf,
    process: Kept,
    visitor: Visitor,
}

pub fn follows_each_save() {
    let home = must("making a folder", tempfile::tempdir());
    let watched = start(home.path(), &client("nom texte(60) identifier title"));
    watched.hears("nothing is served yet", 1);

    watched.save(&client("nom text(60) identifier title\nville text(40)"));
    watched.until("it opens", |visitor| visitor.open("/clients").status == 200);
    let opened = || fs::read_to_string(home.path().join("opened")).unwrap_or_default();
    watched.wait("the browser is given the address", || opened().trim() == watched.visitor.base());

    watched.save(&client("nom text(60) identifier title\nvilla text(40"));
    watched.hears("still serves the previous version", 1);
    assert_eq!(watched.visitor.open("/clients").status, 200);

    watched.save(&client("nom text(60) identifier title\nville text(40)\ntelephone phone"));
    let asks = |visitor: &Visitor| visitor.open("/clients/new").body.contains("name=\"telephone\"");
    watched.until("the form has the new field", asks);

    for nom in ["Dupont", "Durand"] {
        let (status, said) = watched.visitor.api("POST", "/api/clients", Some(&json!({"nom": nom, "ville": "Nantes"})));
        assert_eq!(status, 201, "{said}");
    }
    watched.save(&client("nom text(60) identifier title\nville text(40) unique\ntelephone phone"));
    watched.hears("still serves the previous version", 2);
    watched.until("what was served is served again", asks);
    let said = watched.said();
    assert!(said.contains(": M7108 ") && !said.contains("JSON path"), "the guard's own words: {said}");
    let (_, found) = watched.visitor.api("GET", "/api/clients?q=Durand", None);
    assert!(found.to_string().contains("Nantes"), "nothing was lost: {found}");
}

fn client(fields: &str) -> String {
    format!("crm essai \"Essai\" {{ locale en }}\nentity Client {{\n{fields}\n}}\n")
}

fn start(home: &Path, model: &str) -> Watched {
    let at = home.join("essai.mcd");
    must("writing the model", fs::write(&at, model));
    browser(home);
    let port = must("finding a port", keeper::free_port());
    let setting = |name: &str, value: OsString| {
        let mut setting = OsString::from(format!("{name}="));
        setting.push(value);
        setting
    };
    let usual = std::env::var_os("PATH").unwrap_or_default();
    let programs = std::env::join_paths([home.to_owned()].into_iter().chain(std::env::split_paths(&usual)));
    let mut command: Vec<OsString> = ["env", "-u", "DATABASE_URL"].map(Into::into).into();
    command.push(setting("PATH", must("joining folders", programs)));
    command.push(setting("MERISIER_TARGET_DIR", made::target().into()));
    command.push(env!("CARGO_BIN_EXE_merisier").into());
    command.extend(["--lang", "en", "run", "--watch", "--open", "--port", &port.to_string()].map(Into::into));
    command.push(at.clone().into());
    let folder = must("making a folder", keeper::folder("watched"));
    let process = must("running merisier", Kept::start(Job { folder, signal: "TERM", command }, || true));
    Watched { model: at, process, visitor: Visitor::new(&format!("http://127.0.0.1:{port}")) }
}

/// In place of the machine's way to open an address: it is written beside the model.
fn browser(home: &Path) {
    let program = home.join("xdg-open");
    let opened = home.join("opened");
    must("writing a browser", fs::write(&program, format!("#!/bin/sh\necho \"$1\" >'{}'\n", opened.display())));
    must("allowing it", fs::set_permissions(&program, fs::Permissions::from_mode(0o755)));
}

impl Watched {
    fn save(&self, model: &str) {
        must("saving", fs::write(&self.model, model));
    }

    fn said(&self) -> String {
        fs::read_to_string(self.process.folder().join("log")).unwrap_or_default()
    }

    /// Waits until it has said so, so many times.
    fn hears(&self, text: &str, times: usize) {
        self.wait(text, || self.said().matches(text).count() >= times);
    }

    /// Waits until the application answers so; meanwhile it may be stopped.
    fn until(&self, what: &str, answers: impl Fn(&Visitor) -> bool) {
        let health = format!("{}/health", self.visitor.base());
        self.wait(what, || ureq::get(&health).call().is_ok() && answers(&self.visitor));
    }

    fn wait(&self, what: &str, came: impl Fn() -> bool) {
        let start = Instant::now();
        while !came() {
            assert!(start.elapsed() < PATIENCE, "{what}: not so. It said:\n{}", self.said());
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}
