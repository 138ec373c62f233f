//! Every folder of `tests/migrations/` on every engine.

use std::fs;
use std::path::{Path, PathBuf};

use merisier::diag::Severity;
use merisier::mld::Keys;
use rusqlite::fallible_iterator::FallibleIterator;

use crate::bench::{Pair, Sound, dialect, down, keyed, planned, planned_from, run, same_schema, sound, up};
use crate::introspect::{self, difference};
use crate::support::databases::{Database, Engine};

struct Case {
    name: String,
    before: String,
    after: String,
    data: String,
    answers: String,
    checks: String,
    refused: Option<String>,
    lossy: bool,
    /// How records are known before, and after.
    keys: (Keys, Keys),
}

fn cases() -> Vec<Case> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/migrations");
    let mut folders: Vec<PathBuf> = fs::read_dir(root).unwrap().flatten().map(|entry| entry.path()).collect();
    folders.sort();
    let only = std::env::var("MERISIER_CASE").ok();
    let mut cases: Vec<Case> = folders.iter().map(|folder| case(folder)).collect();
    if always_uuid() {
        cases.iter_mut().for_each(|case| case.keys = (Keys::Uuid, Keys::Uuid));
    }
    cases.into_iter().filter(|case| only.as_ref().is_none_or(|only| case.name.contains(only))).collect()
}

fn case(folder: &Path) -> Case {
    let read = |name: &str| fs::read_to_string(folder.join(name));
    Case {
        name: folder.file_name().unwrap().to_string_lossy().into_owned(),
        before: read("before.mcd").unwrap(),
        after: read("after.mcd").unwrap(),
        data: read("data.sql").unwrap_or_default(),
        answers: read("changes.mcd").unwrap_or_default(),
        checks: read("check.sql").unwrap_or_default(),
        refused: read("refused.txt").ok(),
        lossy: folder.join("lossy").exists(),
        keys: match read("keys").as_deref().map(str::trim) {
            Ok("uuid after") => (Keys::Integer, Keys::Uuid),
            Ok("uuid") => (Keys::Uuid, Keys::Uuid),
            _ => (Keys::Integer, Keys::Integer),
        },
    }
}

#[test]
fn every_change_goes_up_and_down_on_sqlite() {
    every_case(Engine::Sqlite);
}

#[test]
fn every_change_goes_up_and_down_on_postgres() {
    every_case(Engine::Postgres);
}

#[test]
fn every_change_goes_up_and_down_on_mariadb() {
    every_case(Engine::Mariadb);
}

/// The sixty changes of `design/migrations.md`; the last one is two branches', which `commands` holds.
#[test]
fn every_row_of_the_table_has_a_case() {
    let cases = cases();
    let of = |row: u32| cases.iter().filter(move |case| case.name.starts_with(&format!("{row:02}_")));
    let mut missing = Vec::new();
    for row in 1..=59_u32 {
        let names: Vec<&str> = of(row).map(|case| case.name.get(3..).unwrap_or_default()).collect();
        println!("{row:02} {}", names.join(", "));
        let works = of(row).any(|case| case.refused.is_none());
        missing.extend((!works).then_some(row));
    }
    println!("60 two_branches_are_rebased_by_one_command");
    let others: Vec<&str> = cases.iter().map(|case| case.name.as_str()).filter(|name| *name >= "61").collect();
    println!("besides: {}", others.join(", "));
    assert!(std::env::var_os("MERISIER_CASE").is_some() || missing.is_empty(), "no case that goes up: {missing:?}");
}

/// Where no index serves, SQLite reads a table whole for each row of another: seconds with thousands of rows, days with a million.
#[test]
fn sqlite_reads_no_table_whole_for_each_row_of_another() {
    let database = Database::fresh(Engine::Sqlite);
    let Database::Sqlite { connection, .. } = &database else { panic!("another engine") };
    let mut slow = Vec::new();
    for case in cases() {
        let (was, is) = case.keys;
        let plan = planned_from(&case.before, was, &keyed(&case.after, is), &case.answers, Engine::Sqlite);
        fill(&case, was, &database);
        database.run("BEGIN").unwrap();
        for step in &plan.steps {
            let found = slow_statements(connection, &step.up);
            slow.extend(found.into_iter().map(|statement| format!("{}: {statement}", case.name)));
        }
        database.run("ROLLBACK").unwrap();
    }
    assert!(slow.is_empty(), "{}", slow.join("\n\n"));
}

