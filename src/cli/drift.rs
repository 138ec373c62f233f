//! How the tables of a database differ from those of the model as last migrated: columns, types, what may be empty, defaults, keys,
//! references, checks, indexes, triggers.
//!
//! Both sides are told by the engine itself, whose spelling of an expression is its own: the tables as they should be are made beside,
//! looked at, and removed (PostgreSQL: a schema in a transaction that is rolled back; SQLite: a database in memory; MariaDB: a database
//! of its own). Other tables than the model's are left out, and indexes besides: an application makes some for its lists.

use std::collections::BTreeSet;

use super::client::{self, Address};
use super::terminal::Failure;
use crate::migrate::Model;
use crate::say;
use crate::sql::{Dialect, Schema};

/// Where the tables are made as they should be.
const BESIDE: &str = "merisier_drift";

/// What is missing (`-`) and what is there besides (`+`), each a line that begins with its table.
pub(super) fn drift(model: &Model, dialect: Dialect, address: &Address) -> Result<Vec<String>, Failure> {
    let schema = Schema { mcd: &model.mcd, mld: &model.mld };
    let script = crate::migrate::initial(schema, dialect).up_for_client;
    let (found, expected) = match (address, dialect) {
        (Address::Sqlite(_), Dialect::Sqlite) => {
            let beside = client::ask(&Address::Sqlite(":memory:".into()), &format!("{script}\n{SQLITE}"))?;
            (client::ask(address, SQLITE)?, beside)
        }
        (Address::Postgres(_), Dialect::Postgres) => {
            let beside = format!(
                "SET client_min_messages = warning;\nBEGIN;\nCREATE SCHEMA {BESIDE};\nSET LOCAL search_path = {BESIDE};\n{script}\n{POSTGRES}\nROLLBACK;\n"
            );
            (client::ask(address, POSTGRES)?, client::ask(address, &beside)?)
        }
        (Address::Mariadb { .. }, Dialect::Mariadb) => {
            (client::ask(address, MARIADB)?, beside_in_mariadb(address, &script)?)
        }
        _ => return Err(other_engine(dialect)),
    };
    let tables: BTreeSet<&str> = model.mld.tables.iter().map(|table| table.name.as_str()).collect();
    Ok(compared(&lines(&expected, &tables), &lines(&found, &tables)))
}

fn beside_in_mariadb(address: &Address, script: &str) -> Result<String, Failure> {
    let name = format!("{BESIDE}_{}", std::process::id());
    let made = client::ask(
        address,
        &format!("CREATE DATABASE {name} CHARACTER SET utf8mb4;\nUSE {name};\n{script}\n{MARIADB}"),
    );
    let removed = client::ask(address, &format!("DROP DATABASE IF EXISTS {name};"));
    let found = made?;
    removed.map(|_| found)
}

fn other_engine(dialect: Dialect) -> Failure {
    let name = dialect.name();
    Failure::new(say!(fr "la base n'est pas de {name}", en "the database isn't one of {name}")).help(say!(
        fr "donnez l'adresse de la base de l'application, ou corrigez « database » dans merisier.yaml",
        en "give the address of the application's database, or mend `database` in merisier.yaml"
    ))
}

/// The lines of the model's tables; of SQLite's text of a table, its checks.
fn lines(text: &str, tables: &BTreeSet<&str>) -> Vec<String> {
    let mut all = Vec::new();
    for line in text.lines() {
        let Some((table, rest)) = line.split_once(' ').filter(|(table, _)| tables.contains(table)) else { continue };
        match rest.strip_prefix("text ") {
            Some(text) => {
                let checks = text.split(LINE_END).map(|part| part.trim().trim_end_matches(','));
                let checks = checks.filter(|part| part.contains("CHECK ("));
                all.extend(checks.map(|check| format!("{table} check {check}")));
            }
            None => all.push(line.trim_end().to_owned()),
        }
    }
    all.sort();
    all.dedup();
    all
}

fn compared(expected: &[String], found: &[String]) -> Vec<String> {
    let missing = expected.iter().filter(|line| !found.contains(line)).map(|line| (line, '-'));
    let is_index = |line: &String| line.split(' ').nth(1) == Some("index");
    let more = found.iter().filter(|line| !expected.contains(line) && !is_index(line)).map(|line| (line, '+'));
    let mut all: Vec<(&String, char)> = missing.chain(more).collect();
    // What is said of one thing stands together: what is missing, then what is in its place.
    all.sort_by_key(|(line, sign)| {
        let words: Vec<&str> = line.split(' ').take(3).collect();
        (words.join(" "), *sign == '+')
    });
    all.into_iter().map(|(line, sign)| format!("{sign} {line}")).collect()
}

/// What stands for the end of a line in a text of SQLite.
const LINE_END: &str = "␤";

