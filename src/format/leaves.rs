//! The tokens of a line, and the blanks between them.

use pest::iterators::Pair;

use crate::syntax::grammar::Rule;

/// An `enum` longer than this, in characters, is broken, one value a line.
const LONG: usize = 96;

/// One step of indentation.
pub(super) const INDENT: &str = "    ";

/// A token as the grammar read it.
#[derive(Debug, Clone, PartialEq)]
struct Leaf<'i> {
    rule: Rule,
    parent: Rule,
    text: &'i str,
    /// Whether it stands on another line than the token before.
    on_new_line: bool,
}

impl Leaf<'_> {
    fn is_comment(&self) -> bool {
        matches!(self.rule, Rule::comment | Rule::doc)
    }

    fn is(&self, rule: Rule, parents: &[Rule]) -> bool {
        self.rule == rule && parents.contains(&self.parent)
    }
}

/// The canonical text of some successive pairs of the rule `under`, at `depth` steps of indentation.
pub(super) fn text(nodes: &[Pair<'_, Rule>], under: Rule, depth: usize) -> String {
    let mut leaves = Vec::new();
    let mut end = None;
    for node in nodes {
        collect(node, under, &mut leaves, &mut end);
    }
    let leaves = tidied(leaves);
    let flat = flat(&leaves);
    let has_enum = leaves.iter().any(|leaf| leaf.rule == Rule::open_brace);
    match flat {
        Some(flat) if !has_enum || flat.chars().count() <= LONG => flat,
        _ => broken(&leaves, depth),
    }
}

fn collect<'i>(node: &Pair<'i, Rule>, under: Rule, leaves: &mut Vec<Leaf<'i>>, end: &mut Option<usize>) {
    let mut children = node.clone().into_inner().peekable();
    if children.peek().is_none() {
        let span = node.as_span();
        let gap = end.and_then(|end| span.get_input().get(end..span.start())).unwrap_or_default();
        let on_new_line = gap.contains(['\n', '\r']);
        *end = Some(span.end());
        leaves.push(Leaf { rule: node.as_rule(), parent: under, text: node.as_str().trim_end(), on_new_line });
        return;
    }
    for child in children {
        collect(&child, node.as_rule(), leaves, end);
    }
}

/// Commas go before the comments that preceded them; one before a closing brace or at the end goes away.
fn tidied(leaves: Vec<Leaf<'_>>) -> Vec<Leaf<'_>> {
    let mut tidy: Vec<Leaf<'_>> = Vec::with_capacity(leaves.len());
    for leaf in leaves {
        match leaf.rule {
            Rule::comma => {
                let at = tidy.iter().rposition(|other| !other.is_comment()).map_or(0, |at| at + 1);
                tidy.insert(at, leaf);
            }
            Rule::close_brace => {
                drop_last_comma(&mut tidy);
                tidy.push(leaf);
            }
            _ => tidy.push(leaf),
        }
    }
    drop_last_comma(&mut tidy);
    tidy
}

fn drop_last_comma(leaves: &mut Vec<Leaf<'_>>) {
    if let Some(at) = leaves.iter().rposition(|leaf| !leaf.is_comment())
        && leaves.get(at).is_some_and(|leaf| leaf.rule == Rule::comma)
    {
        leaves.remove(at);
    }
}

/// All on one line; none where a comment stands between.
fn flat(leaves: &[Leaf<'_>]) -> Option<String> {
    let mut out = String::new();
    let mut before: Option<&Leaf<'_>> = None;
    for leaf in leaves {
        if leaf.is_comment() {
            return None;
        }
        push(&mut out, before, leaf);
        before = Some(leaf);
    }
    Some(out)
}

fn push(out: &mut String, before: Option<&Leaf<'_>>, leaf: &Leaf<'_>) {
    if before.is_some_and(|before| is_apart(before, leaf)) {
        out.push(' ');
    }
    out.push_str(if leaf.rule == Rule::ellipsis { "…" } else { leaf.text });
}

/// Whether a blank stands between two tokens.
fn is_apart(before: &Leaf<'_>, next: &Leaf<'_>) -> bool {
    let prefix = before.is(Rule::minus, &[Rule::signed, Rule::list_field]) && next.rule != Rule::minus;
    let compact = before.is(Rule::comma, &[Rule::bounds, Rule::type_args]);
    let glued = prefix
        || compact
        || matches!(next.rule, Rule::comma | Rule::close | Rule::dot | Rule::colon)
        || matches!(before.rule, Rule::open | Rule::dot)
        || next.is(Rule::open, &[Rule::type_args, Rule::call_args, Rule::split_from])
        || before.is(Rule::plus, &[Rule::elision]);
    !glued
}

/// On several lines: a value of an `enum` a line, a line end after each comment.
fn broken(leaves: &[Leaf<'_>], depth: usize) -> String {
    let mut out = String::new();
    let mut before: Option<&Leaf<'_>> = None;
    let mut inner = depth + 1;
    for (at, leaf) in leaves.iter().enumerate() {
        let next = leaves.get(at + 1);
        match leaf.rule {
            Rule::comment | Rule::doc => {
                push_comment(&mut out, leaf, inner);
                before = None;
                continue;
            }
            Rule::close_brace => {
                inner = depth;
                end_line(&mut out, inner);
                before = None;
            }
            _ if out.ends_with('\n') => {
                out.push_str(&INDENT.repeat(inner));
                before = None;
            }
            _ => {}
        }
        if out.ends_with('\n') {
            out.push_str(&INDENT.repeat(inner));
        }
        push(&mut out, before, leaf);
        before = Some(leaf);
        let value_ends = next.is_some_and(|next| ends_value(leaves, at, next));
        if value_ends && leaf.rule != Rule::comma {
            out.push(',');
        }
        let trailing = next.is_some_and(|next| next.rule == Rule::comment && !next.on_new_line);
        if (leaf.rule == Rule::open_brace || leaf.is(Rule::comma, &[Rule::enum_type])) && !trailing {
            out.push('\n');
            before = None;
        }
        if leaf.rule == Rule::close_brace {
            inner = depth + 1;
        }
    }
    out
}

/// Whether the token at `at` ends the last value of a broken `enum`: it gets a comma as the others.
fn ends_value(leaves: &[Leaf<'_>], at: usize, next: &Leaf<'_>) -> bool {
    let rest = leaves.get(at + 1..).unwrap_or_default();
    let closes = rest.iter().find(|leaf| !leaf.is_comment()).is_some_and(|leaf| leaf.rule == Rule::close_brace);
    let opened = leaves.get(at).is_some_and(|leaf| leaf.rule == Rule::open_brace);
    closes && !opened && (next.is_comment() || next.rule == Rule::close_brace)
}

/// A comment ends its line; one that stood alone on its line still does.
fn push_comment(out: &mut String, leaf: &Leaf<'_>, depth: usize) {
    if out.is_empty() || out.ends_with('\n') {
        out.push_str(&INDENT.repeat(depth));
    } else if leaf.on_new_line || leaf.rule == Rule::doc {
        end_line(out, depth);
    } else {
        out.push_str("  ");
    }
    out.push_str(leaf.text);
    out.push('\n');
}

fn end_line(out: &mut String, depth: usize) {
    if !out.ends_with('\n') {
        out.push('\n');
    }
    out.push_str(&INDENT.repeat(depth));
}
