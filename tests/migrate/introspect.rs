//! What a database holds, as sorted text: tables, columns, constraints, indexes, triggers; and its rows.

use merisier::mld::Mld;
use merisier::sql::{self, Dialect};

use crate::support::databases::{Database, Engine};

/// Everything but what migrations keep for the way back, the application's own table of orders, and comments.
pub fn schema(database: &Database) -> Vec<String> {
    let query = match database.engine() {
        Engine::Sqlite => "SELECT type || ' ' || name || ' ' || sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'",
        Engine::Postgres => {
            "SELECT concat_ws(' | ', 'column', c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
                    pg_get_expr(d.adbin, d.adrelid))
             FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
             LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
             WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
             UNION ALL
             SELECT concat_ws(' | ', 'constraint', conrelid::regclass, conname, pg_get_constraintdef(oid), condeferrable, condeferred, convalidated)
             FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conrelid <> 0
             UNION ALL
             SELECT concat_ws(' | ', 'index', indexdef) FROM pg_indexes WHERE schemaname = 'public'
             UNION ALL
             SELECT concat_ws(' | ', 'trigger', pg_get_triggerdef(t.oid)) FROM pg_trigger t WHERE NOT tgisinternal
             UNION ALL
             SELECT concat_ws(' | ', 'function', proname, prosrc) FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
        }
        Engine::Mariadb => {
            "SELECT CONCAT_WS(' | ', 'column', table_name, column_name, column_type, is_nullable, column_default, extra, collation_name)
             FROM information_schema.columns WHERE table_schema = DATABASE()
             UNION ALL
             SELECT CONCAT_WS(' | ', 'check', table_name, constraint_name, check_clause) FROM information_schema.check_constraints
             WHERE constraint_schema = DATABASE()
             UNION ALL
             SELECT CONCAT_WS(' | ', 'reference', table_name, constraint_name, referenced_table_name, delete_rule)
             FROM information_schema.referential_constraints WHERE constraint_schema = DATABASE()
             UNION ALL
             SELECT CONCAT_WS(' | ', 'key', table_name, constraint_name, column_name, ordinal_position, referenced_table_name, referenced_column_name)
             FROM information_schema.key_column_usage WHERE table_schema = DATABASE()
             UNION ALL
             SELECT CONCAT_WS(' | ', 'index', table_name, index_name, non_unique, seq_in_index, column_name)
             FROM information_schema.statistics WHERE table_schema = DATABASE()
             UNION ALL
             SELECT CONCAT_WS(' | ', 'trigger', trigger_name, event_manipulation, event_object_table, action_timing, action_statement)
             FROM information_schema.triggers WHERE trigger_schema = DATABASE()"
        }
    };
    let mut lines: Vec<String> = asked(database, query);
    let ours = ["archive_0", "line_order", "saved_view", "history"];
    lines.retain(|line| !ours.iter().any(|name| line.contains(name)));
    if database.engine() == Engine::Sqlite {
        lines = lines.iter().map(|line| sorted_lines(line)).collect();
    }
    lines.sort();
    lines
}

/// The first column of each row.
fn asked(database: &Database, query: &str) -> Vec<String> {
    let rows = database.rows(query).unwrap_or_else(|refusal| panic!("{query}\n{}", refusal.whole));
    rows.into_iter().filter_map(|row| row.into_iter().next().flatten()).collect()
}

/// The columns and constraints of a CREATE TABLE, whatever their order.
fn sorted_lines(text: &str) -> String {
    let mut lines: Vec<&str> = text.lines().map(|line| line.trim().trim_end_matches(',')).collect();
    if text.contains("CREATE TABLE") {
        lines.sort_unstable();
    }
    lines.join("\n")
}

/// All rows of all tables, in order.
pub fn rows(database: &Database, mld: &Mld, dialect: Dialect) -> Vec<String> {
    let shown = |name: &str| {
        let name = sql::quote(name, dialect);
        match dialect {
            Dialect::Mariadb => format!("COALESCE(CAST({name} AS CHAR), '∅')"),
            _ => format!("COALESCE(CAST({name} AS TEXT), '∅')"),
        }
    };
    let query = |table: &merisier::mld::Table| {
        let start = std::iter::once(format!("'{}: '", table.name));
        let values = table.columns.iter().map(|column| match dialect {
            Dialect::Sqlite => format!("'{}=' || {} || ' '", column.name, shown(&column.name)),
            _ => format!("'{}=', {}, ' '", column.name, shown(&column.name)),
        });
        let parts: Vec<String> = start.chain(values).collect();
        let joined = match dialect {
            Dialect::Sqlite => parts.join(" || "),
            _ => format!("CONCAT({})", parts.join(", ")),
        };
        format!("SELECT {joined} AS line FROM {}", sql::quote(&table.name, dialect))
    };
    let queries: Vec<String> = mld.tables.iter().map(query).collect();
    let mut lines = asked(database, &queries.join("\nUNION ALL\n"));
    lines.sort();
    lines
}

/// The first difference between two lists, for a message.
pub fn difference(expected: &[String], found: &[String]) -> String {
    let missing = expected.iter().filter(|line| !found.contains(line));
    let added = found.iter().filter(|line| !expected.contains(line));
    let lines = missing.map(|line| format!("- {line}")).chain(added.map(|line| format!("+ {line}")));
    lines.take(12).collect::<Vec<_>>().join("\n")
}
