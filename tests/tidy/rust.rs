//! Rust as a flat list of tokens, and the detectors that need no more: ways to panic, `unsafe`.
//!
//! Tokens and not a tree, so that what is written inside macro calls is seen too. Comments and strings are never mistaken
//! for code. What is compiled for tests only is left out, as the laws on library code don't bind it.

use std::str::FromStr as _;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::files::{Finding, Source};

/// A word, a sign, a literal, or an opening or closing bracket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    pub text: String,
    /// From 1.
    pub line: usize,
}

/// The tokens of a file, without its tests.
pub fn tokens(source: &Source) -> Vec<Token> {
    let mut flat = Vec::new();
    if !is_test_file(&source.path) {
        flatten(parse(source), Tests::Left, &mut flat);
    }
    flat
}

/// The tokens of a file, all of them.
pub fn all_tokens(source: &Source) -> Vec<Token> {
    let mut flat = Vec::new();
    flatten(parse(source), Tests::Kept, &mut flat);
    flat
}

/// Whether these words and signs stand at this place.
pub fn stands(tokens: &[Token], at: usize, words: &[&str]) -> bool {
    let found = tokens.iter().skip(at).map(|token| token.text.as_str());
    found.take(words.len()).eq(words.iter().copied())
}

/// Calls that end the program, outside tests and outside the definition of `internal!`.
pub fn ways_to_panic(source: &Source) -> Vec<Finding> {
    const MACROS: [&str; 8] =
        ["panic", "todo", "unimplemented", "unreachable", "dbg", "assert", "assert_eq", "assert_ne"];
    let tokens = without_internal(tokens(source));
    let mut findings = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let is_macro = MACROS.contains(&token.text.as_str()) && stands(&tokens, at + 1, &["!"]);
        let is_expect = stands(&tokens, at, &[".", "expect", "("])
            && tokens.get(at + 3).is_some_and(|argument| argument.text.starts_with(['"', 'r', '&', 'f']));
        if is_macro && !stands(&tokens, at.saturating_sub(1), &["macro_rules"]) {
            findings.push(source.at(token.line, format!("`{}!`", token.text)));
        } else if stands(&tokens, at, &[".", "unwrap", "(", ")"]) {
            findings.push(source.at(token.line, "`.unwrap()`"));
        } else if is_expect {
            findings.push(source.at(token.line, "`.expect(…)`"));
        }
    }
    findings
}

/// Each `unsafe`.
pub fn unsafe_code(source: &Source) -> Vec<Finding> {
    let tokens = all_tokens(source);
    tokens.iter().filter(|token| token.text == "unsafe").map(|token| source.at(token.line, "`unsafe`")).collect()
}

fn is_test_file(path: &str) -> bool {
    path.ends_with("/tests.rs") || path.contains("/tests/")
}

fn parse(source: &Source) -> TokenStream {
    TokenStream::from_str(&source.text).unwrap_or_else(|error| panic!("{}: not Rust: {error}", source.path))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Tests {
    Kept,
    Left,
}

fn flatten(stream: TokenStream, tests: Tests, flat: &mut Vec<Token>) {
    let mut trees = stream.into_iter().peekable();
    while let Some(tree) = trees.next() {
        let opens_attribute = matches!(&tree, TokenTree::Punct(sign) if sign.as_char() == '#');
        if tests == Tests::Left && opens_attribute && trees.peek().is_some_and(is_for_tests) {
            // The item that the attribute is on ends with its body or a semicolon.
            let _item = trees.by_ref().find(ends_an_item);
        } else {
            push(tree, tests, flat);
        }
    }
}

fn push(tree: TokenTree, tests: Tests, flat: &mut Vec<Token>) {
    let line = tree.span().start().line;
    match tree {
        TokenTree::Group(group) => {
            let (open, close) = match group.delimiter() {
                Delimiter::Parenthesis => ("(", ")"),
                Delimiter::Brace => ("{", "}"),
                Delimiter::Bracket => ("[", "]"),
                Delimiter::None => ("", ""),
            };
            flat.push(Token { text: open.to_owned(), line });
            flatten(group.stream(), tests, flat);
            flat.push(Token { text: close.to_owned(), line: group.span_close().start().line });
        }
        TokenTree::Ident(word) => flat.push(Token { text: word.to_string(), line }),
        TokenTree::Punct(sign) => flat.push(Token { text: sign.to_string(), line }),
        TokenTree::Literal(literal) => flat.push(Token { text: literal.to_string(), line }),
    }
}

fn is_for_tests(attribute: &TokenTree) -> bool {
    let text = attribute.to_string().replace(' ', "");
    text.starts_with("[cfg(test") || text == "[test]"
}

fn ends_an_item(tree: &TokenTree) -> bool {
    match tree {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        TokenTree::Punct(sign) => sign.as_char() == ';',
        _ => false,
    }
}

/// `internal!` is the one place that may panic: for what only a bug of ours can cause.
fn without_internal(mut tokens: Vec<Token>) -> Vec<Token> {
    let definition = ["macro_rules", "!", "internal", "{"];
    let Some(start) = (0..tokens.len()).find(|at| stands(&tokens, *at, &definition)) else { return tokens };
    let mut depth = 0_usize;
    let body = tokens.iter().skip(start).position(|token| {
        match token.text.as_str() {
            "{" => depth += 1,
            "}" => depth -= 1,
            _ => return false,
        }
        depth == 0
    });
    tokens.drain(start..body.map_or(tokens.len(), |length| start + length));
    tokens
}

#[test]
fn ways_to_panic_are_seen_and_their_look_alikes_are_not() {
    let text = r##"
        //! A comment: panic!("no") and x.unwrap().
        fn bad() { x.unwrap(); y.expect("so"); panic!("now"); say!(todo!()); }
        fn fine() { x.unwrap_or(1); parser.expect(Token::Brace); let s = "panic!() .unwrap()"; let t = r#"dbg!(1)"#; }
        #[cfg(test)]
        mod tests { fn in_tests() { x.unwrap(); panic!() } }
        #[cfg(test)] mod elsewhere;
        fn after() { dbg!(1); }
        macro_rules! internal { ($x:expr) => { { panic!("a bug: {}", $x) } }; }
        fn last() { assert!(true); debug_assert!(true); }
    "##;
    let found = ways_to_panic(&example("src/mcd/x.rs", text));
    let found: Vec<(usize, &str)> = found.iter().map(|finding| (finding.line, finding.what.as_str())).collect();
    let line_3 = [(3, "`.unwrap()`"), (3, "`.expect(…)`"), (3, "`panic!`"), (3, "`todo!`")];
    assert_eq!(found, [&line_3[..], &[(8, "`dbg!`"), (10, "`assert!`")]].concat());
    assert_eq!(ways_to_panic(&example("src/mcd/tests.rs", text)), []);
}

#[test]
fn unsafe_is_seen_in_tests_too_and_not_in_words() {
    let text = "// unsafe\nfn a() { \"unsafe\"; unsafe_ish(); }\n#[cfg(test)] mod tests { fn b() { unsafe { c() } } }";
    let found = unsafe_code(&example("src/x.rs", text));
    assert_eq!(found.iter().map(|finding| finding.line).collect::<Vec<_>>(), [3]);
}

/// A file made up for a detector's own test.
#[cfg(test)]
pub fn example(path: &str, text: &str) -> Source {
    Source { path: path.to_owned(), text: text.to_owned() }
}
