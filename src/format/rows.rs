//! Lines, blank lines and comments in order, block after block.

use super::columns::{self, Cells, Table};
use super::leaves::INDENT;
use crate::syntax::build::{head_rule, line_rule};
use crate::syntax::outline::{Block, Body, Line, outline};
use crate::syntax::scan::{Token, TokenKind, scan};

/// One row of output.
enum Row {
    /// A blank line.
    Blank,
    /// A comment on a line of its own.
    Comment(String),
    /// A line of the language, with the comment that ends it.
    Line(Cells, Option<String>),
}

/// A file being formatted.
struct Layout<'a> {
    text: &'a str,
    tokens: Vec<Token>,
}

/// The canonical text of a file without syntax errors.
pub(super) fn file(text: &str) -> String {
    let tokens = scan(text);
    let outline = outline(text, &tokens);
    let layout = Layout { text, tokens };
    let mut out = Output::default();
    let mut at = 0;
    for block in &outline.blocks {
        out.gap(layout.gap(at, block.head.tokens.start, out.text.is_empty()));
        let shown = layout.block(block);
        out.item(&shown);
        at = layout.end(block);
    }
    out.gap(layout.gap(at, layout.tokens.len(), out.text.is_empty()));
    out.finished()
}

/// The text so far.
#[derive(Default)]
struct Output {
    text: String,
    /// Whether the last thing written was a block of several lines.
    after_block: bool,
}

impl Output {
    fn gap(&mut self, gap: Vec<Gap>) {
        for piece in gap {
            match piece {
                Gap::Trailing(comment) => {
                    self.text.truncate(self.text.trim_end_matches('\n').len());
                    self.text.push_str(&format!("  {comment}\n"));
                }
                Gap::Blank => self.blank(),
                Gap::Own(comment) => {
                    if self.after_block {
                        self.blank();
                    }
                    self.text.push_str(&comment);
                    self.text.push('\n');
                    self.after_block = false;
                }
            }
        }
    }

    fn blank(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// A declaration; a block of several lines has a blank line around it, its own comments excepted.
    fn item(&mut self, shown: &str) {
        let is_block = shown.contains('\n');
        let after_comment = self.text.trim_end().rsplit('\n').next().is_some_and(|line| line.starts_with("//"));
        if self.after_block || (is_block && !after_comment) {
            self.blank();
        }
        self.text.push_str(shown);
        self.text.push('\n');
        self.after_block = is_block;
    }

    fn finished(mut self) -> String {
        self.text.truncate(self.text.trim_end().len());
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text
    }
}

/// What stands between two lines.
enum Gap {
    /// A comment on the line before.
    Trailing(String),
    /// A comment on its own line.
    Own(String),
    /// One blank line or more.
    Blank,
}

impl Layout<'_> {
    /// What stands between the tokens `from` and `to`; `fresh` where no line comes before.
    fn gap(&self, from: usize, to: usize, fresh: bool) -> Vec<Gap> {
        let mut gap = Vec::new();
        let mut line_ends = 0;
        let mut after_line = !fresh;
        for token in self.tokens.get(from..to).unwrap_or_default() {
            match token.kind {
                TokenKind::Newline => line_ends += 1,
                TokenKind::Comment | TokenKind::Doc => {
                    let comment = token.text(self.text).trim_end().to_owned();
                    if line_ends == 0 && after_line && token.kind == TokenKind::Comment {
                        gap.push(Gap::Trailing(comment));
                    } else {
                        if line_ends > 1 {
                            gap.push(Gap::Blank);
                        }
                        gap.push(Gap::Own(comment));
                    }
                    line_ends = 0;
                    after_line = false;
                }
                _ => {}
            }
        }
        if line_ends > 1 {
            gap.push(Gap::Blank);
        }
        gap
    }

    /// The first token after a declaration.
    fn end(&self, block: &Block) -> usize {
        let close = block.body.as_ref().and_then(|body| body.close);
        close.map_or(block.head.tokens.end, |close| close + 1)
    }

