//! Gapless numbers: taken in the transaction that inserts, so that none is lost to a rollback.

use chrono::Datelike;

use super::db::{self, DbError, Read, Tx};
use super::entity::Clock;
use super::locale::period;
use super::value::Value;

/// The next number of a plain counter.
pub async fn next_number(tx: &mut Tx, name: &str, period: &str) -> Result<i64, DbError> {
    let args = [Value::text(name), Value::text(period)];
    let [advance, read] = db::NEXT_NUMBER;
    tx.execute(advance, &args).await?;
    let rows = tx.query(read, &args).await?;
    let number = rows.first().and_then(|row| row.first()).and_then(Value::as_int);
    number.ok_or_else(|| DbError::Other(format!("the counter {name} gave no number")))
}

/// The next reference of a pattern such as `DV-{year}-{0000}`; the counter restarts with the pattern's period.
pub async fn next_reference(tx: &mut Tx, name: &str, pattern: &str, clock: &Clock) -> Result<String, DbError> {
    let number = next_number(tx, name, &period(clock.today, pattern)).await?;
    Ok(written(pattern, number, clock))
}

fn written(pattern: &str, number: i64, clock: &Clock) -> String {
    let mut reference = String::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        let (place, tail) = after.split_once('}').unwrap_or((after, ""));
        reference.push_str(before);
        match place {
            "year" => reference.push_str(&clock.today.year().to_string()),
            "month" => reference.push_str(&format!("{:02}", clock.today.month())),
            "day" => reference.push_str(&format!("{:02}", clock.today.day())),
            zeros => reference.push_str(&format!("{number:0width$}", width = zeros.len())),
        }
        rest = tail;
    }
    reference + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    #[test]
    fn a_reference_follows_its_pattern() {
        let today = NaiveDate::from_ymd_opt(2026, 3, 1).unwrap_or_default();
        let clock = Clock {
            now: today.and_hms_opt(0, 0, 0).unwrap_or_default(),
            today,
            zone: chrono_tz::Tz::UTC,
        };
        assert_eq!(written("DV-{year}-{0000}", 7, &clock), "DV-2026-0007");
        assert_eq!(written("{year}{month}/{00}", 123, &clock), "202603/123");
        assert_eq!(written("{year}-{month}-{day}-{0}", 4, &clock), "2026-03-01-4");
        assert_eq!(period(today, "DV-{year}-{0000}"), "2026");
        assert_eq!(period(today, "{year}{month}/{00}"), "2026-03");
    }
}
