//! One expression, three engines, the same value to the last digit.
//!
//! Each computed field states what it must give; rows hold ordinary, negative, empty and zero operands.

use merisier::mcd::{FieldRef, Owner};
use merisier::sql::{Query, Shape};
use rust_decimal::Decimal;

use crate::bench::{Bench, dialect, lower};
use crate::support::databases::Engine;

/// Type, expression, and its value for the rows `x`, `y` (empty operands) and `z` (negatives); `-` is empty.
const CASES: &[(&str, &str, [&str; 3])] = &[
    ("money", "sum(Ligne.q * Ligne.r)", ["41.14", "0", "0"]),
    ("money", "sum(Ligne.q * Ligne.r) * (100 - p) / 100", ["36", "-", "0"]),
    ("integer", "count(Ligne)", ["3", "0", "0"]),
    ("decimal(10,4)", "avg(Ligne.q)", ["2.0833", "-", "-"]),
    ("money", "max(Ligne.r)", ["10", "-", "-"]),
    ("money", "min(Ligne.Article.prix)", ["1.5", "-", "-"]),
    ("decimal(12,4)", "a / c", ["4.1667", "-", "-4.1667"]),
    ("decimal(12,4)", "a / 0", ["-", "-", "-"]),
    ("decimal(12,4)", "a / 100", ["0.125", "-", "-0.125"]),
    ("decimal(12,6)", "1 / c", ["0.333333", "-", "0.333333"]),
    ("decimal(12,2)", "a * p", ["156.25", "-", "-156.25"]),
    ("decimal(12,1)", "round(a / 8, 1)", ["1.6", "-", "-1.6"]),
    ("integer", "round(a)", ["13", "-", "-13"]),
    ("decimal(8,2)", "abs(-a - 1)", ["13.5", "-", "11.5"]),
    ("decimal(8,2)", "coalesce(a, b, 7.25)", ["12.5", "7.25", "-12.5"]),
    ("decimal(8,2)", "min(a, c)", ["3", "-", "-12.5"]),
    ("decimal(8,2)", "max(a, c, 4.75)", ["12.5", "-", "4.75"]),
    ("decimal(8,2)", "if(ok, a, c)", ["12.5", "-", "3"]),
    ("integer", "length(t)", ["5", "-", "1"]),
    ("text(40)", "lower(t)", ["abcdé", "-", "z"]),
    ("text(40)", "upper(t)", ["ABCDÉ", "-", "Z"]),
    ("integer", "year(d) * 10000 + month(d) * 100 + day(d)", ["20240131", "-", "20231231"]),
    ("integer", "year(i) + day(i)", ["2054", "-", "2025"]),
    ("date", "d + 1 months", ["2024-02-29", "-", "2024-01-31"]),
    ("date", "d - 1 months", ["2023-12-31", "-", "2023-11-30"]),
    ("date", "d + -1 months", ["2023-12-31", "-", "2023-11-30"]),
    ("date", "d + 0.5 years", ["2024-07-31", "-", "2024-06-30"]),
    ("date", "d + 1 years", ["2025-01-31", "-", "2024-12-31"]),
    ("date", "d + 2 weeks - 1 days", ["2024-02-13", "-", "2024-01-13"]),
    ("duration", "e - d", ["2592000", "-", "-86400"]),
    ("duration", "j - i", ["3661", "-", "-60"]),
    ("datetime", "i + 90 minutes", ["2024-03-30 11:30:00", "-", "2024-01-01 01:30:00"]),
    ("datetime", "i + 1 months", ["2024-04-30 10:00:00", "-", "2024-02-01 00:00:00"]),
    ("datetime", "i + u", ["2024-03-30 10:01:30", "-", "2024-01-01 00:00:30"]),
    ("duration", "u * 1.5", ["135", "-", "45"]),
    ("decimal(10,4)", "u / 1 hours", ["0.025", "-", "0.0083"]),
    ("boolean", "a > 12.4 and not (k = y)", ["1", "-", "0"]),
    ("boolean", "a between 12.5 and 13 or t in (\"z\", \"q\")", ["1", "-", "1"]),
    ("boolean", "t is empty", ["0", "1", "0"]),
    ("boolean", "Chef.matricule is not empty", ["1", "0", "0"]),
    ("text(10)", "Suivre.Chef.matricule", ["m1", "-", "-"]),
    ("money", "Suivre.prime", ["3.5", "-", "-"]),
    ("decimal(12,2)", "sum(Ligne.q * Ligne.Article.prix)", ["36.88", "0", "0"]),
];