/// PostgreSQL: while values of existing rows are computed, which takes a time that grows with the rows, others read them. The file ahead
/// that makes it so can be taken back alone.
#[test]
fn postgres_computes_no_value_while_readers_wait() {
    let mut waits = Vec::new();
    for case in cases().iter().filter(|case| case.refused.is_none()) {
        let (was, is) = case.keys;
        let plan = planned_from(&case.before, was, &keyed(&case.after, is), &case.answers, Engine::Postgres);
        let updates = plan.steps.iter().any(|step| step.up.contains("\nUPDATE "));
        if !updates {
            continue;
        }
        let database = Database::fresh(Engine::Postgres);
        fill(case, was, &database);
        let records: Vec<String> = sound(&case.before).mld.tables.iter().map(|table| table.name.clone()).collect();
        if let Some(ahead) = plan
            .steps
            .first()
            .filter(|step| step.down.contains("COLUMN IF EXISTS") || step.down.contains("CONSTRAINT IF EXISTS"))
        {
            let expected = introspect::schema(&database);
            up(&database, std::slice::from_ref(ahead)).unwrap();
            down(&database, std::slice::from_ref(ahead)).unwrap();
            same_schema("the file ahead, taken back", &database, &expected);
        }
        let watched = plan.steps.iter().map(|step| watched(&step.up_for_client, &records));
        let refusal = watched.map(|script| run(&database, &script)).find_map(Result::err);
        waits.extend(refusal.map(|refusal| format!("{}: {}", case.name, refusal.whole)));
    }
    assert!(waits.is_empty(), "{}", waits.join("\n"));
}

/// The script, which refuses to update a table of records that it has taken for itself.
fn watched(script: &str, records: &[String]) -> String {
    let watch = |line: &str| {
        let table = line.strip_prefix("UPDATE ").and_then(|rest| rest.split(' ').next());
        let Some(table) = table.filter(|table| records.iter().any(|name| name == table.trim_matches('"'))) else {
            return format!("{line}\n");
        };
        format!(
            "DO $watch$ BEGIN IF EXISTS (SELECT FROM pg_locks WHERE pid = pg_backend_pid() AND mode = 'AccessExclusiveLock' \
             AND relation = '{table}'::regclass) THEN RAISE EXCEPTION 'readers of {table} wait'; END IF; END $watch$;\n{line}\n"
        )
    };
    script.lines().map(watch).collect()
}

/// Runs the statements, until one is refused; gives those that take a time that grows with the square of the rows.
fn slow_statements(connection: &rusqlite::Connection, script: &str) -> Vec<String> {
    let mut slow = Vec::new();
    let mut batch = rusqlite::Batch::new(connection, script);
    while let Ok(Some(mut statement)) = batch.next() {
        let text = statement.expanded_sql().unwrap_or_default();
        let mut explained = connection.prepare(&format!("EXPLAIN QUERY PLAN {text}")).unwrap();
        let row = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(3)?));
        let nodes: Vec<(i64, i64, String)> = explained.query_map([], row).unwrap().flatten().collect();
        drop(explained);
        if nodes.iter().any(|node| is_read_for_each_row(node, &nodes)) {
            let plan: Vec<&str> = nodes.iter().map(|(_, _, detail)| detail.as_str()).collect();
            slow.push(format!("{text}\n  {}", plan.join("\n  ")));
        }
        let mut rows = statement.raw_query();
        while let Ok(Some(_)) = rows.next() {}
    }
    slow
}

/// A scan in a sub-query that is asked for each row, or inside another scan.
fn is_read_for_each_row((id, parent, detail): &(i64, i64, String), nodes: &[(i64, i64, String)]) -> bool {
    if !detail.starts_with("SCAN ") || detail == "SCAN CONSTANT ROW" {
        return false;
    }
    let is_table = |detail: &str| detail.starts_with("SCAN ") || detail.starts_with("SEARCH ");
    let inner = nodes.iter().any(|(other, above, detail)| above == parent && other < id && is_table(detail));
    let mut above = *parent;
    let mut correlated = false;
    while let Some((_, next, detail)) = nodes.iter().find(|(other, ..)| *other == above) {
        correlated |= detail.starts_with("CORRELATED");
        above = *next;
    }
    inner || correlated
}

/// What examples hold is held by no case: an added entity touches nothing else there either.
#[test]
fn what_did_not_change_is_left_alone() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    for entry in fs::read_dir(root).unwrap().flatten() {
        for file in fs::read_dir(entry.path()).unwrap().flatten().map(|file| file.path()) {
            let is_model = file.extension().is_some_and(|end| end == "mcd");
            let text = fs::read_to_string(&file).unwrap_or_default();
            if is_model && !text.contains("include \"") {
                println!("{}", file.display());
                Engine::ALL.into_iter().for_each(|engine| stays_the_same(&text, engine));
            }
        }
    }
}

