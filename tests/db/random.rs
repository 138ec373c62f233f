//! Random models: whatever the shapes and their mixture, the scripts run and read back.
//!
//! The generator writes text, so that the parser and the resolver are in it too. A failure prints the seed and the model;
//! `MERISIER_SEED=n` runs one again.

use std::fmt::Write as _;

use crate::bench::{Bench, lower};
use crate::support::databases::Engine;

/// SplitMix64 (Steele, Lea, Flood): small, and the same everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % n as u64).unwrap()
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }
}

const NAMES: &[&str] = &["Order", "Élève", "Œuvre", "Table", "Group", "Ligne", "User", "Client", "Index", "Value"];
const TYPES: &[&str] = &[
    "text(20)",
    "text(255)",
    "text(5000)",
    "longtext",
    "integer",
    "decimal(8,2)",
    "decimal(18,6)",
    "money",
    "percent",
    "boolean",
    "date",
    "time",
    "datetime",
    "duration",
    "email",
    "phone",
    "url",
    "color",
    "country",
    "language",
    "postal_code",
    "siren",
    "siret",
    "vat",
    "iban",
    "address",
    "enum { rouge, vert }",
    "uuid",
    "json",
    "file",
    "image",
    "tags",
    "markdown",
    "sequence(\"S-{year}-{000}\")",
];
const IDENTIFIERS: &[&str] = &[
    "numero serial identifier",
    "code text(20) identifier",
    "a text(10) identifier; b integer identifier",
    "jour date identifier",
];

fn model(seed: u64) -> String {
    let mut random = Random(seed);
    let count = 2 + random.below(6);
    let mut text = String::new();
    for at in 0..count {
        entity(&mut random, &mut text, at);
    }
    for at in 0..random.below(2 * count) {
        relation(&mut random, &mut text, at, count);
    }
    text
}

fn name(at: usize) -> String {
    format!("{}{}", NAMES[at % NAMES.len()], if at < NAMES.len() { String::new() } else { at.to_string() })
}

fn entity(random: &mut Random, text: &mut String, at: usize) {
    let own = name(at);
    let subtypes = random.chance(30);
    writeln!(text, "entity {own} {{ {}", random.pick(IDENTIFIERS)).unwrap();
    fields(random, text);
    if subtypes {
        let kind = random.pick(&["XT", "X", "T", ""]);
        writeln!(text, "  subtypes {kind}").unwrap();
        let strategies: &[&str] =
            if kind.contains('T') { &["joined", "single", "separate"] } else { &["joined", "single"] };
        writeln!(text, "  stored {}", random.pick(strategies)).unwrap();
    }
    writeln!(text, "}}").unwrap();
    for child in 0..if subtypes { 1 + random.below(3) } else { 0 } {
        writeln!(text, "entity {own}Sorte{child} is {own} {{").unwrap();
        fields(random, text);
        writeln!(text, "}}").unwrap();
    }
}

fn fields(random: &mut Random, text: &mut String) {
    for at in 0..random.below(5) {
        let required = if random.chance(30) { " required" } else { "" };
        let ty = random.pick(TYPES);
        let unique = if random.chance(15) && !ty.starts_with("address") { " unique" } else { "" };
        writeln!(text, "  champ{at}_{} {ty}{required}{unique}", random.below(1000)).unwrap();
    }
    let (a, b) = (random.below(1000), random.below(1000));
    if random.chance(40) {
        writeln!(text, "  debut{a} date\n  fin{b} date\n  rule fin{b} >= debut{a} \"Après\"\n  rule debut{a} <= today() + 1 years \"Bientôt\"").unwrap();
    }
    if random.chance(40) {
        writeln!(
            text,
            "  quantite{a} decimal(8,3) min 0\n  prix{b} money\n  total{a} money computed quantite{a} * prix{b} / 3"
        )
        .unwrap();
    }
}

fn relation(random: &mut Random, text: &mut String, at: usize, count: usize) {
    writeln!(text, "relation Relation{at} {{").unwrap();
    let degree = if random.chance(75) { 2 } else { 3 };
    for leg in 0..degree {
        // A leg that bears a mandatory reference points backwards, so that a first row is possible.
        let card = if leg == 0 {
            random.pick(&["0,1", "1,1", "0,n", "0,n", "1,n", "2,4"])
        } else {
            random.pick(&["0,n", "0,n", "1,n", "0,3"])
        };
        writeln!(text, "  role{leg}: {} {card}", name(random.below(count))).unwrap();
    }
    if random.chance(50) {
        fields(random, text);
    }
    if degree == 3 && random.chance(30) {
        writeln!(text, "  fd role1, role2 -> role0").unwrap();
    }
    writeln!(text, "}}").unwrap();
}

#[test]
fn random_models_run_on_every_engine() {
    let seeds: Vec<u64> = match std::env::var("MERISIER_SEED") {
        Ok(seed) => vec![seed.parse().unwrap()],
        Err(_) => (0..12).collect(),
    };
    for seed in seeds {
        let text = model(seed);
        println!("MERISIER_SEED={seed}\n{text}");
        let lowered = lower(&text);
        crate::scripts::runs_everywhere(&lowered);
    }
}

#[test]
fn many_random_models_run_on_sqlite() {
    for seed in 1000..1150 {
        let text = model(seed);
        println!("MERISIER_SEED={seed}\n{text}");
        drop(Bench::new(Engine::Sqlite, &lower(&text)));
    }
}
