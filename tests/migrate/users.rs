//! What users make in the application: its tables, which migrations may have to make first, are the same in both places.

use merisier::sql::{Dialect, EntityViews, HistoryNames, HistoryOwner, Move, Statement, render};

const APPLICATIONS: [(Dialect, &str, [&str; 2]); 3] = [
    (Dialect::Sqlite, include_str!("../../templates/src/core/db/sqlite.rs"), ["INTEGER", "TEXT"]),
    (Dialect::Postgres, include_str!("../../templates/src/core/db/postgres.rs"), ["BIGINT", "UUID"]),
    (Dialect::Mariadb, include_str!("../../templates/src/core/db/mariadb.rs"), ["BIGINT", "UUID"]),
];

/// The columns of each table that a move makes where it isn't there yet.
fn made(step: Move, dialect: Dialect) -> Vec<String> {
    let statements = render(&Statement::Move(step), dialect);
    let columns = |statement: &String| {
        let (_, columns) = statement.strip_prefix("CREATE TABLE IF NOT EXISTS ")?.split_once(' ')?;
        Some(columns.to_owned())
    };
    statements.iter().filter_map(columns).collect()
}

#[test]
fn migrations_make_the_applications_own_tables_as_it_does() {
    let views = EntityViews { entity: "a".into(), becomes: Some("b".into()), ..EntityViews::default() };
    for (dialect, core, keys) in APPLICATIONS {
        let saved = made(Move::RenameViews(vec![views.clone()]), dialect);
        assert!(saved.len() == 1 && core.contains(&saved[0]), "{dialect:?}: {saved:?}");
        let lines = made(Move::RenameLines { pairs: vec![("a".into(), "b".into())], uuid: true }, dialect);
        assert_eq!(lines.len(), 2, "{dialect:?}: {lines:?}");
        for (line, key) in lines.iter().zip(keys) {
            let template = line.replace(&format!("record_id {key} "), "record_id {key} ");
            assert!(core.contains(&template), "{dialect:?}: {template}");
        }
    }
}

#[test]
fn migrations_make_the_history_as_the_application_does() {
    let names = HistoryNames {
        owner: HistoryOwner::Entity("a".into()),
        becomes: "b".into(),
        fields: Vec::new(),
        values: Vec::new(),
        keys: None,
        references: Vec::new(),
    };
    for (dialect, core, _) in APPLICATIONS {
        let statements = render(&Statement::Move(Move::RenameHistory(vec![names.clone()])), dialect);
        let made: Vec<&String> = statements.iter().filter(|statement| statement.starts_with("CREATE ")).collect();
        assert_eq!(made.len(), if dialect == Dialect::Mariadb { 1 } else { 3 }, "{dialect:?}: {statements:?}");
        for statement in made {
            assert!(core.contains(&format!("{statement};")), "{dialect:?}: {statement}");
        }
    }
}
