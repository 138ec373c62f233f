//! The pages for users say what is true: their models have no problem, and their commands exist.

#![allow(clippy::expect_used)] // a page that can't be read must stop the test

use merisier::driver::{Checked, check_texts};

fn page(path: &str) -> String {
    let path = format!("{}/{path}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).expect("the page is there")
}

fn models(page: &str) -> Vec<String> {
    let blocks = page.split("```mcd\n").skip(1);
    blocks.filter_map(|block| block.split("```").next()).map(str::to_owned).collect()
}

fn told(checked: &Checked) -> String {
    let said = checked.diagnostics.iter().map(|problem| {
        let at = checked.sources.start(problem.primary.span);
        format!("{} {}:{} {}\n", problem.kind.code, at.line, at.column, problem.message.en)
    });
    said.collect()
}

#[test]
fn the_reference_of_the_language_is_one_sound_model() {
    let model = models(&page("grammar/language.md")).concat();
    let checked = check_texts(&[("language.mcd", &model)]);
    assert!(checked.mcd.entities().count() > 6, "the page shows a model");
    assert!(checked.diagnostics.is_empty(), "{}\n{model}", told(&checked));
}

/// The model of `merisier new`, of which the README shows a part.
#[test]
fn what_the_readme_shows_is_in_the_first_model() {
    let first = page("src/cli/new/en.mcd");
    let readme = page("README.md");
    for line in models(&readme).concat().lines() {
        let shown = line.split("//").next().unwrap_or_default().trim_end();
        assert!(first.contains(shown), "`{shown}` isn't in the model of `merisier new`");
    }
}

#[test]
fn the_commands_of_the_readme_exist() {
    let readme = page("README.md");
    let rows = readme.lines().filter_map(|line| line.strip_prefix("| `merisier "));
    let commands: Vec<&str> = rows.filter_map(|row| row.split([' ', '`']).next()).collect();
    let help = std::process::Command::new(env!("CARGO_BIN_EXE_merisier")).args(["--lang", "en", "--help"]).output();
    let help = String::from_utf8_lossy(&help.expect("merisier runs").stdout).into_owned();
    let exists = |command: &str| help.lines().any(|line| line.trim_start().split(' ').next() == Some(command));
    let missing: Vec<&&str> = commands.iter().filter(|command| !exists(command)).collect();
    assert!(commands.len() > 5 && missing.is_empty(), "{missing:?} isn't in\n{help}");
}
