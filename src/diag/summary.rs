//! The last line of a run: how many problems, and where to read more.

use super::{Diagnostic, Lang, Severity};

/// "2 erreurs, 1 avertissement · merisier explain M1003"; empty when there is nothing to say.
pub fn render(diagnostics: &[Diagnostic], lang: Lang) -> String {
    let counts = [Severity::Error, Severity::Warning, Severity::Hint]
        .map(|severity| (severity, diagnostics.iter().filter(|d| d.kind.severity == severity).count()));
    let words: Vec<String> = counts.iter().filter(|(_, n)| *n > 0).map(|(s, n)| counted(*s, *n, lang)).collect();
    let gravest = diagnostics.iter().min_by_key(|diagnostic| diagnostic.kind.severity);
    match gravest {
        None => String::new(),
        Some(first) => format!("{} · merisier explain {}", words.join(", "), first.kind.code),
    }
}

fn counted(severity: Severity, count: usize, lang: Lang) -> String {
    let name = super::short::severity_name(severity, lang);
    format!("{count} {name}{}", if count == 1 { "" } else { "s" })
}
