//! Values and rows as HTML: what pages have by the hundred is written here; all else is in `templates/`.
//!
//! Invariant: text goes through `escape` before it joins markup.

use std::fmt;

use super::cells::Cell;
use super::views::Column;

/// Escapes what HTML reads in text and in quoted attributes. (minijinja's own escapes `/` too, which makes every link longer.)
pub fn escape(out: &mut impl fmt::Write, text: &str) -> fmt::Result {
    let mut rest = text;
    while let Some(place) = rest.find(['&', '<', '>', '"', '\'']) {
        let (plain, special) = rest.split_at(place);
        out.write_str(plain)?;
        out.write_str(match special.as_bytes().first() {
            Some(b'&') => "&amp;",
            Some(b'<') => "&lt;",
            Some(b'>') => "&gt;",
            Some(b'"') => "&quot;",
            _ => "&#39;",
        })?;
        rest = special.get(1..).unwrap_or("");
    }
    out.write_str(rest)
}

/// Adds pieces of markup in turn; those marked as text are escaped.
fn put(out: &mut String, pieces: &[Piece<'_>]) {
    for piece in pieces {
        match piece {
            Piece::Markup(markup) => out.push_str(markup),
            Piece::Text(text) => {
                // Writing to a string can't fail.
                let _ = escape(out, text);
            }
        }
    }
}

enum Piece<'a> {
    Markup(&'a str),
    Text(&'a str),
}

use Piece::{Markup, Text};

impl Cell {
    /// A cell is already formatted for the locale; only its dress depends on its kind.
    pub fn markup(&self) -> String {
        let mut html = String::new();
        self.dress(&mut html);
        html
    }

    fn dress(&self, out: &mut String) {
        let text = &self.text;
        match (self.tone, &self.url, self.kind) {
            (Some(tone), ..) => put(
                out,
                &[
                    Markup("<span class=\"badge tone-"),
                    Text(&tone.to_string()),
                    Markup("\">"),
                    Text(text),
                    Markup("</span>"),
                ],
            ),
            (None, Some(url), "image") => put(
                out,
                &[
                    Markup("<a href=\""),
                    Text(url),
                    Markup("\"><img class=\"thumbnail\" src=\""),
                    Text(url),
                    Markup("\" alt=\""),
                    Text(text),
                    Markup("\" loading=\"lazy\"></a>"),
                ],
            ),
            (None, Some(url), _) => put(out, &[Markup("<a href=\""), Text(url), Markup("\">"), Text(text), Markup("</a>")]),
            (None, None, kind) => self.dress_plain(kind, out),
        }
    }

    fn dress_plain(&self, kind: &str, out: &mut String) {
        let text = &self.text;
        match (&self.html, kind) {
            (Some(html), _) => put(out, &[Markup("<div class=\"prose\">"), Markup(html), Markup("</div>")]),
            (None, _) if text.is_empty() => {}
            (None, "color") => put(
                out,
                &[
                    Markup("<svg class=\"swatch\" aria-hidden=\"true\"><rect width=\"100%\" height=\"100%\" rx=\"3\" fill=\""),
                    Text(text),
                    Markup("\"></rect></svg> "),
                    Text(text),
                ],
            ),
            (None, "tags") => {
                for tag in text.split(',') {
                    put(out, &[Markup("<span class=\"tag\">"), Text(tag.trim()), Markup("</span> ")]);
                }
            }
            (None, _) => {
                put(out, &[Text(text)]);
                if let Some(unit) = self.unit {
                    put(out, &[Markup(" <span class=\"unit\">"), Text(unit), Markup("</span>")]);
                }
            }
        }
    }
}

/// The cells of a table's row. The one that opens the record is the title, or the first where no title is shown.
pub fn row(columns: &[Column], cells: &[Cell], url: Option<&str>, title: &str) -> String {
    let opener = columns.iter().position(|column| column.is_title).unwrap_or(0);
    let mut html = String::with_capacity(cells.len() * 80);
    for (place, (column, cell)) in columns.iter().zip(cells).enumerate() {
        match url.filter(|_| place == opener || column.is_title) {
            Some(url) => opening(&mut html, url, if cell.text.is_empty() { title } else { &cell.text }),
            None => reading(&mut html, column, cell),
        }
    }
    html
}

fn opening(out: &mut String, url: &str, text: &str) {
    put(
        out,
        &[
            Markup("<td role=\"cell\" class=\"is-title\"><a href=\""),
            Text(url),
            Markup("\" data-open>"),
            Text(text),
            Markup("</a></td>"),
        ],
    );
}

fn reading(out: &mut String, column: &Column, cell: &Cell) {
    let class = if column.numeric { "\" class=\"num\">" } else { "\">" };
    put(out, &[Markup("<td role=\"cell\" data-label=\""), Text(column.label), Markup(class)]);
    cell.dress(out);
    out.push_str("</td>");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_wrote_stays_text() {
        let cell = Cell {
            kind: "url",
            text: "<b>\"Joe's\" & co</b>".to_owned(),
            url: Some("https://exemple.fr/?a=\"><script>".to_owned()),
            ..Cell::default()
        };
        assert_eq!(
            cell.markup(),
            "<a href=\"https://exemple.fr/?a=&quot;&gt;&lt;script&gt;\">&lt;b&gt;&quot;Joe&#39;s&quot; &amp; co&lt;/b&gt;</a>"
        );
    }
}
