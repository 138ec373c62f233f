//! What a migration does besides creating: looks, sets rows apart, drops, and puts rows back.
//!
//! Plain data, as [`super::statement`]. The order in which it is done, and why, is `migrate`'s.

use super::history::HistoryNames;
use super::statement::{ColumnDefinition, Constraint, Trigger};

/// A change of a table that stays, with its rows.
#[derive(Debug, Clone, PartialEq)]
pub enum Alter {
    /// A column, in which existing rows hold `value`, a constant; empty when none.
    AddColumn {
        /// The column.
        column: ColumnDefinition,
        /// A constant, spelled.
        value: Option<String>,
    },
    /// A column goes.
    DropColumn(String),
    /// A column goes that may have gone already.
    DropColumnIfThere(String),
    /// From one name to another.
    RenameColumn(String, String),
    /// What a new row holds.
    Default(ColumnDefinition),
    /// May be empty, or not.
    Nullable(ColumnDefinition),
    /// What is remarked of a column.
    Comment(ColumnDefinition),
    /// A constraint of new rows; existing ones are judged by `Validate` where it isn't `valid` from the start.
    Add {
        /// The constraint.
        constraint: Constraint,
        /// Existing rows are judged at once.
        valid: bool,
    },
    /// Judges the existing rows by a constraint, while others read and write.
    Validate(String),
    /// A key, of an index that is there by that name.
    AddUniqueByIndex(String),
    /// A constraint goes.
    DropConstraint(String),
    /// A constraint goes that may have gone already.
    DropConstraintIfThere(String),
    /// A trigger does nothing until it goes.
    DisableTrigger(String),
    /// A constraint, from one name to another.
    RenameConstraint(String, String),
    /// An index goes.
    DropIndex(String),
    /// An index, from one name to another.
    RenameIndex(String, String),
}

/// A step of a migration.
#[derive(Debug, Clone, PartialEq)]
pub enum Move {
    /// References are judged when the transaction ends, where the engine can.
    Defer,
    /// Refuses the migration when the query counts any row; the message says of what, with their number.
    Guard {
        /// What is said.
        message: String,
        /// Gives one number.
        count: String,
    },
    /// Says what a guard would say, with some of the rows, and refuses nothing.
    Count {
        /// What is said; the number follows.
        message: String,
        /// Gives one number.
        count: String,
        /// Gives a text for each row; none where rows can't be told.
        listed: Option<String>,
    },
    /// A temporary table that is filled by queries, which name its columns in order.
    Stage {
        /// Its name.
        name: String,
        /// Its columns.
        columns: Vec<ColumnDefinition>,
        /// Each gives rows.
        queries: Vec<String>,
        /// The columns by which rows are looked for there, an index for each.
        keys: Vec<Vec<String>>,
    },
    /// The rows of a query under a name, for as long as the session lasts.
    View {
        /// The name.
        name: String,
        /// The query.
        query: String,
    },
    /// Removes what `View` made.
    Unview(String),
    /// Removes a temporary table.
    Unstage(String),
    /// Others may read these tables, and wait to write.
    LockTables(Vec<String>),
    /// Changes a table that stays.
    Alter {
        /// The table.
        table: String,
        /// What changes.
        change: Alter,
    },
    /// Fills columns of rows that are there.
    Compute {
        /// `client AS o`
        table: String,
        /// Each column with its value, spelled.
        values: Vec<(String, String)>,
        /// Which rows; all when empty.
        condition: String,
    },
    /// An index made while others read and write. Alone in its file: it can be no part of a transaction.
    IndexApart {
        /// Name.
        name: String,
        /// The table.
        table: String,
        /// Its columns.
        columns: Vec<String>,
        /// No two rows are equal there.
        unique: bool,
    },
    /// The statements of this file are no transaction.
    Alone,
    /// Remembers the last number that a table gave; `memory` is a temporary table of its own.
    KeepNumber {
        /// The table.
        table: String,
        /// The column numbered.
        key: String,
        /// Where it is remembered.
        memory: String,
    },
    /// Goes on after the last number remembered, and after the greatest there is.
    ResumeNumber {
        /// The table.
        table: String,
        /// The column numbered.
        key: String,
        /// Where it was remembered; none where no table had these numbers before.
        memory: Option<String>,
    },
    /// A lasting table of what goes.
    Archive {
        /// Its name.
        name: String,
        /// Gives its rows.
        query: String,
        /// The columns by which rows are looked for there; empty for none.
        key: Vec<String>,
    },
    /// Removes tables, those that refer first.
    DropTables(Vec<String>),
    /// Removes a trigger.
    DropTrigger(Trigger),
    /// Removes a reference.
    DropReference {
        /// The table that refers.
        table: String,
        /// Its name.
        name: String,
    },
    /// Copies rows.
    Fill {
        /// To.
        table: String,
        /// These columns.
        columns: Vec<String>,
        /// From a table that has them too.
        from: String,
    },
    /// What was deferred is judged now.
    Settle,
    /// Renames tables, all or none.
    RenameTables(Vec<(String, String)>),
    /// The order in which users put a relation's lines follows its name; `line_order` is the application's own table.
    RenameLines {
        /// Before, after.
        pairs: Vec<(String, String)>,
        /// Some records are known by UUID: the order of their lines is in a table of its own.
        uuid: bool,
    },
    /// The views that users saved follow the names that they speak of; `saved_view` is the application's own table.
    RenameViews(Vec<EntityViews>),
    /// The history of records follows names and keys; `history` is the application's own table.
    RenameHistory(Vec<HistoryNames>),
    /// What may be done once only, in an engine where a migration may begin again: all of it, with a row of this table that says so (MariaDB).
    Once(String, Vec<Move>),
    /// Begins what is done only while this table is absent (MariaDB).
    Unless(String),
    /// Ends it.
    EndUnless,
    /// A remark for the reader.
    Remark(String),
}