const SQLITE: &str = "
SELECT m.name || ' column ' || c.name || ' ' || c.type || CASE WHEN c.\"notnull\" THEN ' not null' ELSE '' END || COALESCE(' default ' || c.dflt_value, '') || CASE WHEN c.pk THEN ' key' ELSE '' END
FROM sqlite_schema AS m JOIN pragma_table_xinfo(m.name) AS c WHERE m.type = 'table';
SELECT m.name || ' reference ' || f.\"from\" || ' to ' || f.\"table\" || '.' || f.\"to\" || ' on delete ' || f.on_delete
FROM sqlite_schema AS m JOIN pragma_foreign_key_list(m.name) AS f WHERE m.type = 'table';
SELECT m.name || ' unique ' || (SELECT group_concat(i.name, ', ') FROM pragma_index_info(l.name) AS i)
FROM sqlite_schema AS m JOIN pragma_index_list(m.name) AS l WHERE m.type = 'table' AND l.origin = 'u';
SELECT tbl_name || ' index ' || name || ' ' || replace(sql, char(10), ' ') FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL;
SELECT tbl_name || ' trigger ' || name || ' ' || replace(sql, char(10), ' ') FROM sqlite_schema WHERE type = 'trigger';
SELECT name || ' text ' || replace(sql, char(10), '␤') FROM sqlite_schema WHERE type = 'table';
";

const POSTGRES: &str = "
SELECT concat_ws(' ', c.relname, 'column', a.attname, format_type(a.atttypid, a.atttypmod), CASE WHEN a.attnotnull THEN 'not null' END,
    CASE WHEN a.attidentity <> '' THEN 'identity' END, 'default ' || pg_get_expr(d.adbin, d.adrelid))
FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_attrdef AS d ON d.adrelid = c.oid AND d.adnum = a.attnum
WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace;
SELECT concat_ws(' ', c.relname, CASE k.contype WHEN 'p' THEN 'key' WHEN 'u' THEN 'unique' WHEN 'f' THEN 'reference' ELSE 'check' END,
    k.conname, replace(pg_get_constraintdef(k.oid), E'\\n', ' '))
FROM pg_constraint AS k JOIN pg_class AS c ON c.oid = k.conrelid
WHERE k.contype IN ('p', 'u', 'f', 'c') AND c.relnamespace = current_schema()::regnamespace;
SELECT concat_ws(' ', tablename, 'index', indexname, replace(indexdef, current_schema() || '.', ''))
FROM pg_indexes WHERE schemaname = current_schema();
SELECT concat_ws(' ', c.relname, 'trigger', t.tgname, replace(replace(pg_get_triggerdef(t.oid), current_schema() || '.', ''), E'\\n', ' '), md5(p.prosrc))
FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid JOIN pg_proc AS p ON p.oid = t.tgfoid
WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace;
";

const MARIADB: &str = "
SELECT CONCAT_WS(' ', table_name, 'column', column_name, column_type, IF(is_nullable = 'NO', 'not null', NULL), NULLIF(extra, ''),
    CONCAT('default ', column_default), collation_name)
FROM information_schema.columns WHERE table_schema = DATABASE();
SELECT CONCAT_WS(' ', table_name, 'check', constraint_name, REPLACE(check_clause, '\\n', ' ')) FROM information_schema.check_constraints
WHERE constraint_schema = DATABASE();
SELECT CONCAT_WS(' ', r.table_name, 'reference', r.constraint_name,
    (SELECT GROUP_CONCAT(k.column_name, ' to ', k.referenced_table_name, '.', k.referenced_column_name ORDER BY k.ordinal_position SEPARATOR ', ')
     FROM information_schema.key_column_usage AS k
     WHERE k.constraint_schema = r.constraint_schema AND k.table_name = r.table_name AND k.constraint_name = r.constraint_name),
    'on delete', r.delete_rule)
FROM information_schema.referential_constraints AS r WHERE r.constraint_schema = DATABASE();
SELECT CONCAT_WS(' ', table_name, IF(non_unique, 'index', 'unique'), index_name, GROUP_CONCAT(column_name ORDER BY seq_in_index SEPARATOR ', '))
FROM information_schema.statistics WHERE table_schema = DATABASE() GROUP BY table_name, non_unique, index_name;
SELECT CONCAT_WS(' ', event_object_table, 'trigger', trigger_name, action_timing, event_manipulation, MD5(action_statement))
FROM information_schema.triggers WHERE trigger_schema = DATABASE();
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_stands_beside_what_is_in_its_place() {
        let tables = BTreeSet::from(["client"]);
        let expected = lines("client column nom text not null\nother column a text\nclient index ix a", &tables);
        let found = lines(
            "client column nom text\nclient index more b\nclient text CREATE␤  CONSTRAINT x CHECK (a > 0),␤)",
            &tables,
        );
        assert_eq!(
            compared(&expected, &found),
            [
                "+ client check CONSTRAINT x CHECK (a > 0)",
                "- client column nom text not null",
                "+ client column nom text",
                "- client index ix a"
            ]
        );
    }
}
