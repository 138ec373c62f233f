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

/// An entity of a draft by what identifies it, its owners' identifiers included, and its attributes.
fn entity(value: &Value) -> (Names, Names) {
    let mut identifier = names(&value["id"]);
    identifier.extend(value.get("relative_to").map(names).unwrap_or_default());
    (identifier, names(&value["attributes"]))
}

/// The draft with its legs' ends as the place of their entity; the ends of `hard` cases are business names, tied to entities by hand here.
fn structure(draft: &Value, called: &[(&str, &[&str])]) -> (BTreeSet<(Names, Names)>, BTreeSet<String>) {
    let entities: Vec<&Value> = draft["entities"].as_array().unwrap().iter().collect();
    let identified =
        |id: &Names| entities.iter().find(|entity| names(&entity["id"]) == *id).map(|found| entity(found).0);
    let end = |end: &Value| -> Names {
        let written: Names = match end {
            Value::String(name) => match called.iter().find(|(alias, _)| alias == name) {
                Some((_, id)) => id.iter().map(|name| (*name).to_owned()).collect(),
                None => [name.clone()].into(),
            },
            list => names(list),
        };
        identified(&written).expect("each end is an entity")
    };
    let relation = |relation: &Value| {
        let mut legs: Vec<(Names, &Value)> =
            relation["legs"].as_array().unwrap().iter().map(|leg| (end(&leg[0]), &leg[1])).collect();
        legs.sort_by_key(|(end, card)| (end.clone(), card.to_string()));
        let mut cifs = relation.get("cif").map(fds).unwrap_or_default();
        cifs.sort();
        let fields = relation.get("attributes").map(names).unwrap_or_default();
        format!("{} {legs:?} {fields:?} {cifs:?}", relation["kind"])
    };
    let relations = draft["associations"].as_array().unwrap().iter().map(relation).collect();
    (entities.iter().map(|value| entity(value)).collect(), relations)
}

#[test]
fn every_draft_is_as_a_consultant_drew_it() {
    let path = "tests/cases/normal_forms/fds_to_mcd.json";
    let (cases, found) = (cases(path), debug("draft", path));
    assert_eq!(cases.len(), found.len());
    for (case, got) in cases.iter().zip(&found) {
        let id = case["id"].as_str().unwrap();
        assert_eq!(got["id"], case["id"]);
        if case["hard"] == json!(false) {
            assert_eq!(got["entities"], case["expected"]["entities"], "{id}");
            assert_eq!(got["associations"], case["expected"]["associations"], "{id}");
            assert_eq!(got.get("questions"), None, "{id}");
            continue;
        }
        let called: &[(&str, &[&str])] = match id {
            "silber_class" => &[
                ("SECTION", &["sec_id", "semester", "year"]),
                ("COURSE", &["course_id"]),
                ("SALLE", &["building", "room_number"]),
            ],
            "address_1n" => &[("ADRESSE", &["date_debut"]), ("CLIENT", &["client"]), ("CP", &["cp"])],
            _ => &[],
        };
        assert_eq!(structure(got, called), structure(&case["expected"], called), "{id}");
    }
}

#[test]
fn a_relation_made_for_the_join_alone_is_asked_and_not_drawn() {
    let found = debug("draft", "tests/cases/normal_forms/fds_to_mcd.json");
    let tariff = found.iter().find(|case| case["id"] == json!("grille_tarif")).unwrap();
    let questions = tariff["questions"].to_string();
    assert!(questions.contains("how are produit, segment related?"), "{questions}");
}

/// A file of one case.
fn one_case(text: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cases.json").to_str().unwrap().to_owned();
    std::fs::write(&path, text).unwrap();
    (folder, path)
}

#[test]
fn what_cannot_be_read_is_said_with_its_case() {
    for (text, expected) in [
        ("[{\"id\": 1, \"attributes\": [\"a\"], \"fds\": [[[\"a\"], [\"b\"]]]}]", "case 1: `fds` names `b`"),
        ("[{\"id\": \"x\", \"attributes\": [\"a\"], \"fds\": [[\"a\"]]}]", "case x: `fds` isn't a list of pairs"),
        ("[{\"attributes\": [1]}]", "case 0: `attributes` isn't a list of names"),
        ("[{\"fds\": []}]", "`attributes` is missing"),
        ("{\"attributes\": []}", "no list of cases"),
        ("[{", "this isn't JSON"),
        ("", "this isn't JSON"),
    ] {
        let (_folder, path) = one_case(text);
        for stage in ["forms", "draft"] {
            let output = merisier(&["debug", stage, &path]);
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!(output.status.code(), Some(2), "{text}: {said}");
            assert!(said.contains(expected) && said.contains("help:"), "{text}: {said}");
        }
    }
    assert_eq!(merisier(&["debug", "forms", "no/such/file.json"]).status.code(), Some(2));
    assert_eq!(merisier(&["debug", "forms"]).status.code(), Some(2));
}

#[test]
fn edges_of_the_format_are_taken_as_sets() {
    let text = r#"{"cases": [
        {"id": "nothing", "attributes": [], "fds": []},
        {"id": "trivial", "attributes": ["a", "b", "a"], "fds": [[["a", "a"], ["a"]], [["a", "b"], ["b"]], [["a"], []]]},
        {"id": "constant", "attributes": ["a", "b"], "fds": [[[], ["a", "b"]]], "mvds": [[[], ["a"]], [["a"], []]]},
        {"id": "fourth", "attributes": ["a", "b", "c"], "fds": [[["a"], ["b", "c"]]], "mvds": [[["a"], ["b"]]]},
        {"id": "string", "attributes": ["a", "b"], "fds": [["a", "b"]]}
    ]}"#;
    let (_folder, path) = one_case(text);
    let found = debug("forms", &path);
    let column = |key: &str| found.iter().map(|case| case[key].clone()).collect::<Vec<_>>();
    assert_eq!(
        column("candidate_keys"),
        [json!([[]]), json!([["a", "b"]]), json!([[]]), json!([["a"]]), json!([["a"]])]
    );
    assert_eq!(column("highest_nf"), ["BCNF", "BCNF", "4NF", "4NF", "BCNF"].map(Value::from));
    assert_eq!(column("synthesis_3nf")[..3], [json!([[]]), json!([["a", "b"]]), json!([["a", "b"]])]);
    assert!(column("lossless").iter().all(|lossless| *lossless == json!(true)));
    assert_eq!(debug("draft", &path).len(), 5);
    let (_folder, path) = one_case("[]");
    assert!(debug("forms", &path).is_empty());
}

#[test]
fn keys_too_many_to_list_are_unknown_and_what_does_not_need_them_is_known() {
    let names: Vec<String> = (0..40).map(|n| format!("a{n:02}")).collect();
    let pair = |at: usize| [json!([[names[at]], [names[at + 20]]]), json!([[names[at + 20]], [names[at]]])];
    let fds: Vec<Value> = (0..20).flat_map(pair).collect();
    let (_folder, path) = one_case(&json!([{ "id": "pairs", "attributes": names, "fds": fds }]).to_string());
    let found = debug("forms", &path);
    assert_eq!(found[0]["candidate_keys"], json!("unknown"));
    assert_eq!(found[0]["highest_nf"], json!("3NF"));
    assert_eq!(found[0]["prime"], json!(names));
    assert_eq!(found[0]["lossless"], json!(true));
}