/// All cases are tried; the failures are told together.
fn every_case(engine: Engine) {
    let mut failures = Vec::new();
    let all = cases();
    let pair = Pair::new(engine);
    assert!(!all.is_empty());
    for case in &all {
        println!("{engine}: {}", case.name);
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| one_case(case, &pair)));
        if let Err(panic) = outcome {
            let said = panic.downcast_ref::<String>().cloned();
            let said = said.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
            failures.push(format!("{}: {}", case.name, said.unwrap_or_default()));
            println!("{}", failures.last().unwrap());
        }
    }
    let short = |failure: &String| failure.chars().take(900).collect::<String>();
    let list = failures.iter().map(short).collect::<Vec<_>>().join("\n\n");
    assert!(
        failures.is_empty(),
        "{} of {} on {engine}; MERISIER_CASE=name runs one\n{list}",
        failures.len(),
        all.len()
    );
}

fn one_case(case: &Case, pair: &Pair) {
    let engine = pair.work.engine();
    let (was, is) = case.keys;
    let (before, after) = (keyed(&case.before, was), keyed(&case.after, is));
    for text in [&case.before, &case.after] {
        stays_the_same(text, engine);
    }
    let plan = planned_from(&case.before, was, &after, &case.answers, engine);
    let questions: Vec<String> = plan
        .difference
        .problems
        .iter()
        .filter(|one| one.kind.severity == Severity::Error)
        .map(|one| format!("{} {}", one.kind.code, one.message.en))
        .collect();
    if !questions.is_empty() {
        let said = questions.join("\n");
        let refused = case.refused.as_deref().unwrap_or_else(|| panic!("asks: {said}"));
        assert!(said.contains(refused.trim()), "asks something else than {refused}: {said}");
        return;
    }
    let (expected_before, expected_after) = (pair.expected(&before), pair.expected(&after));
    let database = &pair.work;
    fill(case, was, database);
    let start = introspect::rows(database, &before.mld, dialect(engine));
    let made = made_by_users(database);
    if case.refused.is_none() && engine == Engine::Mariadb {
        interrupted(database, &plan.steps);
    }
    let outcome = up(database, &plan.steps);
    if let Some(refused) = &case.refused {
        let refusal = outcome.expect_err("should be refused").whole;
        assert!(refusal.contains(refused.trim()), "refused otherwise than by {refused}: {refusal}");
        same_schema("after a refusal", database, &expected_before);
        assert_eq!(start, introspect::rows(database, &before.mld, dialect(engine)), "a refusal changed rows");
        return;
    }
    outcome.unwrap_or_else(|refusal| panic!("up: {}\n{}", refusal.whole, plan.steps[0].up));
    same_schema("up", database, &expected_after);
    // Checks of the others say numbers.
    if !always_uuid() {
        checked(database, &case.checks);
    }
    let there = introspect::rows(database, &after.mld, dialect(engine));
    let ended = made_by_users(database);
    back_and_again(case, database, &plan.steps, (&before, &start, &expected_before), (&after, &there, &expected_after));
    if !made.is_empty() {
        assert_eq!(made_by_users(database), ended, "up again: other views or history");
        down(database, &plan.steps).unwrap_or_else(|refusal| panic!("down again: {}", refusal.whole));
        assert_eq!(made_by_users(database), made, "down again: other views or history");
    }
}

/// Stops just before the tables change places, and again just after: what is begun again then ends as if nothing had stopped it.
fn interrupted(database: &Database, steps: &[merisier::migrate::Step]) {
    for (from, to) in [
        ("RENAME TABLE", "SIGNAL SQLSTATE '45000';\nRENAME TABLE"),
        ("END IF;\nEND", "SIGNAL SQLSTATE '45000';\nEND IF;\nEND"),
    ] {
        for step in steps.iter().filter(|step| step.up_for_client.contains("RENAME TABLE")) {
            let Some((before, after)) = step.up_for_client.rsplit_once(from) else { continue };
            let refusal = database.run(&format!("{before}{to}{after}")).expect_err("it should stop there");
            assert!(refusal.whole.contains("45000"), "stopped by something else: {}", refusal.whole);
        }
    }
}

/// The rows of the application's own tables, where a case has them.
fn made_by_users(database: &Database) -> Vec<Vec<Option<String>>> {
    let all = ["SELECT * FROM history ORDER BY id", "SELECT * FROM saved_view ORDER BY entity, name, part"];
    all.into_iter().flat_map(|query| database.rows(query).unwrap_or_default()).collect()
}

