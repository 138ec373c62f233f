//! Reads any text as a model, renders what is said of it, and formats it where it is sound.
//!
//! Holds: no panic, spans inside the text, fixes inside the text, formatting stable.

#![no_main]

use libfuzzer_sys::fuzz_target;
use merisier::diag::{Lang, Sink, human, short};
use merisier::format::format;
use merisier::source::{FileId, SourceMap};
use merisier::syntax;

fuzz_target!(|text: &str| {
    let mut sources = SourceMap::new();
    let file = sources.add("fuzz.mcd", text);
    let mut sink = Sink::new();
    syntax::parse(file, text, &mut sink);
    let problems = sink.into_sorted();
    for problem in &problems {
        assert!(text.get(problem.primary.span.range()).is_some());
        for edit in problem.fix.iter().flat_map(|fix| &fix.edits) {
            assert!(text.get(edit.span.range()).is_some());
        }
    }
    human::render(&sources, &problems, Lang::Fr, false);
    short::render(&sources, &problems, Lang::En);
    if let Ok(once) = format(FileId::default(), text) {
        assert_eq!(format(FileId::default(), &once).expect("what was formatted is sound"), once);
    }
});
