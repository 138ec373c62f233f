//! The command itself, on real databases: what it says of data that is there, how tables drifted, and two branches of a real repository.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::bench::sound;
use crate::support::databases::{Database, Engine};

/// A project of one model, for an engine.
pub struct Project {
    folder: TempDir,
}

/// What a command said, and whether it went well.
struct Said {
    text: String,
    well: bool,
}

impl Project {
    pub fn new(engine: Engine, model: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let settings = format!("model: m.mcd\ndatabase: {engine}\napp: app\n");
        fs::write(folder.path().join("merisier.yaml"), settings).unwrap();
        let project = Project { folder };
        project.model(model);
        project
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn model(&self, text: &str) {
        fs::write(self.path().join("m.mcd"), text).unwrap();
    }

    fn merisier(&self, arguments: &[&str]) -> Said {
        let mut command = Command::new(env!("CARGO_BIN_EXE_merisier"));
        command.arg(arguments[0]).arg(self.path()).args(&arguments[1..]).env("NO_COLOR", "1").env("LC_ALL", "C");
        said(&mut command)
    }

    #[track_caller]
    pub fn done(&self, arguments: &[&str]) -> String {
        let said = self.merisier(arguments);
        assert!(said.well, "{arguments:?}: {}", said.text);
        said.text
    }

    #[track_caller]
    pub fn refused(&self, arguments: &[&str]) -> String {
        let said = self.merisier(arguments);
        assert!(!said.well, "{arguments:?}: {}", said.text);
        said.text
    }

    #[track_caller]
    fn git(&self, arguments: &[&str]) -> Said {
        let mut command = Command::new("git");
        command.current_dir(self.path()).args(["-c", "user.name=m", "-c", "user.email=m@example.org"]).args(arguments);
        // No habit of the machine's owner, hooks among them.
        command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
        said(&mut command)
    }

    #[track_caller]
    fn commit(&self, message: &str) {
        for arguments in [vec!["add", "-A"], vec!["commit", "-q", "-m", message]] {
            let said = self.git(&arguments);
            assert!(said.well, "{}", said.text);
        }
    }

    /// The migrations that go on, in order: name and script.
    pub fn migrations(&self) -> Vec<(String, String)> {
        let folder = self.path().join("app/migrations");
        let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path()).collect();
        files.retain(|file| file.to_string_lossy().ends_with(".up.sql"));
        files.sort();
        let name = |file: &PathBuf| file.file_name().unwrap().to_string_lossy().replace(".up.sql", "");
        files.iter().map(|file| (name(file), fs::read_to_string(file).unwrap())).collect()
    }
}

fn said(command: &mut Command) -> Said {
    let output = command.output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    Said { text: String::from_utf8_lossy(&text).into_owned(), well: output.status.success() }
}

const MODEL: &str = "entity Client {
    code    text(9)   identifier
    nom     text(80)  required title
    fax     text(20)
    statut  enum { actif, perdu }
}
entity Commande {
    numero  serial    identifier
    total   decimal(8, 2)
}
relation Passer {
    Commande 0,1
    Client 0,n
}
";

const ROWS: &str = "BEGIN;
INSERT INTO client (id, code, nom, fax, statut) VALUES (1, 'C1', 'A', '01', 'actif'), (2, 'C2', 'B', '02', 'perdu'), (3, 'C3', 'C', NULL, 'perdu');
INSERT INTO commande (id, total, client_id) VALUES (1, NULL, 1), (2, NULL, NULL);
COMMIT;";

#[test]
fn the_plan_says_how_many_rows_would_be_lost_and_which_are_refused() {
    for engine in Engine::ALL {
        let project = Project::new(engine, MODEL);
        project.done(&["build"]);
        let database = Database::fresh(engine);
        sound(MODEL).create_in(&database);
        database.run(ROWS).unwrap();
        let url = database.url();
        let after = MODEL.replace("    fax     text(20)\n", "").replace("actif, perdu", "actif");
        project.model(&after);
        // Before anything is answered.
        let plan = project.refused(&["migrate", "--plan", "--database", &url]);
        assert!(plan.contains("field Client.fax goes: would lose 2 rows"), "{engine}: {plan}");
        assert!(plan.contains("may no longer be perdu: would lose 2 rows"), "{engine}: {plan}");
        // What would be refused is named.
        let strict =
            MODEL.replace("fax     text(20)", "fax     text(20) required").replace("Commande 0,1", "Commande 1,1");
        project.model(&strict);
        let asked = project.refused(&["migrate", "--check-data", &url]);
        assert!(asked.contains("M7005") && asked.contains("backfill Passer.Client"), "{engine}: {asked}");
        let answers = ["migrate", "--answer", "check Passer.Client", "--check-data", &url];
        let checked = project.refused(&answers);
        assert!(checked.contains("M7101 client.fax is required and empty"), "{engine}: {checked}");
        assert!(checked.contains("  - code = C3, fax = ∅"), "{engine}: {checked}");
        assert!(checked.contains("  - id = 2, client_id = ∅"), "{engine}: {checked}");
    }
}

