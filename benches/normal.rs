//! What the theory of dependencies gets right and how long it takes: `cargo bench --bench normal`.
//!
//! The score is over the oracles of `tests/cases/normal_forms`, made by brute force. Times are the best of three runs, on 1,000 attributes and
//! 3,000 dependencies of three shapes: what files of a firm look like (each attribute is determined by earlier ones), attributes that determine
//! one another at random, and one relation of 2²⁴ keys. Aim: normalized in under 1 s.

#![allow(clippy::unwrap_used, reason = "a bench that can't run says so by stopping")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use merisier::normal::{AttrSet, Closure, Fd, Schema, analyze, candidate_keys, minimal_cover, synthesize};
use serde_json::{Value, json};

fn main() {
    for file in ["textbook", "random"] {
        let cases = cases(file);
        let right = cases.iter().filter(|case| is_right(case)).count();
        println!("{file:<28}{right:>5} of {} right", cases.len());
    }
    println!("\n{:<28}{:>10}{:>10}{:>10}{:>10}{:>10}", "1,000 × 3,000", "closure", "cover", "keys", "3NF", "all");
    let shapes = [("as files are", ordered()), ("at random", random()), ("2²⁴ keys (48 × 48)", pairs())];
    for (name, (width, fds)) in shapes {
        println!("{name:<28}{}", times(&AttrSet::all(width), &fds));
    }
}

fn cases(file: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(format!("tests/cases/normal_forms/{file}.json")).unwrap();
    let value: Value = serde_json::from_str(&text).unwrap();
    value.get("cases").unwrap_or(&value).as_array().unwrap().clone()
}

/// Keys, prime attributes, normal form, size of the cover; the synthesis or how many relations it has.
fn is_right(case: &Value) -> bool {
    let names = |value: &Value| -> Vec<String> { serde_json::from_value(value.clone()).unwrap() };
    let mut sorted = names(&case["attributes"]);
    sorted.sort_unstable();
    let schema = Schema::new(sorted);
    let set = |value: &Value| schema.set(&names(value)).unwrap();
    let fds: Vec<Fd> = case["fds"].as_array().unwrap().iter().map(|fd| Fd::new(set(&fd[0]), set(&fd[1]))).collect();
    let found = analyze(&schema.all(), &fds, &[]);
    let told = |sets: &[AttrSet]| {
        let mut told: Vec<Vec<&str>> = sets.iter().map(|set| schema.names_of(set)).collect();
        told.sort_by(|a, b| (a.len(), a).cmp(&(b.len(), b)));
        json!(told)
    };
    let relations = told(&found.synthesis.parts());
    let synthesis = match case.get("synthesis_3nf") {
        Some(expected) => relations == *expected,
        None => json!(found.synthesis.relations.len()) == case["n_relations_3nf"],
    };
    let form = case.get("highest_nf").unwrap_or(&case["highest_nf_fd_only"]);
    told(&found.keys.found) == case["candidate_keys"]
        && json!(schema.names_of(&found.primes.prime)) == case["prime"]
        && json!(found.form.map(merisier::normal::NormalForm::name)) == *form
        && json!(found.synthesis.cover.len()) == case["minimal_cover_size"]
        && synthesis
        && found.lossless
}

fn times(all: &AttrSet, fds: &[Fd]) -> String {
    let closure = Closure::new(fds);
    let some: Vec<AttrSet> = all.iter().take(100).map(AttrSet::one).collect();
    let closures = best(|| some.iter().map(|start| closure.of(start).len()).sum::<usize>()) / 100;
    let cover = minimal_cover(fds);
    let columns = [
        closures,
        best(|| minimal_cover(fds)),
        best(|| candidate_keys(all, &cover)),
        best(|| synthesize(all, fds)),
        best(|| analyze(all, fds, &[])),
    ];
    columns.iter().map(|time| format!("{:>10}", told(*time))).collect()
}

fn told(time: Duration) -> String {
    if time < Duration::from_millis(1) {
        format!("{} µs", time.as_micros())
    } else {
        format!("{} ms", time.as_millis())
    }
}

fn best<T>(mut run: impl FnMut() -> T) -> Duration {
    let time = |_| {
        let start = Instant::now();
        black_box(run());
        start.elapsed()
    };
    (0..3).map(time).min().unwrap()
}

/// Numbers that look drawn at random and are the same each time.
fn draws() -> impl FnMut(usize) -> usize {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    move |bound| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % bound
    }
}

fn ordered() -> (usize, Vec<Fd>) {
    let mut draw = draws();
    let fd = |_| {
        let right = 1 + draw(999);
        let left = (0..=draw(3)).map(|_| draw(right)).collect();
        Fd::new(left, AttrSet::one(right))
    };
    (1000, (0..3000).map(fd).collect())
}

fn random() -> (usize, Vec<Fd>) {
    let mut draw = draws();
    let fd = |_| Fd::new((0..=draw(3)).map(|_| draw(1000)).collect(), AttrSet::one(draw(1000)));
    (1000, (0..3000).map(fd).collect())
}

fn pairs() -> (usize, Vec<Fd>) {
    let both = |at: usize| {
        let (a, b) = (AttrSet::one(2 * at), AttrSet::one(2 * at + 1));
        [Fd::new(a.clone(), b.clone()), Fd::new(b, a)]
    };
    (48, (0..24).flat_map(both).collect())
}
