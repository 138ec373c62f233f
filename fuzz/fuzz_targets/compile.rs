//! Takes any text through every phase that needs no disk: checks and their fixes, and where the model is sound, relations, SQL of
//! the three databases, diagrams as text and the application's files.
//!
//! Holds: no panic, a mended model may be checked again, formatting leaves a sound model sound.

#![no_main]

use libfuzzer_sys::fuzz_target;
use merisier::diag::{Lang, human};
use merisier::driver::{Checked, apply_fixes, check_texts};
use merisier::mld::{self, Keys, Options};
use merisier::source::FileId;
use merisier::sql::{self, Dialect, Schema};
use merisier::{app, format};

fuzz_target!(|text: &str| {
    let checked = check_texts(&[("fuzz.mcd", text)]);
    human::render(&checked.sources, &checked.diagnostics, Lang::Fr, false);
    let fixed = apply_fixes(&checked.sources, &checked.diagnostics);
    for (_, text) in &fixed.texts {
        check_texts(&[("fuzz.mcd", text)]);
    }
    if checked.passes() {
        compile(&checked);
        let formatted = format::format(FileId::default(), text).expect("a sound model is formatted");
        assert!(check_texts(&[("fuzz.mcd", &formatted)]).passes(), "formatting broke the model");
    }
});

fn compile(checked: &Checked) {
    for keys in [Keys::Integer, Keys::Uuid] {
        let mld = mld::lower(&checked.mcd, Options { keys });
        for dialect in Dialect::ALL {
            sql::script(&sql::create_script(Schema { mcd: &checked.mcd, mld: &mld }, dialect), dialect);
        }
    }
    let mld = mld::lower(&checked.mcd, Options { keys: Keys::Integer });
    let options = app::Options { database: Dialect::Sqlite };
    app::generate(&checked.mcd, &mld, &options).expect("the templates are sound");
}