fn model() -> String {
    let computed: Vec<String> =
        CASES.iter().enumerate().map(|(at, (ty, expr, _))| format!("    r{at} {ty} computed {expr}\n")).collect();
    format!(
        "entity T {{\n    code text(4) identifier\n    a decimal(8,2)\n    b money\n    c integer\n    p percent\n    d date\n    e date\n    i datetime\n    j datetime\n    u duration\n    t text(40)\n    ok boolean\n    k enum {{ x, y }}\n{}}}\n\
         entity Article {{ code text(4) identifier; prix money }}\nentity Chef {{ matricule text(4) identifier }}\n\
         relation Ligne {{ T 0,n; Article 0,n; q decimal(8,2) required; r money required }}\n\
         relation Suivre {{ T 0,1; Chef 0,n; prime money }}\n",
        computed.concat()
    )
}

fn rows(bench: &Bench) -> String {
    let two = |digits| bench.number(digits, 2);
    format!(
        "INSERT INTO article (id, code, prix) VALUES (1, 'a', {}), (2, 'b', {}), (3, 'c', {});
         INSERT INTO chef (id, matricule) VALUES (1, 'm1');
         INSERT INTO t (id, code, a, c, p, d, e, i, j, u, t, ok, k, chef_id, prime) VALUES
           (1, 'x', {a}, 3, {p}, '2024-01-31', '2024-03-01', '2024-03-30 10:00:00', '2024-03-30 11:01:01', 90, 'AbCdÉ', TRUE, 'x', 1, {prime}),
           (3, 'z', {minus}, 3, {p}, '2023-12-31', '2023-12-30', '2024-01-01 00:00:00', '2023-12-31 23:59:00', 30, 'z', FALSE, 'y', NULL, NULL);
         INSERT INTO t (id, code) VALUES (2, 'y');
         INSERT INTO ligne (t_id, article_id, q, r) VALUES (1, 1, {}, {}), (1, 2, {}, {}), (1, 3, {}, {})",
        two("1.50"), two("5.00"), two("10.00"),
        two("1.25"), two("9.33"), two("3.00"), two("3.16"), two("2.00"), two("10.00"),
        a = two("12.50"), minus = two("-12.50"), p = two("12.50"), prime = two("3.50")
    )
}

/// A value as all engines would write it.
fn canonical(text: Option<String>, shape: Shape, engine: Engine) -> String {
    let Some(text) = text else { return "-".into() };
    match shape {
        Shape::Number(scale) => {
            let number: Decimal = text.parse().unwrap_or_else(|_| panic!("{engine}: not a number: {text}"));
            let number = if engine == Engine::Sqlite {
                Decimal::new(i64::try_from(number.mantissa()).unwrap(), u32::from(scale))
            } else {
                number
            };
            number.normalize().to_string()
        }
        Shape::Boolean => match text.as_str() {
            "t" | "true" | "1" => "1".into(),
            _ => "0".into(),
        },
        Shape::DateTime => text.trim_end_matches("+00").to_owned(),
        Shape::Duration => text.parse::<Decimal>().map_or(text, |number| number.normalize().to_string()),
        _ => text,
    }
}

