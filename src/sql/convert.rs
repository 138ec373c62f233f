//! The value of a column as one of another type: what a migration makes of it, and which values it can't.
//!
//! Exact or refused: a value that would lose something is unfit unless the consultant said that it may be cut. None where one
//! type doesn't become the other at all; the same pairs on every engine.

use super::Dialect;
use super::value::power_of_ten;
use crate::mld::ColumnType;

/// A value made of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conversion {
    /// The new value; empty where the old one is.
    pub sql: String,
    /// True for a value that isn't empty and doesn't fit; none when all do.
    pub unfit: Option<String>,
}

/// Makes a value of type `to` of the expression `value` of type `from`. `cut`: round, and cut what is too long.
pub fn convert(value: &str, from: ColumnType, to: ColumnType, cut: bool, dialect: Dialect) -> Option<Conversion> {
    use ColumnType as T;
    let plain = |sql: String| Some(Conversion { sql, unfit: None });
    let with = |sql: String, unfit: String| Some(Conversion { sql, unfit: Some(unfit) });
    match (whole(from), whole(to)) {
        (a, b) if a == b && !matches!(a, T::Text(_)) => plain(value.to_owned()),
        (T::Text(least), T::Text(most)) if least <= most => plain(value.to_owned()),
        (T::Text(_) | T::LongText, T::Text(most)) if cut => plain(format!("SUBSTR({value}, 1, {most})")),
        (T::Text(_) | T::LongText, T::Text(most)) => {
            let length = if dialect == Dialect::Sqlite { "length" } else { "CHAR_LENGTH" };
            with(value.to_owned(), format!("{length}({value}) > {most}"))
        }
        (T::Text(_), T::LongText) => plain(value.to_owned()),
        (from, T::Text(_) | T::LongText) => plain(as_text(value, from, dialect)?),
        (T::Text(_) | T::LongText, to) => from_text(value, to, dialect),
        (T::Integer, T::Decimal(precision, scale)) => {
            let unfit = format!("ABS({value}) >= {}", power_of_ten(precision - scale)?);
            with(scaled(value, scale, dialect)?, unfit)
        }
        (T::Decimal(_, scale), T::Integer) => rounded(value, scale, 0, None, cut, dialect),
        (T::Decimal(_, a), T::Decimal(precision, b)) => rounded(value, a, b, Some(precision), cut, dialect),
        (T::Boolean, T::Integer) if dialect == Dialect::Postgres => {
            plain(format!("CAST(CAST({value} AS integer) AS bigint)"))
        }
        (T::Boolean, T::Integer) => plain(value.to_owned()),
        (T::Integer, T::Boolean) => {
            let sql = if dialect == Dialect::Postgres { format!("({value} <> 0)") } else { value.to_owned() };
            with(sql, format!("{value} NOT IN (0, 1)"))
        }
        (T::Date, T::DateTime) => plain(match dialect {
            Dialect::Sqlite => format!("{value} || ' 00:00:00'"),
            Dialect::Postgres => format!("CAST({value} AS timestamp) AT TIME ZONE 'UTC'"),
            Dialect::Mariadb => format!("CAST({value} AS DATETIME)"),
        }),
        (T::DateTime, T::Date) => {
            let (sql, time) = match dialect {
                Dialect::Sqlite => (format!("date({value})"), format!("time({value}) <> '00:00:00'")),
                Dialect::Postgres => {
                    let utc = format!("({value} AT TIME ZONE 'UTC')");
                    (format!("CAST({utc} AS date)"), format!("CAST({utc} AS time) <> '00:00:00'"))
                }
                Dialect::Mariadb => (format!("CAST({value} AS DATE)"), format!("CAST({value} AS TIME) <> '00:00:00'")),
            };
            if cut { plain(sql) } else { with(sql, time) }
        }
        _ => None,
    }
}

/// PostgreSQL 15 has no test of a text that may be JSON: a guard that needs one makes it for the time of the session.
pub(super) const IS_JSON: &str = "pg_temp.merisier_is_json";

/// Durations and keys are whole numbers.
fn whole(ty: ColumnType) -> ColumnType {
    match ty {
        ColumnType::Serial | ColumnType::Duration => ColumnType::Integer,
        other => other,
    }
}

