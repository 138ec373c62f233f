//! An application starts on a database only if the migrations applied there are its own, whole and unchanged.

use super::made::Made;
use super::support::databases::{Database, Engine};

/// What happened to the notes of a database, and what is said of it.
fn troubles(engine: Engine) -> [(String, &'static str); 3] {
    let bytes = if engine == Engine::Postgres { "decode('00', 'hex')" } else { "X'00'" };
    [
        (
            format!("UPDATE _sqlx_migrations SET checksum = {bytes} WHERE version = 1"),
            "0001 initial a été modifiée après",
        ),
        (
            "UPDATE _sqlx_migrations SET description = 'autre' WHERE version = 1".to_owned(),
            "a la migration 0001 autre, d'une autre branche, là où l'application a 0001 initial",
        ),
        (
            format!(
                "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (7, 'suite', {}, {bytes}, 0)",
                if engine == Engine::Sqlite { "1" } else { "TRUE" }
            ),
            "a la migration 0007 suite, que l'application ne connaît pas",
        ),
    ]
}

/// Each on a database of its own, which a second start finds as the first left it.
pub fn to_its_migrations(app: &Made, engine: Engine) {
    for (trouble, said) in troubles(engine) {
        let database = Database::fresh(engine);
        app.run(&database, &["migrate"]);
        app.run(&database, &["migrate"]);
        database.run(&trouble).unwrap_or_else(|refusal| panic!("{trouble}: {}", refusal.whole));
        let answer = app.refused(&database, &["migrate"]);
        assert!(answer.contains(said), "{engine}: {answer}");
        assert!(answer.contains("merisier migrate"), "it says what to do, on {engine}: {answer}");
    }
}
