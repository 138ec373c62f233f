//! What reading, profiling and finding duplicates cost, and how right the duplicates are: `cargo bench --bench inventory`.
//!
//! Prints a table; a plain program. `cargo bench --bench inventory -- FILE.csv` profiles a file of yours instead of the one made here;
//! `-- --rows=20000` makes a smaller one, and fewer people: `cargo test --bench inventory -- --rows=20000` tries it without a release build.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs, unreachable_pub)]

#[path = "inventory/people.rs"]
mod people;

use std::fs;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use merisier::inventory::profile::profile;
use merisier::inventory::read::{Limits, read_path};
use people::Dice;

/// Rows of the file made here, unless `--rows=N` says otherwise.
const ROWS: usize = 1_000_000;

fn main() {
    let given = std::env::args().skip(1).find(|argument| !argument.starts_with('-')).map(PathBuf::from);
    let asked = std::env::args().find_map(|argument| argument.strip_prefix("--rows=")?.parse().ok());
    let wanted = asked.unwrap_or(ROWS);
    let folder = tempfile::tempdir().unwrap();
    let file = given.unwrap_or_else(|| sales(folder.path(), wanted));
    let size = fs::metadata(&file).unwrap().len() / 1_000_000;
    let start = cpu();
    let reading = read_path(&file, &Limits::default());
    let read = cpu();
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    let rows: usize = reading.tables.iter().map(|table| table.rows.len()).sum();
    let columns: usize = reading.tables.iter().map(|table| table.columns.len()).sum();
    let profile = profile(&reading.tables);
    let end = cpu();
    println!("{rows} rows × {columns} columns, {size} MB");
    println!("  read       {:6.2} s of CPU", read - start);
    println!(
        "  profile    {:6.2} s of CPU, {} computed fields, {} synonyms",
        end - read,
        profile.computed.len(),
        profile.synonyms.len()
    );
    println!("  all        {:6.2} s of CPU, peak {} MB", end - start, peak());
    drop(reading);
    for (count, seed) in
        [(1_000, 11), (10_000, 23), (100_000, 37)].into_iter().filter(|(count, _)| *count <= wanted / 10)
    {
        let people = people::people(count, seed);
        let start = cpu();
        let score = people::score(&people);
        println!(
            "duplicates among {count:6} records: precision {:.3}, recall {:.3}, F1 {:.3}; {:.2} s of CPU",
            score.precision,
            score.recall,
            score.f1(),
            cpu() - start
        );
    }
}

/// A file of invoice lines as a firm exports it: 27 columns, `;`, French numbers and dates.
fn sales(folder: &Path, rows: usize) -> PathBuf {
    let path = folder.join("sales.csv");
    let mut out = BufWriter::new(fs::File::create(&path).unwrap());
    let mut dice = Dice(0x1234_5678_9ABC_DEF1);
    writeln!(out, "num_facture;date_facture;mode;statut;code_client;raison;contact;email;tel;rue;cp;ville;siret;segment;code_commercial;commercial;region;num_ligne;ref;libelle;code_categorie;categorie;tva;prix;quantite;remise_pct;montant_ht").unwrap();
    let (mut invoice, mut line, mut client, mut day) = (0, 0, 0, 0);
    for _ in 0..rows {
        if line == 0 || dice.roll(4) == 0 {
            (invoice, line, client) = (invoice + 1, 0, dice.roll(rows / 40 + 1));
            day = dice.roll(720);
        }
        line += 1;
        let (product, quantity, discount) = (dice.roll(2000), dice.roll(49) + 1, [0, 0, 0, 5, 10, 15][dice.roll(6)]);
        let (price, category, seller) = (product * 7 % 9000 + 99, product % 12, client % 12);
        let amount = price * quantity * (100 - discount) / 100;
        let (month, of_month, year) = (day / 28 % 12 + 1, day % 28 + 1, 2023 + day / 400);
        writeln!(
            out,
            "F{invoice:07};{of_month:02}/{month:02}/{year};{};{};CL{client:06};Société {client};Contact {client};c{client}@exemple.fr;0{} {:02} {:02} {:02} {:02};{} rue {};{:05};Ville {};{:014};{};C{seller:02};Vendeur {seller};R{};{line};P{product:05};Produit {product};CAT{category:02};Catégorie {category};{};{},{:02};{quantity};{discount};{} {:03},{:02}",
            ["Virement", "Chèque", "CB"][invoice % 3], ["Payée", "En attente"][invoice % 2], client % 7 + 1, client % 100, client / 100 % 100, client % 97, client % 89,
            client % 150 + 1, client % 60, 1000 + client % 90_000, client % 900, 10_000_000_000_000_usize + client * 7919, ["TPE", "PME", "ETI"][client % 3],
            seller % 6, [20, 10, 5][category % 3], price / 100, price % 100, amount / 100_000 + 1, amount / 100 % 1000, amount % 100
        )
        .unwrap();
    }
    out.flush().unwrap();
    path
}

/// Seconds of CPU that this process has used.
fn cpu() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(") ").next().unwrap_or_default().split(' ').collect();
    let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / 100.0
}

/// The most memory that this process has held, in MB.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|number| number.parse::<u64>().ok()).unwrap_or(0) / 1024
}