/// A whole number as an exact one.
fn scaled(value: &str, scale: u8, dialect: Dialect) -> Option<String> {
    match dialect {
        Dialect::Sqlite => Some(format!("{value} * {}", power_of_ten(scale)?)),
        _ => Some(value.to_owned()),
    }
}

fn rounded(value: &str, from: u8, to: u8, precision: Option<u8>, cut: bool, dialect: Dialect) -> Option<Conversion> {
    let mut unfit = Vec::new();
    let sql = if dialect == Dialect::Sqlite {
        let factor = power_of_ten(from.abs_diff(to))?;
        if to >= from {
            format!("{value} * {factor}")
        } else {
            if !cut {
                unfit.push(format!("{value} % {factor} <> 0"));
            }
            format!("({value} + sign({value}) * {}) / {factor}", factor / 2)
        }
    } else {
        if to < from && !cut {
            unfit.push(format!("{value} <> ROUND({value}, {to})"));
        }
        if to < from { format!("ROUND({value}, {to})") } else { value.to_owned() }
    };
    let sql = match (precision, dialect) {
        (None, Dialect::Postgres) => format!("CAST({sql} AS bigint)"),
        (None, Dialect::Mariadb) => format!("CAST({sql} AS SIGNED)"),
        _ => sql,
    };
    if let Some(precision) = precision.filter(|precision| precision - to < 18) {
        let most = power_of_ten(precision - to)?;
        let factor = if dialect == Dialect::Sqlite { power_of_ten(from)? } else { 1 };
        unfit.extend(most.checked_mul(factor).map(|most| format!("ABS({value}) >= {most}")));
    }
    let unfit = if unfit.is_empty() { None } else { Some(unfit.join(" OR ")) };
    Some(Conversion { sql, unfit })
}

fn as_text(value: &str, from: ColumnType, dialect: Dialect) -> Option<String> {
    use ColumnType as T;
    let cast = || super::text_of(value, dialect);
    Some(match (from, dialect) {
        (T::Boolean, _) => format!("CASE WHEN {value} THEN 'true' WHEN NOT {value} THEN 'false' END"),
        (T::Decimal(_, scale), Dialect::Sqlite) if scale > 0 => {
            let factor = power_of_ten(scale)?;
            format!(
                "CASE WHEN {value} < 0 THEN '-' ELSE '' END || (abs({value}) / {factor}) || '.' || substr('{zeros}' || (abs({value}) % {factor}), -{scale})",
                zeros = "0".repeat(usize::from(scale))
            )
        }
        (T::Date, Dialect::Postgres) => format!("to_char({value}, 'YYYY-MM-DD')"),
        (T::DateTime, Dialect::Postgres) => format!("to_char({value} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS')"),
        _ => cast(),
    })
}

fn from_text(value: &str, to: ColumnType, dialect: Dialect) -> Option<Conversion> {
    use ColumnType as T;
    let sqlite = dialect == Dialect::Sqlite;
    let (sql, fits) = match to {
        T::Integer | T::Serial | T::Duration if sqlite => (format!("CAST({value} AS INTEGER)"), sqlite_whole(value)),
        T::Integer | T::Serial | T::Duration => {
            let ty = if dialect == Dialect::Postgres { "bigint" } else { "SIGNED" };
            (format!("CAST({value} AS {ty})"), matches(value, "^-?[0-9]{1,18}$", dialect))
        }
        T::Decimal(precision, scale) if sqlite => sqlite_decimal(value, precision, scale)?,
        T::Decimal(precision, scale) => {
            let fraction = if scale > 0 { format!("([.][0-9]{{1,{scale}}})?") } else { String::new() };
            let pattern = format!("^-?[0-9]{{1,{}}}{fraction}$", (precision - scale).max(1));
            (format!("CAST({value} AS DECIMAL({precision}, {scale}))"), matches(value, &pattern, dialect))
        }
        T::Boolean => (
            format!("(LOWER({value}) IN ('true', '1', 'oui', 'yes'))"),
            format!("LOWER({value}) IN ('true', 'false', '1', '0', 'oui', 'non', 'yes', 'no')"),
        ),
        T::Date | T::DateTime | T::Time => moment(value, to, dialect),
        T::Uuid => {
            let hex = matches(value, "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$", dialect);
            let fits = if sqlite { format!("length({value}) = 36") } else { hex };
            (if sqlite { value.to_owned() } else { format!("CAST({value} AS uuid)") }, fits)
        }
        T::Json => match dialect {
            Dialect::Sqlite | Dialect::Mariadb => (value.to_owned(), format!("JSON_VALID({value})")),
            Dialect::Postgres => (format!("CAST({value} AS jsonb)"), format!("{IS_JSON}({value})")),
        },
        T::Text(_) | T::LongText => return None,
    };
    Some(Conversion { sql, unfit: Some(format!("NOT ({fits})")) })
}