/// `MERISIER_KEYS=uuid` runs every case with UUIDs, before and after.
fn always_uuid() -> bool {
    std::env::var("MERISIER_KEYS").is_ok_and(|keys| keys == "uuid")
}

/// The rows before, which are written with numbers; as if made long ago where the case doesn't say when, so that a moment that a
/// migration makes up would show.
fn fill(case: &Case, keys: Keys, database: &Database) {
    let before = sound(&case.before);
    before.create_in(database);
    let made = |table: &merisier::mld::Table| {
        let name = merisier::sql::quote(&table.name, dialect(database.engine()));
        let kept = |wanted: &&str| table.columns.iter().any(|column| column.name == *wanted);
        let moments = ["created_at", "updated_at"].into_iter().filter(kept);
        let moments: Vec<String> = moments.map(|column| format!("{column} = '2020-01-02 03:04:05'")).collect();
        (!moments.is_empty()).then(|| format!("UPDATE {name} SET {};", moments.join(", ")))
    };
    let says_when = case.data.contains("created_at");
    let long_ago: Vec<String> = before.mld.tables.iter().filter(|_| !says_when).filter_map(made).collect();
    let data = format!("BEGIN;\n{}\n{}\nCOMMIT;", case.data, long_ago.join("\n"));
    database.run(&data).unwrap_or_else(|refusal| panic!("data: {}", refusal.whole));
    if keys == Keys::Uuid {
        let plan = planned(&case.before, &keyed(&case.before, keys), "", database.engine());
        up(database, &plan.steps).unwrap_or_else(|refusal| panic!("keys: {}", refusal.whole));
    }
}

/// A model differs in nothing from itself, and a change of words changes no table.
fn stays_the_same(text: &str, engine: Engine) {
    assert_eq!(planned(text, &sound(text), "", engine).difference.items, []);
    let reworded = format!("{text}\nentity Ajout {{\n    code serial identifier\n}}\n");
    let steps = planned(text, &sound(&reworded), "", engine).steps;
    let up = &steps[0].up;
    assert!(!up.contains("merisier_new_") || up.matches("CREATE TABLE").count() <= 1, "an entity was added: {up}");
}

fn back_and_again(
    case: &Case,
    database: &Database,
    steps: &[merisier::migrate::Step],
    (before, start, expected_before): (&Sound, &[String], &[String]),
    (after, there, expected_after): (&Sound, &[String], &[String]),
) {
    let engine = database.engine();
    down(database, steps).unwrap_or_else(|refusal| panic!("down: {}\n{}", refusal.whole, steps[0].down));
    same_schema("down", database, expected_before);
    let back = introspect::rows(database, &before.mld, dialect(engine));
    assert!(case.lossy || start == back, "down: other rows\n{}", difference(start, &back));
    up(database, steps).unwrap_or_else(|refusal| panic!("up again: {}", refusal.whole));
    same_schema("up again", database, expected_after);
    let again = introspect::rows(database, &after.mld, dialect(engine));
    let (there, again) = (without_uuids(there), without_uuids(&again));
    assert!(there == again, "up again: other rows\n{}", difference(&there, &again));
}

/// A UUID that a migration gave is another one the next time.
fn without_uuids(rows: &[String]) -> Vec<String> {
    let is_digit = |c: char| c.is_ascii_hexdigit() || c == '-';
    let plain = |row: &String| {
        let parts = row.split_inclusive(|c| !is_digit(c)).map(|part| match part.trim_end_matches(|c| !is_digit(c)) {
            uuid if uuid.len() == 36 && uuid.matches('-').count() == 4 => part.replace(uuid, "UUID"),
            _ => part.to_owned(),
        });
        parts.collect()
    };
    rows.iter().map(plain).collect()
}

/// Each query with the rows that follow it.
fn checked(database: &Database, checks: &str) {
    let mut query = String::new();
    let mut expected: Vec<String> = Vec::new();
    for line in checks.lines().chain(["SELECT"]) {
        match line.strip_prefix("--") {
            Some(row) => expected.push(row.trim().to_owned()),
            None if line.trim().is_empty() => {}
            None => {
                if !query.is_empty() {
                    compare(database, &query, &expected);
                    expected.clear();
                }
                query = line.to_owned();
            }
        }
    }
}

fn compare(database: &Database, query: &str, expected: &[String]) {
    let rows = database.rows(query).unwrap_or_else(|refusal| panic!("{query}\n{}", refusal.whole));
    let found: Vec<String> = rows
        .iter()
        .map(|row| row.iter().map(|value| value.as_deref().unwrap_or("∅")).collect::<Vec<_>>().join(", "))
        .collect();
    assert_eq!(found, expected, "{query}");
}
