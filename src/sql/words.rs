//! Words that can't be names without quotes in at least one of the three dialects.
//!
//! Made by asking PostgreSQL 15 (`pg_get_keywords`), MariaDB 10.11 (every word of `information_schema.keywords`, as a table and as
//! a column) and SQLite 3.40 themselves; a test asks the two servers again and tries every word on all three. And the functions that MariaDB takes a name before `(` for,
//! since sqlx connects with IGNORE_SPACE: `CREATE TABLE lead (`. Sorted, so that it can be searched by halves.

/// Whether a lower-case word must be quoted.
pub(crate) fn is_reserved(word: &str) -> bool {
    RESERVED.binary_search(&word).is_ok()
}

#[rustfmt::skip]
const RESERVED: &[&str] = &[
    "_rowid_", "accessible", "add", "add_months", "adddate", "all", "alter", "analyse", "analyze", "and", "any",
    "array", "as", "asc", "asensitive", "asymmetric", "authorization", "autoincrement", "before", "between",
    "bigint", "binary", "bit", "bit_and", "bit_or", "bit_xor", "blob", "boolean", "both", "by", "call", "cascade",
    "case", "cast", "change", "char", "character", "check", "coalesce", "collate", "collation", "column", "commit",
    "concurrently", "condition", "constraint", "continue", "convert", "count", "create", "cross", "cume_dist",
    "curdate", "current_catalog", "current_date", "current_role", "current_schema", "current_time",
    "current_timestamp", "current_user", "cursor", "curtime", "databases", "date_add", "date_format", "date_sub",
    "day_hour", "day_microsecond", "day_minute", "day_second", "dec", "decimal", "declare", "decode", "default",
    "deferrable", "delayed", "delete", "delete_domain_id", "dense_rank", "desc", "describe", "deterministic",
    "distinct", "distinctrow", "div", "do", "do_domain_ids", "double", "drop", "dual", "each", "else", "elseif",
    "enclosed", "end", "escape", "escaped", "except", "exists", "exit", "explain", "extract", "false", "fetch",
    "first_value", "float", "float4", "float8", "for", "force", "foreign", "freeze", "from", "full", "fulltext",
    "grant", "greatest", "group", "group_concat", "grouping", "having", "high_priority", "hour_microsecond",
    "hour_minute", "hour_second", "if", "ignore", "ignore_domain_ids", "ilike", "in", "index", "infile",
    "initially", "inner", "inout", "insensitive", "insert", "int", "int1", "int2", "int3", "int4", "int8",
    "integer", "intersect", "interval", "into", "is", "isnull", "iterate", "join", "json_arrayagg",
    "json_objectagg", "key", "keys", "kill", "lag", "last_value", "lateral", "lead", "leading", "least", "leave",
    "left", "like", "limit", "linear", "lines", "load", "localtime", "localtimestamp", "lock", "long", "longblob",
    "longtext", "loop", "low_priority", "master_demote_to_replica", "master_demote_to_slave",
    "master_ssl_verify_server_cert", "match", "max", "maxvalue", "median", "mediumblob", "mediumint", "mediumtext",
    "mid", "middleint", "min", "minute_microsecond", "minute_second", "mod", "modifies", "national", "natural",
    "nchar", "no_write_to_binlog", "none", "normalize", "not", "nothing", "notnull", "now", "nth_value", "ntile",
    "null", "nullif", "numeric", "offset", "oid", "on", "only", "optimize", "optionally", "or", "order", "out",
    "outer", "outfile", "over", "overlaps", "overlay", "page_checksum", "parse_vcol_expr", "partition",
    "percent_rank", "percentile_cont", "percentile_disc", "placing", "portion", "position", "precision", "primary",
    "procedure", "purge", "raise", "range", "rank", "read", "read_write", "reads", "real", "recursive",
    "ref_system_id", "references", "regexp", "release", "rename", "repeat", "replace", "require", "resignal",
    "restrict", "return", "returning", "revoke", "right", "rlike", "row", "row_number", "rowid", "rows", "schemas",
    "second_microsecond", "select", "sensitive", "separator", "session_user", "set", "setof", "show", "signal",
    "similar", "smallint", "some", "spatial", "specific", "sql", "sql_big_result", "sql_buffer_result", "sql_cache",
    "sql_calc_found_rows", "sql_no_cache", "sql_small_result", "sqlexception", "sqlstate", "sqlwarning", "ssl",
    "starting", "stats_auto_recalc", "stats_persistent", "stats_sample_pages", "std", "stddev", "stddev_pop",
    "stddev_samp", "straight_join", "subdate", "substr", "substring", "sum", "symmetric", "sysdate", "system_user",
    "table", "tablesample", "terminated", "then", "time", "timestamp", "tinyblob", "tinyint", "tinytext", "to",
    "trailing", "transaction", "treat", "trigger", "trim", "trim_oracle", "true", "undo", "union", "unique",
    "unlock", "unsigned", "update", "usage", "use", "user", "using", "utc_date", "utc_time", "utc_timestamp",
    "values", "var_pop", "var_samp", "varbinary", "varchar", "varcharacter", "variadic", "variance", "varying",
    "verbose", "when", "where", "while", "window", "with", "write", "xmlattributes", "xmlconcat", "xmlelement",
    "xmlexists", "xmlforest", "xmlnamespaces", "xmlparse", "xmlpi", "xmlroot", "xmlserialize", "xmltable", "xor",
    "year_month", "zerofill",
];