#[test]
fn what_drifted_is_told_column_by_column() {
    for engine in Engine::ALL {
        let project = Project::new(engine, MODEL);
        project.done(&["build"]);
        let database = Database::fresh(engine);
        sound(MODEL).create_in(&database);
        let url = database.url();
        let same = project.done(&["migrate", "--drift", &url]);
        assert!(same.contains("model.lock"), "{engine}: {same}");
        let alterations: &[&str] = match engine {
            Engine::Sqlite => &["DROP INDEX ix_commande_client_id", "ALTER TABLE client ADD COLUMN ajout TEXT"],
            Engine::Postgres => &[
                "ALTER TABLE client ALTER COLUMN nom DROP NOT NULL",
                "ALTER TABLE client ALTER COLUMN fax TYPE varchar(5)",
                "ALTER TABLE commande ALTER COLUMN total SET DEFAULT 3",
                "DROP INDEX ix_commande_client_id",
                "ALTER TABLE client ADD COLUMN ajout TEXT",
            ],
            Engine::Mariadb => &[
                "ALTER TABLE client MODIFY nom VARCHAR(80) NULL",
                "ALTER TABLE client MODIFY fax VARCHAR(5)",
                "ALTER TABLE commande ALTER COLUMN total SET DEFAULT 3",
                "ALTER TABLE client ADD COLUMN ajout TEXT",
            ],
        };
        for sql in alterations {
            database.run(sql).unwrap_or_else(|refusal| panic!("{engine}: {sql}: {}", refusal.whole));
        }
        let told = project.refused(&["migrate", "--drift", &url]);
        println!("{engine}\n{told}");
        assert!(told.contains("+ client column ajout"), "{engine}: {told}");
        if engine != Engine::Mariadb {
            assert!(told.contains("- commande index ix_commande_client_id"), "{engine}: {told}");
        }
        if engine != Engine::Sqlite {
            for start in
                ["- client column nom", "+ client column nom", "- client column fax", "+ commande column total"]
            {
                assert!(told.contains(start), "{engine}: {start}: {told}");
            }
        }
    }
}

/// A database that another branch migrated, and one whose migration was edited since.
#[test]
fn applied_migrations_are_held_against_the_files() {
    for engine in Engine::ALL {
        let (project, database) = started(engine);
        let (_, script) = project.migrations().remove(0);
        project.done(&["migrate", "--drift", &database.url()]);
        let others = [
            ("0002_note", "-- nothing\n", "0002_note, which the folder doesn't have"),
            ("0001_autre", script.as_str(), "0001_autre, of another branch, where the folder has 0001_initial"),
            ("0001_initial", "-- nothing\n", "0001_initial was edited after"),
        ];
        for (name, script, said) in others {
            database.run("DELETE FROM _sqlx_migrations").unwrap();
            note(&database, name, script);
            let told = project.refused(&["migrate", "--drift", &database.url()]);
            assert!(told.contains(said), "{engine}: {told}");
        }
    }
}

