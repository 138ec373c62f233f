//! The command line as its users meet it: what is typed in `cli/*.trycmd`, what is answered beside it.
//!
//! `TRYCMD=overwrite cargo test --test cli` writes the answers anew; read the difference before keeping it.

#[test]
fn commands_answer_as_written() {
    let cases = trycmd::TestCases::new();
    cases.register_bin("merisier", std::path::Path::new(env!("CARGO_BIN_EXE_merisier")));
    cases.env("LC_ALL", "C").env("NO_COLOR", "1").case("tests/cli/*.trycmd");
}