#[test]
fn computed_fields_give_the_same_on_every_engine() {
    let lowered = lower(&model());
    let (entity, data) = lowered.mcd.entities().next().unwrap();
    let first = data.fields.len() - CASES.len();
    let mut wrong = Vec::new();
    for engine in Engine::ALL {
        let bench = Bench::new(engine, &lowered);
        bench.accepts(&rows(&bench));
        let query = Query::new(lowered.schema(), dialect(engine));
        for (at, (_, expr, expected)) in CASES.iter().enumerate() {
            let owner = Owner::Entity(entity);
            let value =
                query.field(owner, FieldRef { owner, index: first + at }, "d").unwrap_or_else(|| panic!("{expr}"));
            let utc = if engine == Engine::Postgres { "SET timezone = 'UTC'; " } else { "" };
            let sql = format!("{utc}SELECT {} FROM t AS d ORDER BY code", value.sql);
            match bench.database.rows(&sql) {
                Err(refusal) => wrong.push(format!("{engine}: {expr}: {}\n{sql}", refusal.whole)),
                Ok(rows) => {
                    let found: Vec<String> =
                        rows.into_iter().map(|mut row| canonical(row.remove(0), value.shape, engine)).collect();
                    if found != *expected {
                        wrong.push(format!("{engine}: {expr}: {found:?}, expected {expected:?}\n{sql}"));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// Zones far from UTC on both sides, with summer times of the north, of the south, of half an hour, and of no rule of the year.
const ZONES: [&str; 9] = [
    "UTC",
    "Europe/Paris",
    "America/New_York",
    "America/Martinique",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
    "Australia/Lord_Howe",
    "America/Santiago",
    "Africa/Casablanca",
];

fn in_zone(zone: &str) -> String {
    format!(
        "crm t {{ timezone \"{zone}\" }}\nentity T {{ n integer identifier; i datetime; d integer computed year(i) * 10000 + month(i) * 100 + day(i); here date computed today() }}"
    )
}

/// Every hour of the days around each change of clocks, and of those around new year.
fn instants() -> Vec<chrono::NaiveDateTime> {
    let days = [
        (2026, 3, 7),
        (2027, 3, 13),
        (2026, 3, 28),
        (2028, 3, 25),
        (2029, 4, 1),
        (2026, 10, 24),
        (2031, 11, 1),
        (2027, 12, 30),
    ];
    let starts = days.map(|(year, month, day)| chrono::NaiveDate::from_ymd_opt(year, month, day).unwrap());
    let hour = |start: chrono::NaiveDate, at: i64| start.and_hms_opt(0, 30, 0).unwrap() + chrono::TimeDelta::hours(at);
    starts.into_iter().flat_map(|start| (0..96).map(move |at| hour(start, at))).collect()
}

#[test]
fn days_are_those_of_the_zone_on_every_engine() {
    use chrono::{Datelike as _, TimeZone as _};
    let instants = instants();
    for zone in ZONES {
        let tz: chrono_tz::Tz = zone.parse().unwrap();
        let lowered = lower(&in_zone(zone));
        let (entity, _) = lowered.mcd.entities().next().unwrap();
        let owner = Owner::Entity(entity);
        for engine in Engine::ALL {
            let bench = Bench::new(engine, &lowered);
            let row = |(at, i): (usize, &chrono::NaiveDateTime)| format!("({at}, '{}')", i.format("%Y-%m-%d %H:%M:%S"));
            let values = instants.iter().enumerate().map(row).collect::<Vec<_>>().join(", ");
            let utc = if engine == Engine::Postgres { "SET timezone = 'UTC'; " } else { "" };
            bench.accepts(&format!("{utc}INSERT INTO t (n, i) VALUES {values}"));
            let query = Query::new(lowered.schema(), dialect(engine));
            let select = |index| {
                let value = query.field(owner, FieldRef { owner, index }, "t").unwrap();
                let rows = bench.database.rows(&format!("{utc}SELECT {} FROM t ORDER BY n", value.sql)).unwrap();
                rows.into_iter().map(|mut row| row.remove(0).unwrap_or_default()).collect::<Vec<String>>()
            };
            for (instant, found) in instants.iter().zip(select(2)) {
                let day = tz.from_utc_datetime(instant);
                let expected = day.year() * 10_000 + i32::try_from(day.month() * 100 + day.day()).unwrap();
                assert_eq!(found, expected.to_string(), "{engine}, {zone}: {instant}");
            }
            // Midnight may pass while the question is asked.
            let day = || tz.from_utc_datetime(&now()).date_naive().to_string();
            let (before, found, after) = (day(), select(3), day());
            assert!(
                found.iter().all(|found| *found == before || *found == after),
                "{engine}, {zone}: {:?}",
                found.first()
            );
        }
    }
}

fn now() -> chrono::NaiveDateTime {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    chrono::DateTime::from_timestamp(i64::try_from(since.as_secs()).unwrap(), 0).unwrap().naive_utc()
}

#[test]
fn what_sqlite_would_judge_by_the_letters_of_ascii_is_left_to_the_application() {
    let lowered = lower("entity T { n integer identifier; t text(40); rule upper(t) <> \"ÉTÉ\" \"Pas été\" }");
    for engine in Engine::ALL {
        let bench = Bench::new(engine, &lowered);
        bench.accepts("INSERT INTO t (n, t) VALUES (1, 'hiver')");
        match engine {
            Engine::Sqlite => bench.accepts("INSERT INTO t (n, t) VALUES (2, 'été')"),
            _ => drop(bench.database.run("INSERT INTO t (n, t) VALUES (2, 'été')").unwrap_err()),
        }
    }
}

#[test]
fn rules_over_several_rows_find_the_records_that_break_them() {
    let model = "entity Devis { numero serial identifier; plafond money; rule sum(Ligne.q * Ligne.prix) <= plafond \"Au-delà du plafond\" }
entity Article { code text(4) identifier }\nrelation Ligne { Devis 0,n; Article 0,n; q decimal(8,2) required; prix money required; rule prix <= Devis.plafond \"Trop cher\" }";
    let lowered = lower(model);
    assert_eq!(lowered.mld.row_rules.len(), 2);
    for engine in Engine::ALL {
        let bench = Bench::new(engine, &lowered);
        let two = |digits| bench.number(digits, 2);
        bench.accepts(&format!(
            "INSERT INTO devis (id, plafond) VALUES (1, {}), (2, {}), (3, NULL); INSERT INTO article (id, code) VALUES (1, 'a');
             INSERT INTO ligne (devis_id, article_id, q, prix) VALUES (1, 1, {}, {}), (2, 1, {}, {}), (3, 1, {}, {})",
            two("10.00"), two("9.99"), two("2.50"), two("4.00"), two("2.50"), two("4.00"), two("99.00"), two("99.00")
        ));
        let query = Query::new(lowered.schema(), dialect(engine));
        let total = query.violation(&lowered.mld.row_rules[0]).unwrap();
        for (id, broken) in [("1", false), ("2", true), ("3", false)] {
            let asked = ["?1", "$1", "?"]
                .iter()
                .fold(total.clone(), |sql, mark| sql.replacen(&format!("= {mark} "), &format!("= {id} "), 1));
            assert_eq!(!bench.database.rows(&asked).unwrap().is_empty(), broken, "{engine}: {asked}");
        }
        let line = query.violation(&lowered.mld.row_rules[1]).unwrap();
        assert!(line.contains("r.devis_id") && line.contains("r.article_id"), "{line}");
    }
}

#[test]
fn titles_and_conditions_of_rights_run_everywhere() {
    let model = "entity Client { numero serial identifier; prenom text(20) title; nom text(20) title; subtypes X }
entity Societe is Client { siret siret }\nentity Employe { matricule text(8) identifier }
relation Suivre { Client 0,1; Employe 0,n }\nentity Devis { date date identifier }\nrelation Demander { Devis 1,1; Client 0,n }
role vendeur { Devis: all where Demander.Client is not empty }";
    let lowered = lower(model);
    for engine in Engine::ALL {
        let bench = Bench::new(engine, &lowered);
        bench.accepts("INSERT INTO client (id, kind, prenom, nom) VALUES (1, 'societe', 'Ana', NULL); INSERT INTO societe (id) VALUES (1); INSERT INTO devis (id, date, client_id) VALUES (1, '2024-01-31', 1)");
        let query = Query::new(lowered.schema(), dialect(engine));
        for ((entity, data), expected) in lowered.mcd.entities().zip(["Ana ", "Ana ", "", "2024-01-31"]) {
            if expected.is_empty() {
                continue;
            }
            let title = query.title(entity, "x").unwrap();
            let found = bench.value(&format!("SELECT {title} FROM {} AS x", data.snake));
            assert_eq!(found.as_deref(), Some(expected), "{engine}: {title}");
        }
        for role in &lowered.mcd.roles {
            for grant in &role.grants {
                let (Some(condition), Some(entities)) = (&grant.condition, &grant.entities) else { continue };
                let sql = query.condition(Owner::Entity(entities[0]), condition, "x", "1").unwrap();
                assert_eq!(bench.value(&format!("SELECT COUNT(*) FROM devis AS x WHERE {sql}")).as_deref(), Some("1"));
            }
        }
    }
}