/// A migration that the data refuses once it is written: judged again without being applied, taken back, written again.
#[test]
fn a_migration_that_no_database_has_is_judged_and_withdrawn() {
    for engine in Engine::ALL {
        let (project, database) = started(engine);
        database.run(ROWS).unwrap();
        database.run("INSERT INTO client (id, code, nom, fax) VALUES (4, 'C4', 'D', '01')").unwrap();
        let files = || tree(&project.path().join("app/migrations"));
        let before = files();

        project.model(&MODEL.replace("    fax     text(20)\n", "    telecopie text(20) unique was fax\n"));
        project.done(&["migrate"]);
        let told = project.refused(&["migrate", "--check-data", &database.url()]);
        assert!(told.contains("M7108"), "{engine}: {told}");
        assert_eq!(database.rows("SELECT COUNT(*) FROM client WHERE fax = '01'").unwrap(), [[Some("2".to_owned())]]);
        let told = project.done(&["migrate", "--withdraw", "--database", &database.url()]);
        assert!(told.contains("withdrawn: 0002_"), "{engine}: {told}");
        assert!(before == files(), "{engine}: the folder isn't as it was");

        project.done(&["migrate"]);
        let (name, script) = project.migrations().pop().unwrap();
        note(&database, &name, &script);
        let told = project.refused(&["migrate", "--withdraw", "--database", &database.url()]);
        assert!(told.contains(&format!("this database has {name} already")), "{engine}: {told}");
        project.done(&["migrate", "--withdraw"]);
        let told = project.refused(&["migrate", "--withdraw"]);
        assert!(told.contains("no migration to withdraw"), "{engine}: {told}");
    }
}

/// Files of migrations that are lost are told, and what is there stays.
#[test]
fn what_is_lost_of_the_folder_is_told_and_nothing_is_made_anew() {
    let project = Project::new(Engine::Sqlite, MODEL);
    project.done(&["build"]);
    project.model(&MODEL.replace("    fax     text(20)\n", "    fax     text(30)\n"));
    project.done(&["migrate"]);
    let folder = project.path().join("app/migrations");
    for (file, said) in
        [("model.lock", "no model.lock any more"), ("0001_initial.down.sql", "0001_initial.down.sql is gone")]
    {
        let text = fs::read(folder.join(file)).unwrap();
        fs::remove_file(folder.join(file)).unwrap();
        let before = tree(&folder);
        for command in ["build", "migrate"] {
            project.model(&MODEL.replace("    fax     text(20)\n", "    fax     text(40)\n"));
            let told = project.refused(&[command]);
            assert!(told.contains(said), "{command}: {told}");
        }
        assert!(tree(&folder) == before, "the folder isn't as it was without {file}");
        fs::write(folder.join(file), text).unwrap();
    }
}

/// A project, and a database that has its first migration.
fn started(engine: Engine) -> (Project, Database) {
    let project = Project::new(engine, MODEL);
    project.done(&["build"]);
    let database = Database::fresh(engine);
    sound(MODEL).create_in(&database);
    let (name, script) = project.migrations().remove(0);
    note(&database, &name, &script);
    (project, database)
}

