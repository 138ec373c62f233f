//! Keys that become UUIDs, and numbers again: what was made since can't go back, and numbers go on after those there were.

use merisier::mld::Keys;

use crate::bench::{down, keyed, planned_from, sound, up};
use crate::support::databases::{Database, Engine};

const MODEL: &str = "entity Client { nom text(60) identifier title }\nentity Lieu { nom text(60) identifier title }\nrelation Habiter { Client 0,1; Lieu 0,n }\n";
const SINCE: &str = "0197c1d6-0000-7000-8000-000000000000";

#[test]
fn what_was_made_since_has_no_number_to_go_back_to() {
    for engine in Engine::ALL {
        let after = keyed(MODEL, Keys::Uuid);
        let plan = planned_from(MODEL, Keys::Integer, &after, "", engine);
        let database = Database::fresh(engine);
        let run = |sql: &str| database.run(sql).unwrap_or_else(|refusal| panic!("{sql}: {}", refusal.whole));
        sound(MODEL).create_in(&database);
        run("INSERT INTO lieu (id, nom) VALUES (4, 'Ivry');");
        run("INSERT INTO client (id, nom, lieu_id) VALUES (12, 'Ada', 4);");
        up(&database, &plan.steps).unwrap_or_else(|refusal| panic!("{}", refusal.whole));
        run(&format!("INSERT INTO client (id, nom, lieu_id) SELECT '{SINCE}', 'Bob', id FROM lieu;"));
        let refusal = down(&database, &plan.steps).expect_err("Bob has no number").whole;
        assert!(refusal.contains("M7111"), "{engine}: {refusal}");
        assert_eq!(database.rows("SELECT COUNT(*) FROM client").unwrap(), [[Some("2".to_owned())]]);
        run(&format!("DELETE FROM client WHERE id = '{SINCE}';"));
        down(&database, &plan.steps).unwrap_or_else(|refusal| panic!("{}", refusal.whole));
        run("INSERT INTO client (nom, lieu_id) VALUES ('Cyd', 4);");
        let numbers = database.rows("SELECT nom, id, lieu_id FROM client ORDER BY id").unwrap();
        let text = |row: &[&str]| row.iter().map(|text| Some((*text).to_owned())).collect::<Vec<_>>();
        assert_eq!(numbers, [text(&["Ada", "12", "4"]), text(&["Cyd", "13", "4"])], "{engine}");
    }
}

#[test]
fn keys_change_alone() {
    let after = keyed(&MODEL.replace("entity Lieu {", "entity Lieu { pays country;"), Keys::Uuid);
    let plan = planned_from(MODEL, Keys::Integer, &after, "", Engine::Sqlite);
    let asked: Vec<&str> = plan.difference.problems.iter().map(|problem| problem.kind.code).collect();
    assert_eq!((asked, plan.steps.len()), (vec!["M7007"], 0));
}
