//! `merisier debug forms`: keys, normal form and decompositions of each case of a file, as JSON.

use std::path::Path;

use serde_json::{Value, json};

use super::cases::{self, Case, Order};
use crate::cli::terminal::{Exit, Outcome, Terminal};
use crate::normal::{AttrSet, Fd, NormalForm, Schema, analyze};

/// Told where keys are too many to be listed, of what depends on them.
const UNKNOWN: &str = "unknown";

pub(super) fn run(path: &Path, terminal: Terminal) -> Outcome {
    let cases = cases::read(path, Order::Name)?;
    let analysed: Vec<String> = cases.iter().map(|case| analysed(case).to_string()).collect();
    terminal.data(&super::json_list(&analysed))?;
    Ok(Exit::Done)
}

fn analysed(case: &Case) -> Value {
    let (schema, all) = (&case.schema, case.schema.all());
    let found = analyze(&all, &case.fds, &case.mvds);
    let primes = found.primes.are_known(&all).then(|| json!(schema.names_of(&found.primes.prime)));
    let mut value = json!({
        "id": case.id,
        "candidate_keys": found.keys.all().map_or_else(|| json!(UNKNOWN), |keys| sets(schema, keys)),
        "prime": primes.unwrap_or_else(|| json!(UNKNOWN)),
        "highest_nf": form(found.highest_form()),
        "minimal_cover_size": found.synthesis.cover.len(),
        "minimal_cover": fds(schema, &found.synthesis.cover),
        "synthesis_3nf": sets(schema, &found.synthesis.parts()),
        "bcnf_decomposition": sets(schema, &found.bcnf.parts),
        "bcnf_preserves": found.bcnf.lost.is_empty(),
        "bcnf_lost": fds(schema, &found.bcnf.lost),
        "bcnf_proven": found.bcnf.proven,
        "lossless": found.lossless,
    });
    if let (Some(fourth), Some(object)) = (found.fourth, value.as_object_mut()) {
        object.insert("highest_nf_fd_only".into(), form(found.form));
        object.insert("is_4nf".into(), json!(fourth));
        object.insert("4nf_decomposition".into(), sets(schema, &found.fourth_form));
    }
    value
}

fn form(form: Option<NormalForm>) -> Value {
    json!(form.map_or(UNKNOWN, NormalForm::name))
}

/// The sets by size, then by name.
fn sets(schema: &Schema, sets: &[AttrSet]) -> Value {
    let mut told: Vec<Vec<&str>> = sets.iter().map(|set| schema.names_of(set)).collect();
    told.sort_by(|a, b| (a.len(), a).cmp(&(b.len(), b)));
    json!(told)
}

fn fds(schema: &Schema, fds: &[Fd]) -> Value {
    let pairs = fds.iter().map(|fd| (schema.names_of(&fd.left), schema.names_of(&fd.right)));
    json!(pairs.collect::<Vec<_>>())
}
