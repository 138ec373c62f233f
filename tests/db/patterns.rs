//! A pattern of a model on the servers: what they are told matches what Rust's `regex` matches, text by text.

use merisier::mcd::{FieldRef, Owner};
use merisier::sql::Query;
use regex::Regex;

use crate::bench::{Bench, Lowered, dialect, lower};
use crate::support::databases::Engine;

/// Patterns, and whether PostgreSQL, then MariaDB, can say them.
const PATTERNS: &[(&str, bool, bool)] = &[
    ("[A-Z]{2}-[0-9]+", true, true),
    (".*", true, true),
    ("foo.bar", true, true),
    (r"\bfoo\b.*", true, true),
    (r".*\Boo", true, true),
    (r"\<foo\> bar", true, true),
    (r"\b{start}foo\b{end}", true, true),
    (r"\b{start-half}foo", false, false),
    ("a**", true, true),
    ("a++b", true, true),
    ("(?:a{2}){3}|a{2}{2}", true, true),
    ("a{2,}?", true, true),
    ("a{300}|b", false, true),
    ("^*a", false, false),
    ("(?x) a b # c", false, false),
    ("(?i)FOO", false, true),
    ("(?m)^foo$", false, false),
    ("(?s)foo.bar", false, true),
    ("(?P<un>a)(?<deux>b)", true, true),
    (r"foo$\nbar", true, true),
    ("foo$", true, true),
    (r"\Afoo\z", true, true),
    (r"\x66\u006f\U0000006f", true, true),
    (r"\x{66}oo|\x{1F600}", true, true),
    (r"a\vb|a\fb|a\tb", true, true),
    (r"[\v]|[\x00-\x1f]+", true, true),
    (r"[a\-\]\[^&~]+", true, true),
    (r"[]a]+|[^^]", true, true),
    (r"[a-c-e]+", true, true),
    ("[[:alpha:]]+", true, true),
    ("[[:alnum:]_-]+", true, true),
    ("[^[:digit:]]+", true, true),
    ("[[:^digit:]]+", false, false),
    ("[a-z&&[^o]]+", false, false),
    ("[a-z[0-9]]+", false, false),
    (r"\p{Lu}\p{Ll}+", false, true),
    (r"\pL+", false, true),
    (r"\p{Greek}+", false, false),
    (r"\w+\s\w+", true, true),
    (r"[\D]+", true, true),
    (r"a||b", true, true),
    (r"()*a", true, true),
    (r"\*\.\/\_?", true, true),
    ("é+|œ", true, true),
    ("a}|b]", true, true),
    ("#a b", true, true),
];

const TEXTS: &[&str] = &[
    "foo",
    "FOO",
    "xfoo",
    "foo bar",
    "foo\nbar",
    "foo\n",
    "\nfoo",
    "a",
    "aa",
    "aaa",
    "aaaa",
    "aaaaaa",
    "ab",
    "aab",
    "b",
    "AB-12",
    "ab-12",
    "AB-",
    "Foo",
    "\u{b}",
    "a\u{b}b",
    "a\u{c}b",
    "a\tb",
    "[]^-",
    "&~",
    "^",
    "]",
    "c-e",
    "e",
    "A_9-",
    "12",
    "é",
    "éé",
    "œ",
    "É",
    "Éa",
    "γ",
    "b]",
    "a}",
    "*./",
    "*./_",
    "#a b",
    "a b",
    "\u{1F600}",
    "\u{1}",
    "zoo",
    "\\",
    "abc",
];

fn model() -> String {
    let fields: Vec<String> = PATTERNS
        .iter()
        .enumerate()
        .map(|(at, (pattern, ..))| {
            let pattern = pattern.replace('\\', "\\\\");
            format!("    r{at} boolean computed (v matches \"{pattern}\")\n    f{at} text(40) matches \"{pattern}\"\n")
        })
        .collect();
    format!("entity T {{\n    n integer identifier\n    v text(40)\n{}}}\n", fields.concat())
}

/// What the engine says of every text; none where it can't say the pattern.
fn answers(bench: &Bench, lowered: &Lowered, at: usize) -> Option<Vec<bool>> {
    let owner = Owner::Entity(lowered.mcd.entities().next().unwrap().0);
    let query = Query::new(lowered.schema(), dialect(bench.engine));
    let value = query.field(owner, FieldRef { owner, index: 2 + 2 * at }, "d")?;
    let rows = bench.database.rows(&format!("SELECT {} FROM t AS d ORDER BY n", value.sql));
    let rows = rows.unwrap_or_else(|refusal| panic!("{}: {:?}\n{}", bench.engine, PATTERNS[at], refusal.whole));
    Some(rows.iter().map(|row| matches!(row[0].as_deref(), Some("1" | "t"))).collect())
}

#[test]
fn servers_match_what_the_application_matches() {
    let lowered = lower(&model());
    let mut wrong = Vec::new();
    for engine in [Engine::Postgres, Engine::Mariadb] {
        // Each pattern is in a CHECK too: the script runs.
        let bench = Bench::new(engine, &lowered);
        let literal = |text: &str| match engine {
            Engine::Mariadb => format!("CONVERT(UNHEX('{}') USING utf8mb4)", hexadecimal(text)),
            _ => format!("convert_from('\\x{}', 'UTF8')", hexadecimal(text)),
        };
        let rows: Vec<String> = TEXTS.iter().enumerate().map(|(n, text)| format!("({n}, {})", literal(text))).collect();
        bench.accepts(&format!("INSERT INTO t (n, v) VALUES {}", rows.join(", ")));
        for (at, (pattern, postgres, mariadb)) in PATTERNS.iter().enumerate() {
            let said = answers(&bench, &lowered, at);
            let sayable = if engine == Engine::Postgres { *postgres } else { *mariadb };
            if said.is_some() != sayable {
                wrong.push(format!("{engine}: {pattern}: said: {}", said.is_some()));
            }
            let rust =
                Regex::new(&format!("^(?:{pattern})$")).or_else(|_| Regex::new(&format!("^(?:{pattern}\n)$"))).unwrap();
            for (text, found) in TEXTS.iter().zip(said.unwrap_or_default()) {
                if found != rust.is_match(text) {
                    wrong.push(format!("{engine}: {pattern} on {text:?}: {found}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn hexadecimal(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02x}")).collect()
}
