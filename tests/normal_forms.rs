//! `merisier debug forms` and `debug draft` against oracles made by brute force (`tests/cases/normal_forms`, from the shared cases), and
//! the algebra against what brute force says here, on dependencies drawn at random.
//!
//! Where several answers are right (a decomposition), what must be true of any of them is tested, by code that shares nothing with ours.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test stops where it fails")]

use std::collections::BTreeSet;
use std::process::{Command, Output};

use serde_json::{Value, json};

type Names = BTreeSet<String>;
type Fds = Vec<(Names, Names)>;

fn merisier(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_merisier")).args(args).env("LC_ALL", "C").output().unwrap()
}

fn debug(stage: &str, path: &str) -> Vec<Value> {
    let output = merisier(&["debug", stage, path]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn cases(path: &str) -> Vec<Value> {
    let value: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    value.get("cases").unwrap_or(&value).as_array().unwrap().clone()
}

fn names(value: &Value) -> Names {
    value.as_array().unwrap().iter().map(|name| name.as_str().unwrap().to_owned()).collect()
}

fn sets(value: &Value) -> Vec<Names> {
    value.as_array().unwrap().iter().map(names).collect()
}

fn fds(value: &Value) -> Fds {
    value.as_array().unwrap().iter().map(|fd| (names(&fd[0]), names(&fd[1]))).collect()
}

fn closure(start: &Names, fds: &Fds) -> Names {
    let mut reached = start.clone();
    loop {
        let before = reached.len();
        for (_, right) in fds.iter().filter(|(left, _)| left.is_subset(&reached)).collect::<Vec<_>>() {
            reached.extend(right.iter().cloned());
        }
        if reached.len() == before {
            return reached;
        }
    }
}

fn subsets(part: &Names) -> impl Iterator<Item = Names> + '_ {
    (0..1_u32 << part.len()).map(|mask| {
        part.iter().enumerate().filter(|(bit, _)| mask >> bit & 1 == 1).map(|(_, name)| name.clone()).collect()
    })
}

/// No determinant within `part` but its keys.
fn is_bcnf(part: &Names, fds: &Fds) -> bool {
    subsets(part).all(|left| {
        let inside: Names = closure(&left, fds).intersection(part).cloned().collect();
        inside == left || inside == *part
    })
}

/// Each attribute that a determinant other than a key determines is in a key of `part`.
fn is_third(part: &Names, fds: &Fds) -> bool {
    let reach = |left: &Names| -> Names { closure(left, fds).intersection(part).cloned().collect() };
    let keys: Vec<Names> = subsets(part).filter(|left| reach(left) == *part).collect();
    let is_minimal = |key: &&Names| !keys.iter().any(|other| other.len() < key.len() && other.is_subset(key));
    let prime: Names = keys.iter().filter(is_minimal).flatten().cloned().collect();
    subsets(part).all(|left| reach(&left) == *part || reach(&left).difference(&left).all(|attr| prime.contains(attr)))
}

/// The tableau test, row by row.
fn is_lossless(all: &Names, parts: &[Names], fds: &Fds) -> bool {
    let columns: Vec<&String> = all.iter().collect();
    let mut rows: Vec<Vec<usize>> = parts
        .iter()
        .enumerate()
        .map(|(at, part)| columns.iter().map(|name| if part.contains(*name) { 0 } else { at + 1 }).collect())
        .collect();
    let at = |name: &String| columns.iter().position(|column| *column == name).unwrap();
    loop {
        let before = rows.clone();
        for (left, right) in fds {
            for a in 0..rows.len() {
                for b in 0..rows.len() {
                    if left.iter().all(|name| rows[a][at(name)] == rows[b][at(name)]) {
                        for name in right {
                            let (x, y) = (rows[a][at(name)], rows[b][at(name)]);
                            let (least, other) = (x.min(y), x.max(y));
                            rows.iter_mut().filter(|row| row[at(name)] == other).for_each(|row| row[at(name)] = least);
                        }
                    }
                }
            }
        }
        if rows == before {
            return rows.iter().any(|row| row.iter().all(|symbol| *symbol == 0));
        }
    }
}

/// The dependencies that hold within the parts, all of them listed.
fn are_preserved(parts: &[Names], fds: &Fds) -> bool {
    let inside = |part: &Names| -> Fds {
        subsets(part).map(|left| (left.clone(), closure(&left, fds).intersection(part).cloned().collect())).collect()
    };
    let projected: Fds = parts.iter().flat_map(inside).collect();
    fds.iter().all(|(left, right)| right.is_subset(&closure(left, &projected)))
}

/// What must be true of the decompositions of any case.
fn holds_of_decompositions(case: &Value, got: &Value) {
    let id = &case["id"];
    let (all, stated) = (names(&case["attributes"]), fds(&case["fds"]));
    let (third, bcnf) = (sets(&got["synthesis_3nf"]), sets(&got["bcnf_decomposition"]));
    assert!(third.iter().all(|part| is_third(part, &stated)), "{id}: {third:?}");
    assert!(is_lossless(&all, &third, &stated) && are_preserved(&third, &stated), "{id}: {third:?}");
    assert!(bcnf.iter().all(|part| is_bcnf(part, &stated)), "{id}: {bcnf:?}");
    assert!(is_lossless(&all, &bcnf, &stated), "{id}: {bcnf:?}");
    assert_eq!(got["bcnf_preserves"], json!(are_preserved(&bcnf, &stated)), "{id}: {bcnf:?}");
    assert_eq!(got["lossless"], json!(true), "{id}");
    let cover = fds(&got["minimal_cover"]);
    assert!(stated.iter().all(|(left, right)| right.is_subset(&closure(left, &cover))), "{id}");
    assert!(cover.iter().all(|(left, right)| right.is_subset(&closure(left, &stated))), "{id}");
}

#[test]
fn every_textbook_case_is_right() {
    let path = "tests/cases/normal_forms/textbook.json";
    let (cases, found) = (cases(path), debug("forms", path));
    assert_eq!(cases.len(), found.len());
    for (case, got) in cases.iter().zip(&found) {
        let id = &case["id"];
        for same in ["id", "candidate_keys", "prime", "minimal_cover_size"] {
            assert_eq!(got[same], case[same], "{id} {same}");
        }
        assert_eq!(got["minimal_cover"], case["minimal_cover_example"], "{id}");
        let only = if case.get("is_4nf").is_some() { "highest_nf_fd_only" } else { "highest_nf" };
        assert_eq!(got[only], case["highest_nf_fd_only"], "{id}");
        assert_eq!(got["is_4nf"], case["is_4nf"], "{id}");
        let alternatives = case["synthesis_alternatives"].as_array().unwrap();
        assert!(got["synthesis_3nf"] == case["synthesis_3nf"] || alternatives.contains(&got["synthesis_3nf"]), "{id}");
        assert_eq!(got["bcnf_preserves"], case["bcnf_preserving_exists"], "{id}");
        holds_of_decompositions(case, got);
    }
}

#[test]
fn every_random_case_is_right() {
    let path = "tests/cases/normal_forms/random.json";
    let (cases, found) = (cases(path), debug("forms", path));
    assert_eq!(cases.len(), found.len());
    for (case, got) in cases.iter().zip(&found) {
        for same in ["id", "candidate_keys", "prime", "minimal_cover_size", "highest_nf"] {
            assert_eq!(got[same], case[same], "{} {same}", case["id"]);
        }
        let relations = got["synthesis_3nf"].as_array().unwrap().len();
        assert_eq!(json!(relations), case["n_relations_3nf"], "{}", case["id"]);
        holds_of_decompositions(case, got);
    }
}
