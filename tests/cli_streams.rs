//! What goes to which stream, and what a program may count on: data on stdout, talk on stderr, formats that keep their shape.

#![allow(clippy::unwrap_used, reason = "a test stops where something is not as it should be")]

use std::process::{Command, Output, Stdio};

use serde_json::Value;

const SOUND: &str = "tests/cli/models/sound.mcd";
const BROKEN: &str = "tests/cli/models/broken.mcd";

fn merisier(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_merisier")).args(args).env("LC_ALL", "C").env_remove("NO_COLOR").output().unwrap()
}

fn json(args: &[&str]) -> Value {
    serde_json::from_slice(&merisier(args).stdout).unwrap()
}

#[test]
fn talk_stays_out_of_the_data() {
    let sql = merisier(&["sql", SOUND]);
    assert!(sql.stdout.starts_with(b"CREATE TABLE") && sql.stderr.is_empty());
    let refused = merisier(&["sql", BROKEN]);
    assert!(refused.stdout.is_empty() && !refused.stderr.is_empty());
    assert_eq!(refused.status.code(), Some(1));
    let check = merisier(&["check", BROKEN]);
    assert!(String::from_utf8_lossy(&check.stdout).contains("M2004"));
    assert!(String::from_utf8_lossy(&check.stderr).starts_with("3 errors"));
}

#[test]
fn what_is_not_a_terminal_gets_no_colours() {
    for args in [&["check", BROKEN][..], &["explain"], &["--help"], &["check", "nowhere"]] {
        let output = merisier(args);
        assert!(!output.stdout.contains(&0x1b) && !output.stderr.contains(&0x1b), "{args:?}");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_panic() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_merisier"))
        .args(["debug", "mcd", "examples/espocrm"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn json_has_the_fields_of_its_contract() {
    let report = json(&["check", "--format", "json", BROKEN]);
    let diagnostics = report["diagnostics"].as_array().unwrap();
    assert!(!diagnostics.is_empty());
    for diagnostic in diagnostics {
        for field in ["code", "severity", "message", "file"] {
            assert!(diagnostic[field].is_string(), "{field}: {diagnostic}");
        }
        for field in ["line", "column", "end_line", "end_column"] {
            assert!(diagnostic[field].as_u64().unwrap() >= 1, "{field}: {diagnostic}");
        }
        assert!(diagnostic["related"].is_array() && diagnostic["helps"].is_array() && diagnostic.get("fix").is_some());
    }
}

/// What the schema of SARIF 2.1.0 requires of what we write.
#[test]
fn sarif_has_what_its_schema_requires() {
    let log = json(&["check", "--format", "sarif", BROKEN]);
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert_eq!(run["tool"]["driver"]["name"], "merisier");
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let results = run["results"].as_array().unwrap();
    assert!(!results.is_empty());
    for result in results {
        let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], result["ruleId"]);
        assert!(["error", "warning", "note"].contains(&result["level"].as_str().unwrap()));
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], BROKEN);
        assert!(place["region"]["startLine"].as_u64().unwrap() >= 1);
    }
}

#[test]
fn every_example_passes_without_errors() {
    for example in ["artisan", "cabinet", "espocrm", "training"] {
        let report = json(&["check", "--format", "json", &format!("examples/{example}")]);
        let is_error = |diagnostic: &&Value| diagnostic["severity"] == "error";
        let errors: Vec<&Value> = report["diagnostics"].as_array().unwrap().iter().filter(is_error).collect();
        assert!(errors.is_empty(), "{example}: {errors:?}");
    }
}

#[test]
fn building_twice_writes_nothing_the_second_time() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("app");
    let build = || merisier(&["build", "examples/cabinet", "-o", out.to_str().unwrap()]);
    let first = build();
    assert_eq!(first.status.code(), Some(0), "{}", String::from_utf8_lossy(&first.stderr));
    let written = |file: &str| std::fs::metadata(out.join(file)).unwrap().modified().unwrap();
    let before = [written("Cargo.toml"), written(".merisier/manifest.json")];
    let second = build();
    assert!(String::from_utf8_lossy(&second.stderr).contains("nothing to change"));
    assert_eq!([written("Cargo.toml"), written(".merisier/manifest.json")], before);
}
