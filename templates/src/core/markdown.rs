//! Markdown as HTML that is safe to show: what was typed can format, link to the web, and nothing else.
//!
//! Raw HTML comes out as the text it is; images are left to their description.

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd, html};

/// Addresses that a link may lead to.
const SCHEMES: &[&str] = &["https://", "http://", "mailto:", "tel:", "/"];

pub fn to_html(text: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let events = Parser::new_ext(text, options).filter_map(safe);
    let mut out = String::with_capacity(text.len() * 2);
    html::push_html(&mut out, events);
    out
}

fn safe(event: Event<'_>) -> Option<Event<'_>> {
    Some(match event {
        Event::Html(raw) | Event::InlineHtml(raw) => Event::Text(raw),
        Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
        Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
        Event::Start(Tag::Image {
            ..
        })
        | Event::End(TagEnd::Image) => return None,
        Event::Start(Tag::Link {
            link_type,
            dest_url,
            title,
            id,
        }) => Event::Start(Tag::Link {
            link_type,
            dest_url: if leads_somewhere(&dest_url) {
                dest_url
            } else {
                CowStr::Borrowed("#")
            },
            title,
            id,
        }),
        other => other,
    })
}

fn leads_somewhere(address: &str) -> bool {
    let address = address.to_lowercase();
    SCHEMES.iter().any(|scheme| address.starts_with(scheme)) && !address.starts_with("//")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_and_links_are_kept() {
        assert_eq!(to_html("**gras**"), "<p><strong>gras</strong></p>\n");
        assert_eq!(to_html("[ici](https://exemple.fr)"), "<p><a href=\"https://exemple.fr\">ici</a></p>\n");
    }

    #[test]
    fn nothing_typed_runs() {
        for typed in [
            "<script>alert(1)</script>",
            "a <img src=x onerror=alert(1)> b",
            "[x](javascript:alert(1))",
            "[x](JaVaScRiPt:alert(1))",
            "[x](data:text/html,<script>alert(1)</script>)",
            "![x](javascript:alert(1))",
            "<svg\nonload=alert(1)>",
            "[x](//mechant.example)",
            "<a href='javascript:alert(1)'>x</a>",
        ] {
            let html = to_html(typed);
            for bad in ["<script", "<img", "<svg", "=\"javascript", "=\"data:", "=\"//", "<a href='"] {
                assert!(!html.to_lowercase().contains(bad), "{typed}: {html}");
            }
        }
    }
}