/// What the saved views of an entity's list speak of by another name than before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EntityViews {
    /// The entity as it was called.
    pub entity: String,
    /// Its name now; none when it is gone and another has its name.
    pub becomes: Option<String>,
    /// Fields with their names now; none when it is gone and another has its name.
    pub fields: Vec<(String, Option<String>)>,
    /// Fields as they were called, with the values of an enumeration before and after.
    pub values: Vec<(String, Vec<(String, String)>)>,
}

/// How many of the rows that break something are shown.
pub const ROWS_SHOWN: usize = 20;

/// What is wrong, and how many rows; then some of them, each after a dash.
pub(super) fn count(
    engine: &dyn super::engine::Engine,
    message: &str,
    count: &str,
    listed: Option<&String>,
) -> Vec<String> {
    let total = engine.concat(&[engine.text(message), engine.as_text("n")]);
    let total = format!("SELECT {total} AS what FROM ({count}) AS q WHERE n > 0");
    let rows = listed.map(|listed| {
        let line = engine.concat(&[engine.text("  - "), "what".to_owned()]);
        format!("SELECT {line} AS what FROM ({listed}) AS q LIMIT {ROWS_SHOWN}")
    });
    std::iter::once(total).chain(rows).collect()
}

/// `a, b` for an INSERT and its SELECT.
pub(super) fn fill(engine: &dyn super::engine::Engine, table: &str, columns: &[String], from: &str) -> String {
    let list = engine.list(columns);
    format!("INSERT INTO {} ({list})\nSELECT {list} FROM {}", engine.quote(table), engine.quote(from))
}

/// An INSERT for each query.
pub(super) fn stage_rows(
    engine: &dyn super::engine::Engine,
    name: &str,
    columns: &[ColumnDefinition],
    queries: &[String],
) -> Vec<String> {
    let names: Vec<String> = columns.iter().map(|column| column.name.clone()).collect();
    let head = format!("INSERT INTO {} ({})", engine.quote(name), engine.list(&names));
    queries.iter().map(|query| format!("{head}\n{query}")).collect()
}

/// Lines of a remark, none of which can end it.
pub(super) fn remark(text: &str) -> String {
    text.lines().map(|line| format!("-- {}\n", line.replace('\r', " "))).collect()
}

/// The application makes this table when it starts, and may not have yet: `definition` gives the same as its own for a type of key.
pub(super) fn rename_lines(
    engine: &dyn super::engine::Engine,
    definition: impl Fn(&str) -> String,
    (number, uuid): (&str, Option<&str>),
    pairs: &[(String, String)],
) -> Vec<String> {
    let tables = [("line_order", Some(number)), ("line_order_uuid", uuid)];
    let rename = |(table, key): (&str, Option<&str>)| {
        let Some(key) = key.filter(|_| !pairs.is_empty()) else { return Vec::new() };
        let mut done = vec![format!("CREATE TABLE IF NOT EXISTS {table} {}", definition(key))];
        done.extend(rename_keys(engine, table, "relation", pairs));
        done
    };
    tables.into_iter().flat_map(rename).collect()
}

