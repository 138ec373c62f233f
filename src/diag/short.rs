//! One line a problem: `file:line:column: error[M1001]: message`. For editors, scripts and logs.

use super::excerpt::visible;
use super::{Diagnostic, Lang, Severity};
use crate::source::SourceMap;

/// All problems, one a line.
pub fn render(sources: &SourceMap, diagnostics: &[Diagnostic], lang: Lang) -> String {
    diagnostics.iter().map(|diagnostic| line(sources, diagnostic, lang)).collect()
}

fn line(sources: &SourceMap, diagnostic: &Diagnostic, lang: Lang) -> String {
    let span = diagnostic.primary.span;
    let file = sources.get(span.file).map_or("", |file| file.name.as_str());
    let at = sources.start(span);
    let severity = severity_name(diagnostic.kind.severity, lang);
    let mut message = visible(diagnostic.message.get(lang));
    if let Some(label) = &diagnostic.primary.text {
        message.push_str(&format!(" ({})", visible(label.get(lang))));
    }
    format!("{}:{}:{}: {severity}[{}]: {message}\n", visible(file), at.line, at.column, diagnostic.kind.code)
}

/// The word for a severity.
pub(super) fn severity_name(severity: Severity, lang: Lang) -> &'static str {
    match (severity, lang) {
        (Severity::Error, Lang::En) => "error",
        (Severity::Error, Lang::Fr) => "erreur",
        (Severity::Warning, Lang::En) => "warning",
        (Severity::Warning, Lang::Fr) => "avertissement",
        (Severity::Hint, Lang::En) => "hint",
        (Severity::Hint, Lang::Fr) => "conseil",
    }
}