/// Notes a migration as sqlx does.
fn note(database: &Database, name: &str, script: &str) {
    use sha2::Digest as _;
    let (number, description) = name.split_once('_').unwrap();
    let digits: String = sha2::Sha384::digest(script.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    let (blob, bytes) = match database.engine() {
        Engine::Postgres => ("BYTEA", format!("decode('{digits}', 'hex')")),
        _ => ("BLOB", format!("X'{digits}'")),
    };
    database
        .run(&format!(
            "CREATE TABLE IF NOT EXISTS _sqlx_migrations (version BIGINT PRIMARY KEY, description TEXT NOT NULL, success BOOLEAN NOT NULL, checksum {blob} NOT NULL);
             INSERT INTO _sqlx_migrations VALUES ({number}, '{description}', TRUE, {bytes})"
        ))
        .unwrap_or_else(|refusal| panic!("{}", refusal.whole));
}

/// Both branches changed the model and wrote a migration; a database has that of the first.
#[test]
fn two_branches_are_rebased_by_one_command() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let project = Project::new(engine, MODEL);
        project.done(&["build"]);
        assert!(project.git(&["init", "-q", "-b", "main"]).well);
        project.commit("first");
        let database = Database::fresh(engine);
        let mut applied = Vec::new();
        migrate(&project, &database, &mut applied);
        database.run(ROWS).unwrap();

        assert!(project.git(&["checkout", "-q", "-b", "other"]).well);
        project.model(
            &MODEL.replace("    total   decimal(8, 2)\n", "    total   decimal(8, 2)\n    note text(40) required\n"),
        );
        project.done(&["migrate", "--answer", "backfill Commande.note = \"rien\"", "--name", "note"]);
        project.commit("the other branch");

        assert!(project.git(&["checkout", "-q", "main"]).well);
        project.model(&MODEL.replace("    fax     text(20)\n", "    telecopie text(20) was fax\n"));
        project.done(&["migrate", "--name", "telecopie"]);
        project.commit("this branch");
        migrate(&project, &database, &mut applied);

        let merged = project.git(&["merge", "-q", "other"]);
        assert!(!merged.well && merged.text.contains("model.lock"), "{}", merged.text);
        // The lock is left as git leaves it: this branch's.
        let said = project.refused(&["migrate"]);
        assert!(said.contains("another branch") && said.contains("merisier migrate --rebase"), "{said}");
        let said = project.done(&["migrate", "--rebase"]);
        assert!(said.contains("0002_note: put aside"), "{said}");
        assert!(project.path().join("app/.merisier/rebased/0002_note.up.sql").is_file(), "{engine}");
        project.done(&["build"]);
        project.commit("merged");
        let names: Vec<String> = project.migrations().into_iter().map(|(name, _)| name).collect();
        assert_eq!(&names[..2], ["0001_initial", "0002_telecopie"], "{names:?}");
        assert!(names[2].starts_with("0003_"), "{names:?}");

        migrate(&project, &database, &mut applied);
        let rows = database
            .rows("SELECT c.telecopie, o.note FROM commande AS o JOIN client AS c ON c.id = o.client_id")
            .unwrap();
        assert_eq!(rows, [[Some("01".to_owned()), Some("rien".to_owned())]], "{engine}");
        let told = project.done(&["migrate", "--drift", &database.url()]);
        assert!(told.contains("model.lock"), "{told}");
        assert!(project.done(&["migrate"]).contains("no table changes"));
    }
}

/// Applies what isn't applied yet, as an application does.
fn migrate(project: &Project, database: &Database, applied: &mut Vec<String>) {
    for (name, script) in project.migrations() {
        if !applied.contains(&name) {
            crate::bench::run(database, &script).unwrap_or_else(|refusal| panic!("{name}: {}", refusal.whole));
            applied.push(name);
        }
    }
}

/// Every file of an application by its path, but for what Merisier remembers of it.
pub fn tree(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for path in fs::read_dir(next).unwrap().flatten().map(|entry| entry.path()) {
            let name = path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
            match path.is_dir() {
                true if name == ".merisier" => {}
                true => folders.push(path),
                // What was being written when it was killed has a name of its own.
                false if name.ends_with(".tmp") => {}
                false => found.push((name, fs::read(&path).unwrap())),
            }
        }
    }
    found.sort();
    found
}

/// A few times here; `scripts/kill-builds` many times, on a larger model.
#[test]
fn a_build_that_is_killed_leaves_one_tree_or_the_other() {
    let project = Project::new(Engine::Sqlite, MODEL);
    let (app, old) = (project.path().join("app"), project.path().join("old"));
    project.done(&["build"]);
    let before = tree(&app);
    copied(&app, &old);
    project.model(&MODEL.replace("    fax     text(20)\n", "    telecopie text(20) was fax\n"));
    let started = std::time::Instant::now();
    project.done(&["build"]);
    let took = started.elapsed();
    let after = tree(&app);
    assert_ne!(before, after);
    for moment in 1..=8_u32 {
        fs::remove_dir_all(&app).unwrap();
        copied(&old, &app);
        let mut command = Command::new(env!("CARGO_BIN_EXE_merisier"));
        let mut build = command.arg("build").arg(project.path()).env("LC_ALL", "C").spawn().unwrap();
        std::thread::sleep(took * moment / 8);
        build.kill().unwrap();
        build.wait().unwrap();
        let left = tree(&app);
        let decided = app.join(".merisier/journal.json").exists();
        assert!(
            decided || left == before || left == after,
            "killed at {moment}/8: neither the old tree nor the new one"
        );
        project.done(&["build"]);
        assert!(tree(&app) == after, "killed at {moment}/8: the next build ends elsewhere");
    }
}

fn copied(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for path in fs::read_dir(from).unwrap().flatten().map(|entry| entry.path()) {
        let there = to.join(path.file_name().unwrap());
        match path.is_dir() {
            true => copied(&path, &there),
            false => assert!(fs::copy(&path, &there).is_ok()),
        }
    }
}
