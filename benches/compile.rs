//! How long a model takes from text to tables, and to an application, and how much memory: `cargo bench`.
//!
//! Each size runs in a process of its own, so that its peak memory is its own (VmHWM, Linux only). Times are medians of
//! several runs. Aim: 1,000 entities checked in under 100 ms and generated in under 1 s, under 200 MB, linear growth.

#![allow(clippy::unwrap_used, reason = "a bench that can't run says so by stopping")]

use std::fmt::Write as _;
use std::hint::black_box;
use std::process::Command;
use std::time::{Duration, Instant};

use merisier::driver::{Checked, check_texts};
use merisier::sql::Dialect;
use merisier::{app, mld};

/// The program's own, as in `src/main.rs`.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const RUNS: usize = 7;
const MODELS: &[&str] = &["espocrm", "100", "1000", "5000"];

fn main() {
    match std::env::var("MERISIER_BENCH_MODEL") {
        Ok(name) => println!("{}", row(&name)),
        Err(_) => table(),
    }
}

/// Runs each model in a process of its own.
fn table() {
    println!("{:<10}{:>10}{:>12}{:>12}{:>14}{:>12}", "model", "entities", "check", "lower", "generate", "peak memory");
    for model in MODELS {
        let child = Command::new(std::env::current_exe().unwrap()).env("MERISIER_BENCH_MODEL", model).output().unwrap();
        assert!(child.status.success(), "{model}: {}", String::from_utf8_lossy(&child.stderr));
        print!("{}", String::from_utf8_lossy(&child.stdout));
    }
}

fn row(name: &str) -> String {
    let text = match name.parse() {
        Ok(entities) => synthetic(entities),
        Err(_) => std::fs::read_to_string(format!("examples/{name}/{name}.mcd")).unwrap(),
    };
    let read = || check_texts(&[("model.mcd", text.as_str())]);
    let checked = read();
    assert!(checked.passes(), "the model of the bench has errors");
    let tables = mld::lower(&checked.mcd, mld::Options::default());
    let check = median(read);
    let lower = median(|| mld::lower(&checked.mcd, mld::Options::default()));
    let generate = median(|| generated(&checked, &tables));
    let entities = checked.mcd.entities().count();
    format!("{name:<10}{entities:>10}{:>12}{:>12}{:>14}{:>12}", ms(check), ms(lower), ms(generate), peak_memory())
}

fn generated(checked: &Checked, tables: &mld::Mld) -> usize {
    app::generate(&checked.mcd, tables, &app::Options { database: Dialect::Sqlite }).unwrap().len()
}

fn median<T>(mut run: impl FnMut() -> T) -> Duration {
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            black_box(run());
            start.elapsed()
        })
        .collect();
    times.sort();
    times.get(RUNS / 2).copied().unwrap_or_default()
}

fn ms(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}

/// The most memory this process ever held.
fn peak_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kilobytes =
        status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.map_or_else(|| "unknown".to_owned(), |kilobytes| format!("{} MB", kilobytes / 1024))
}

/// A model as large models are: departments of twenty entities tied to each other, with quotes and their lines, rules,
/// totals and numbers; every department tied to the one before.
fn synthetic(entities: usize) -> String {
    let mut text = String::from("crm synthetic {\n    locale en\n}\n\n");
    for number in 0..entities {
        entity(&mut text, number);
    }
    for number in 1..entities {
        relation(&mut text, number);
    }
    text
}

fn entity(text: &mut String, number: usize) {
    let _ = write!(
        text,
        "entity Thing{number} in area{area} {{
    number    sequence(\"T{number}-{{year}}-{{0000}}\")  identifier
    label{number}  text(120)  required title
    email     email      unique personal
    state     enum {{ draft \"Draft\", sent \"Sent\", done \"Done\" }} = draft
    opened    date       required = today()
    closed    date
    price     money      required min 0
    notes     markdown

    unique label{number}, opened
    rule closed >= opened \"It can't close before it opens\"
}}

",
        area = number / 20
    );
}

fn relation(text: &mut String, number: usize) {
    let near = number - 1;
    let far = number / 2;
    let _ = write!(text, "relation Follows{number} {{\n    Thing{number}  0,1\n    Thing{near}  0,n\n}}\n\n");
    if number.is_multiple_of(3) && far != number && far != near {
        let _ = write!(
            text,
            "relation Line{number} {{\n    Thing{number}  0,n\n    Thing{far}  0,n\n    quantity{number}  integer  required min 1\n}}\n\n"
        );
    }
}
