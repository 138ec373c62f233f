//! What a rule is.

use crate::diag::{Kind, Sink};
use crate::mcd::Mcd;

/// A sentence that must be true of every model.
#[derive(Debug)]
pub struct Rule {
    /// The kinds that it reports.
    pub kinds: &'static [&'static Kind],
    /// Says that something is missing: it keeps silent where the resolver may have left that very thing out.
    pub misses: bool,
    /// Finds where it isn't true.
    pub run: fn(&Mcd, &mut Sink),
}

/// The kinds of a rule, each with its page, and the rule itself: `rule! { misses: false, run: check, NAME = "M3101" Error; … }`.
macro_rules! rule {
    (misses: $misses:literal, run: $run:path, $($(#[$doc:meta])* $name:ident = $code:literal $severity:ident;)+) => {
        $(
            $(#[$doc])*
            static $name: $crate::diag::Kind = $crate::diag::Kind {
                code: $code,
                severity: $crate::diag::Severity::$severity,
                page: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/check/pages/", $code, ".md")),
            };
        )+
        pub(in crate::check) static RULE: $crate::check::Rule =
            $crate::check::Rule { kinds: &[$(&$name),+], misses: $misses, run: $run };
    };
}
pub(super) use rule;
