//! Problems as SARIF 2.1.0 (OASIS, 2020), which code hosts and editors show beside the lines.

use serde_json::{Value, json};

use super::{Diagnostic, Edit, Kind, Lang, Severity};
use crate::source::{SourceMap, Span};

/// All problems as a SARIF log of one run.
pub fn render(sources: &SourceMap, diagnostics: &[Diagnostic], lang: Lang) -> String {
    let mut kinds: Vec<&Kind> = Vec::new();
    for diagnostic in diagnostics {
        if !kinds.contains(&diagnostic.kind) {
            kinds.push(diagnostic.kind);
        }
    }
    kinds.sort_by_key(|kind| kind.code);
    let results: Vec<Value> = diagnostics.iter().map(|d| result(sources, d, &kinds, lang)).collect();
    let log = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "merisier",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": kinds.iter().map(|kind| rule(kind, lang)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    // Nothing here can fail to serialize: strings and numbers only.
    serde_json::to_string_pretty(&log).unwrap_or_default() + "\n"
}

fn rule(kind: &Kind, lang: Lang) -> Value {
    let title = kind.title(lang);
    json!({
        "id": kind.code,
        "shortDescription": { "text": if title.is_empty() { kind.code } else { title } },
        "help": { "text": kind.page, "markdown": kind.page },
        "defaultConfiguration": { "level": level(kind.severity) },
    })
}

fn result(sources: &SourceMap, diagnostic: &Diagnostic, kinds: &[&Kind], lang: Lang) -> Value {
    let related = diagnostic.related.iter().map(|place| {
        let mut at = location(sources, place.span);
        if let (Some(text), Some(fields)) = (&place.text, at.as_object_mut()) {
            fields.insert("message".to_owned(), json!({ "text": text.get(lang) }));
        }
        at
    });
    let mut result = json!({
        "ruleId": diagnostic.kind.code,
        "ruleIndex": kinds.iter().position(|kind| *kind == diagnostic.kind),
        "level": level(diagnostic.kind.severity),
        "message": { "text": message(diagnostic, lang) },
        "locations": [location(sources, diagnostic.primary.span)],
        "relatedLocations": related.collect::<Vec<_>>(),
    });
    if let (Some(fix), Some(fields)) = (&diagnostic.fix, result.as_object_mut()) {
        let changes: Vec<Value> = fix.edits.iter().map(|edit| change(sources, edit)).collect();
        let fix = json!([{ "description": { "text": fix.title.get(lang) }, "artifactChanges": changes }]);
        fields.insert("fixes".to_owned(), fix);
    }
    result
}

/// The message, what is said at its place, and the helps: SARIF has one text for them all.
fn message(diagnostic: &Diagnostic, lang: Lang) -> String {
    let label = diagnostic.primary.text.iter();
    let parts = std::iter::once(&diagnostic.message).chain(label).chain(&diagnostic.helps);
    parts.map(|text| text.get(lang)).collect::<Vec<_>>().join("\n")
}

fn change(sources: &SourceMap, edit: &Edit) -> Value {
    json!({
        "artifactLocation": { "uri": uri(sources, edit.span) },
        "replacements": [{ "deletedRegion": region(sources, edit.span), "insertedContent": { "text": edit.text } }],
    })
}

fn location(sources: &SourceMap, span: Span) -> Value {
    json!({ "physicalLocation": {
        "artifactLocation": { "uri": uri(sources, span) },
        "region": region(sources, span),
    }})
}

fn region(sources: &SourceMap, span: Span) -> Value {
    let (start, end) = (sources.start(span), sources.end(span));
    json!({ "startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column })
}

/// The file's path as a relative URI reference (RFC 3986): bytes that have no place in one are percent-encoded.
fn uri(sources: &SourceMap, span: Span) -> String {
    let name = sources.get(span.file).map_or("", |file| file.name.as_str());
    let mut out = String::with_capacity(name.len());
    for byte in name.replace('\\', "/").bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(char::from(byte)),
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "note",
    }
}
