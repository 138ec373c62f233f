//! Several servers of one database, each asked at the same time for what a rule over several rows allows but once.

use std::thread;

use serde_json::json;

use super::support::databases::Database;
use super::visitor::{Visitor, key};

const TURNS: usize = 6;
const WRITERS: usize = 4;

/// A project has room for one of the tasks sent together: the others wait, and are refused.
pub fn keep_rules_over_rows(servers: [&str; 2], database: &Database) {
    let visitor = Visitor::new(servers[0]);
    for turn in 0..TURNS {
        let (status, project) =
            visitor.api("POST", "/api/projets", Some(&json!({ "nom": format!("Course {turn}"), "budget": "100.00" })));
        assert_eq!(status, 201, "{project}");
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| {
                let (base, project) = (servers[writer % servers.len()].to_owned(), project["id"].clone());
                let task = json!({ "titre": format!("Course {turn}-{writer}"), "cout": "60.00", "projet": project });
                thread::spawn(move || Visitor::new(&base).api("POST", "/api/taches", Some(&task)))
            })
            .collect();
        let answers: Vec<_> = writers.into_iter().map(|writer| writer.join().expect("a writer")).collect();
        let made = answers.iter().filter(|(status, _)| *status == 201).count();
        assert_eq!(made, 1, "of project {}: {answers:?}", key(&project));
        let told = |said: &serde_json::Value| said.to_string().contains("Les tâches dépassent le budget");
        assert!(answers.iter().all(|(status, said)| *status == 201 || *status == 422 && told(said)), "{answers:?}");
    }
    let broken = "SELECT count(*) FROM projet AS p WHERE p.budget < (SELECT COALESCE(SUM(t.cout), 0) FROM tache AS t WHERE t.projet_id = p.id)";
    assert_eq!(database.rows(broken).unwrap(), [[Some("0".to_owned())]]);
}