/// The same for saved views: values, then fields, then entities, since each is found by the names above it as they were.
pub(super) fn rename_views(engine: &dyn super::engine::Engine, definition: &str, views: &[EntityViews]) -> Vec<String> {
    let mut done = Vec::new();
    for view in views {
        done.extend(rename_parts(engine, view));
    }
    let pairs = views.iter().filter_map(|view| Some((view.entity.clone(), view.becomes.clone()?)));
    done.extend(rename_keys(
        engine,
        "saved_view",
        "entity",
        &pairs.filter(|(from, to)| from != to).collect::<Vec<_>>(),
    ));
    if !done.is_empty() {
        done.insert(0, format!("CREATE TABLE IF NOT EXISTS saved_view {definition}"));
    }
    done
}

fn rename_parts(engine: &dyn super::engine::Engine, view: &EntityViews) -> Vec<String> {
    let own = format!("entity = {}", engine.text(&view.entity));
    if view.becomes.is_none() {
        return vec![format!("DELETE FROM saved_view WHERE {own}")];
    }
    let mut done = Vec::new();
    for (field, pairs) in &view.values {
        let of = format!("{own} AND field = {} AND form = 'is'", engine.text(field));
        done.push(replace(engine, "saved_view", "value", pairs, &of));
    }
    let gone: Vec<String> =
        view.fields.iter().filter(|(_, to)| to.is_none()).map(|(field, _)| engine.text(field)).collect();
    if !gone.is_empty() {
        done.push(format!("DELETE FROM saved_view WHERE {own} AND field IN ({})", gone.join(", ")));
    }
    let pairs = view.fields.iter().filter_map(|(from, to)| Some((from.clone(), to.clone()?)));
    let pairs: Vec<(String, String)> = pairs.collect();
    if !pairs.is_empty() {
        done.push(replace(engine, "saved_view", "field", &pairs, &own));
    }
    done
}

/// Texts of a column that become others, all at once: two may change places.
pub(super) fn replace(
    engine: &dyn super::engine::Engine,
    table: &str,
    column: &str,
    pairs: &[(String, String)],
    condition: &str,
) -> String {
    let case = |(from, to): &(String, String)| format!(" WHEN {} THEN {}", engine.text(from), engine.text(to));
    let cases: String = pairs.iter().map(case).collect();
    let names: Vec<String> = pairs.iter().map(|(from, _)| engine.text(from)).collect();
    let among = format!("{column} IN ({})", names.join(", "));
    let condition = if condition.is_empty() { among } else { format!("{condition} AND {among}") };
    format!("UPDATE {table} SET {column} = CASE {column}{cases} END WHERE {condition}")
}

/// The same of a column of the key, row by row: by way of names that nothing has, since two may change places.
fn rename_keys(
    engine: &dyn super::engine::Engine,
    table: &str,
    column: &str,
    pairs: &[(String, String)],
) -> Vec<String> {
    if pairs.is_empty() {
        return Vec::new();
    }
    let marked: Vec<(String, String)> = pairs.iter().map(|(from, to)| (from.clone(), format!("={to}"))).collect();
    vec![
        replace(engine, table, column, &marked, ""),
        format!("UPDATE {table} SET {column} = substr({column}, 2) WHERE {column} LIKE '=%'"),
    ]
}

/// The index of a table that is filled, on what is looked for there.
pub(super) fn key_index(engine: &dyn super::engine::Engine, table: &str, key: &[String]) -> Option<String> {
    if key.is_empty() {
        return None;
    }
    let name = crate::mld::names::shorten(&format!("{table}_key"));
    Some(format!("CREATE INDEX {} ON {} ({})", engine.quote(&name), engine.quote(table), engine.list(key)))
}

/// The same, one for each way of looking for rows.
pub(super) fn key_indexes(engine: &dyn super::engine::Engine, table: &str, keys: &[Vec<String>]) -> Vec<String> {
    let index = |(at, key): (usize, &Vec<String>)| {
        let name = crate::mld::names::shorten(&format!("{table}_key_{at}"));
        format!("CREATE INDEX {} ON {} ({})", engine.quote(&name), engine.quote(table), engine.list(key))
    };
    keys.iter().enumerate().filter(|(_, key)| !key.is_empty()).map(index).collect()
}

/// `UPDATE … SET …`
pub(super) fn compute(
    engine: &dyn super::engine::Engine,
    table: &str,
    values: &[(String, String)],
    condition: &str,
) -> String {
    let sets: Vec<String> = values.iter().map(|(name, sql)| format!("{} = {sql}", engine.quote(name))).collect();
    let condition = if condition.is_empty() { String::new() } else { format!("\nWHERE {condition}") };
    format!("UPDATE {table}\nSET {}{condition}", sets.join(",\n    "))
}
