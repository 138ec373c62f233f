//! `merisier debug layout`: boxes and lines of a graph that is no model, as JSON.

use std::fs;
use std::path::Path;

use crate::cli::terminal::{Exit, Failure, Outcome, Terminal};
use crate::diagram::{interchange, layout};
use crate::say;

/// Lays out a graph that is no model: how the layout is measured against other engines.
pub(super) fn run(path: &Path, keep: Option<&Path>, terminal: Terminal) -> Outcome {
    let read = |path: &Path| fs::read_to_string(path).map_err(|error| Failure::io(path, &error));
    let mut graph = interchange::read(&read(path)?).map_err(|problem| refused(path, problem))?;
    if let Some(earlier) = keep {
        interchange::keep(&mut graph, &read(earlier)?).map_err(|problem| refused(earlier, problem))?;
    }
    terminal.data(&interchange::write(&graph, &layout::arrange(&graph.graph)))?;
    Ok(Exit::Done)
}

fn refused(path: &Path, problem: interchange::Problem) -> Failure {
    use interchange::Problem;
    let path = path.display();
    let what = match problem {
        Problem::Json(reason) => say!(fr "{path} : {reason}", en "{path}: {reason}"),
        Problem::SameId(id) => say!(fr "{path} : deux nœuds s'appellent {id}", en "{path}: two nodes are called {id}"),
        Problem::UnknownNode(edge, id) => say!(
            fr "{path} : l'arête {0} va vers {id}, qui n'existe pas", en "{path}: edge {0} goes to {id}, which doesn't exist", edge
        ),
    };
    Failure::new(what).help(say!(
        fr "la forme attendue : {0}", en "the form expected: {0}", r#"{"nodes": [{"id": "a", "w": 120, "h": 60}], "edges": [{"id": "e", "s": "a", "t": "a"}]}"#
    ))
}
