//! Detectors on plain text: how a file opens, how long it is, comments of dependencies, links of pages.

use crate::files::{Finding, Source, root};

/// Lines that a file may have without saying why.
const LONG: usize = 600;

/// A reason is a clause, not a shrug.
const REASON: usize = 15;

/// A Rust file whose first line is not `//!` and words.
pub fn opens_without_doc(source: &Source) -> Vec<Finding> {
    let first = source.text.lines().next().unwrap_or_default();
    let says = first.strip_prefix("//!").is_some_and(|words| !words.trim().is_empty());
    if says { Vec::new() } else { vec![source.at(1, "opens without `//!`")] }
}

/// A file of more than [`LONG`] lines without a reason.
pub fn long_without_reason(source: &Source) -> Vec<Finding> {
    let lines = source.text.lines().count();
    let mut reasons = source.text.lines().filter_map(|line| line.trim().strip_prefix("// tidy: long because "));
    if lines <= LONG || reasons.any(|reason| reason.trim().len() >= REASON) {
        return Vec::new();
    }
    vec![source.at(lines, format!("{lines} lines"))]
}

/// The lines that declare a dependency, counted from 1.
pub fn dependencies(manifest: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut inside = false;
    let mut depth = 0_i32;
    manifest.lines().enumerate().filter_map(move |(index, line)| {
        let (code, _) = split_comment(line);
        let continues = depth > 0;
        let opens = |letter: char| i32::from("[{".contains(letter)) - i32::from("]}".contains(letter));
        depth += code.chars().map(opens).sum::<i32>();
        if code.starts_with('[') && !continues {
            inside = code.contains("dependencies");
            // `[dependencies.name]` declares one by itself.
            return code.contains("dependencies.").then_some((index + 1, line));
        }
        (inside && !continues && code.contains('=') && !is_detail(code)).then_some((index + 1, line))
    })
}

/// Dependencies that don't say what they are for.
pub fn dependencies_without_comment(manifest: &Source) -> Vec<Finding> {
    let silent = dependencies(&manifest.text).filter(|(_, line)| split_comment(line).1.trim().len() < 10);
    silent.map(|(number, line)| manifest.at(number, line.trim())).collect()
}

/// Under `[dependencies.name]`, lines such as `version = …` are details of it.
fn is_detail(code: &str) -> bool {
    let key = code.split('=').next().unwrap_or_default().trim();
    ["version", "features", "default-features", "optional", "package", "path", "git"].contains(&key)
}

/// A line of TOML and its comment, which starts at the first `#` outside quotes.
fn split_comment(line: &str) -> (&str, &str) {
    let mut quoted = false;
    let comment = line.char_indices().find(|(_, letter)| {
        quoted ^= *letter == '"';
        *letter == '#' && !quoted
    });
    let (code, comment) = comment.map_or((line, ""), |(at, _)| line.split_at(at));
    (code, comment.trim_start_matches('#'))
}

/// Links of a page at the root to files that don't exist.
pub fn broken_links(page: &Source) -> Vec<Finding> {
    let broken = |target: &str| !root().join(target).exists();
    let links = page.text.lines().enumerate().flat_map(|(index, line)| links(line).map(move |link| (index + 1, link)));
    links
        .filter(|(_, link)| broken(link))
        .map(|(line, link)| page.at(line, format!("`{link}` does not exist")))
        .collect()
}

/// The files that a line of Markdown links to: `](file#part)`, `src="file"`, `href="file"`. Addresses elsewhere are left out.
fn links(line: &str) -> impl Iterator<Item = &str> {
    let openings = [("](", ')'), ("src=\"", '"'), ("href=\"", '"')];
    let targets = openings.into_iter().flat_map(move |(open, close)| {
        line.split(open).skip(1).filter_map(move |rest| rest.split_once(close)).map(|(target, _)| target)
    });
    let files = targets.map(|target| target.split(['#', ' ']).next().unwrap_or_default());
    files.filter(|target| !target.is_empty() && !target.contains("://") && !target.starts_with("mailto:"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rust::example;

    #[test]
    fn a_file_must_open_with_words() {
        let opens = |text: &str| opens_without_doc(&example("src/x.rs", text)).is_empty();
        assert!(opens("//! What it does."));
        assert!(!opens("//!\n//! Later."));
        assert!(!opens("use a;\n//! Later."));
        assert!(!opens("// A comment."));
        assert!(!opens(""));
    }

    #[test]
    fn a_long_file_must_give_a_reason() {
        let long = |lines: usize, first: &str| {
            !long_without_reason(&example("src/x.rs", &format!("{first}\n{}", "\n".repeat(lines - 1)))).is_empty()
        };
        assert!(!long(600, ""));
        assert!(long(601, ""));
        assert!(!long(601, "// tidy: long because one table, read from top to bottom"));
        assert!(long(601, "// tidy: long because"));
        assert!(long(601, "// tidy: long because so"));
    }

    #[test]
    fn a_silent_dependency_is_seen_in_every_spelling() {
        let manifest = "[package]\nname = \"x\"\n[dependencies]\na = \"1\" # reads the models\nb = \"1\"\nc = { version = \"1\", \
            features = [\n  \"d\",\n] } # draws the models\ne = \"#1 is no comment\"\n[dependencies.f]\nversion = \"1\"\n\
            [dev-dependencies]\ng = \"1\" # short\n[features]\nh = []";
        let found = dependencies_without_comment(&example("Cargo.toml", manifest));
        let lines: Vec<usize> = found.iter().map(|finding| finding.line).collect();
        assert_eq!(lines, [5, 6, 9, 10, 13], "{found:#?}");
    }

    #[test]
    fn a_link_to_nothing_is_seen() {
        let page = "[a](Cargo.toml) [b](nowhere.md#part)\n<img src=\"no.png\"> [c](https://x.org/y.md) [d](#here)\n[e](tests/tidy.rs#L1)";
        let found = broken_links(&example("README.md", page));
        let whats: Vec<(usize, &str)> = found.iter().map(|finding| (finding.line, finding.what.as_str())).collect();
        assert_eq!(whats, [(1, "`nowhere.md` does not exist"), (2, "`no.png` does not exist")]);
    }
}