    fn source(&self, line: &Line) -> &str {
        let tokens = self.tokens.get(line.tokens.clone()).unwrap_or_default();
        let start = tokens.first().map_or(0, |token| token.start);
        let end = tokens.last().map_or(start, |token| token.end);
        self.text.get(start..end).unwrap_or_default()
    }

    fn block(&self, block: &Block) -> String {
        let keyword = self.tokens.get(block.head.tokens.start).map_or("", |token| token.text(self.text));
        let head = head_rule(keyword).and_then(|rule| columns::cells(self.source(&block.head), rule, 0));
        let head = head.map_or_else(|| self.source(&block.head).to_owned(), |cells| cells.cells.join(" "));
        let Some(body) = &block.body else { return head };
        let (opening, rows) = self.rows(keyword, body);
        if let ([Row::Line(only, None)], None, false) = (rows.as_slice(), &opening, self.is_spread(body)) {
            let line = columns::align(vec![only.clone()]).concat();
            if !line.contains('\n') {
                return format!("{head} {{ {line} }}");
            }
        }
        let opening = opening.map(|comment| format!("  {comment}")).unwrap_or_default();
        match printed(rows) {
            lines if lines.is_empty() && opening.is_empty() => format!("{head} {{}}"),
            lines => format!("{head} {{{opening}\n{lines}}}"),
        }
    }

    /// Whether a block is written on several lines.
    fn is_spread(&self, body: &Body) -> bool {
        let range = body.open.unwrap_or(0)..body.close.unwrap_or(0);
        self.tokens.get(range).unwrap_or_default().iter().any(|token| token.kind == TokenKind::Newline)
    }

    /// The comment after the `{`, and the rows of a block.
    fn rows(&self, keyword: &str, body: &Body) -> (Option<String>, Vec<Row>) {
        let mut opening = None;
        let mut rows: Vec<Row> = Vec::new();
        let mut at = body.open.map_or(0, |open| open + 1);
        for line in &body.lines {
            self.push_gap(&mut rows, &mut opening, at, line.tokens.start);
            let tokens = self.tokens.get(line.tokens.clone()).unwrap_or_default();
            let source = self.source(line);
            let cells = columns::cells(source, line_rule(keyword, self.text, tokens), 1);
            let as_written = || Cells { table: Table::None, has_role: false, cells: vec![source.to_owned()] };
            rows.push(Row::Line(cells.unwrap_or_else(as_written), None));
            at = line.tokens.end;
        }
        self.push_gap(&mut rows, &mut opening, at, body.close.unwrap_or(at));
        while matches!(rows.last(), Some(Row::Blank)) {
            rows.pop();
        }
        (opening, rows)
    }

    fn push_gap(&self, rows: &mut Vec<Row>, opening: &mut Option<String>, from: usize, to: usize) {
        for piece in self.gap(from, to, false) {
            match (piece, rows.last_mut()) {
                (Gap::Trailing(comment), Some(Row::Line(_, trailing))) => *trailing = Some(comment),
                (Gap::Trailing(comment), None) => *opening = Some(comment),
                (Gap::Blank, Some(Row::Line(..) | Row::Comment(_))) => rows.push(Row::Blank),
                (Gap::Own(comment) | Gap::Trailing(comment), _) => rows.push(Row::Comment(comment)),
                (Gap::Blank, _) => {}
            }
        }
    }
}

fn printed(rows: Vec<Row>) -> String {
    let lines = rows.iter().filter_map(|row| if let Row::Line(cells, _) = row { Some(cells.clone()) } else { None });
    let mut aligned = columns::align(lines.collect()).into_iter();
    let mut out = String::new();
    for row in rows {
        let line = match row {
            Row::Blank => String::new(),
            Row::Comment(comment) => format!("{INDENT}{comment}"),
            Row::Line(_, trailing) => {
                let line = aligned.next().unwrap_or_default();
                let comment = trailing.map(|comment| format!("  {comment}")).unwrap_or_default();
                format!("{INDENT}{line}{comment}")
            }
        };
        out.push_str(&line);
        out.push('\n');
    }
    out
}
