//! Duplicates found among people whose duplicates are known, with the threshold that was fixed beforehand; the whole figures: `cargo bench --bench inventory`.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, unreachable_pub)]

#[path = "../benches/inventory/people.rs"]
mod people;

#[test]
fn duplicates_are_found_and_neighbours_are_left_alone() {
    for (count, seed) in [(400, 5), (1_000, 77)] {
        let score = people::score(&people::people(count, seed));
        println!("{count}: precision {:.3}, recall {:.3}, F1 {:.3}", score.precision, score.recall, score.f1());
        assert!(score.f1() >= 0.9, "{count} records: precision {:.3}, recall {:.3}", score.precision, score.recall);
    }
}