/// Dates as ISO writes them.
fn moment(value: &str, to: ColumnType, dialect: Dialect) -> (String, String) {
    let (name, pattern, format) = match to {
        ColumnType::Date => ("date", "^[1-9][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$", "%Y-%m-%d"),
        ColumnType::Time => ("time", "^([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]$", "%H:%i:%s"),
        _ => (
            "datetime",
            "^[1-9][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01]) ([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]$",
            "%Y-%m-%d %H:%i:%s",
        ),
    };
    match dialect {
        Dialect::Sqlite if to == ColumnType::Time => {
            (value.to_owned(), format!("{value} IS NOT DISTINCT FROM {name}({value})"))
        }
        Dialect::Sqlite => (value.to_owned(), format!("{value} IS NOT DISTINCT FROM {name}({value}, '+0 days')")),
        Dialect::Postgres => {
            let sql = match to {
                ColumnType::DateTime => format!("CAST({value} || '+00' AS timestamptz(0))"),
                _ => format!("CAST({value} AS {name})"),
            };
            (sql, moment_fits(value, pattern, to, dialect))
        }
        Dialect::Mariadb => (format!("STR_TO_DATE({value}, '{format}')"), moment_fits(value, pattern, to, dialect)),
    }
}

/// Well written, and of a day that its month has. In this order: a server refuses to read what is no day.
fn moment_fits(value: &str, pattern: &str, to: ColumnType, dialect: Dialect) -> String {
    let written = matches(value, pattern, dialect);
    if to == ColumnType::Time {
        return written;
    }
    let (day, month) = (format!("SUBSTR({value}, 9, 2)"), format!("SUBSTR({value}, 1, 8)"));
    let there_is = if dialect == Dialect::Postgres {
        format!(
            "CAST({day} AS integer) <= EXTRACT(day FROM CAST({month} || '01' AS date) + INTERVAL '1 month - 1 day')"
        )
    } else {
        format!("CAST({day} AS SIGNED) <= DAYOFMONTH(LAST_DAY(CONCAT({month}, '01')))")
    };
    format!("CASE WHEN {written} THEN {there_is} ELSE FALSE END")
}

fn matches(value: &str, pattern: &str, dialect: Dialect) -> String {
    if dialect == Dialect::Postgres { format!("{value} ~ '{pattern}'") } else { format!("{value} REGEXP '{pattern}'") }
}

fn sqlite_whole(value: &str) -> String {
    let digits = format!("ltrim({value}, '-')");
    format!(
        "{digits} NOT GLOB '*[^0-9]*' AND length({digits}) BETWEEN 1 AND 18 AND length({value}) - length({digits}) <= 1"
    )
}

/// Digits, perhaps a point and at most so many digits: as a whole number times a power of ten.
fn sqlite_decimal(value: &str, precision: u8, scale: u8) -> Option<(String, String)> {
    let most = power_of_ten(precision)?;
    let bare = format!("replace({value}, '.', '')");
    let after = format!("CASE instr({value}, '.') WHEN 0 THEN 0 ELSE length({value}) - instr({value}, '.') END");
    let zeros = format!("1{}", "0".repeat(usize::from(scale)));
    let sql = format!("CAST({bare} AS INTEGER) * CAST(substr('{zeros}', 1, {} - ({after})) AS INTEGER)", scale + 1);
    let fits = format!(
        "{} AND length({value}) - length({bare}) <= 1 AND ({after}) <= {scale} AND abs({sql}) < {most}",
        sqlite_whole(&bare)
    );
    Some((sql, fits))
}
