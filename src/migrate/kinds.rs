//! The kinds of problems that a change of model can have.

use crate::diag::{Kind, Severity};

/// Every kind of this room.
pub static KINDS: &[&Kind] = &[
    &STALE_WAS,
    &WAS_NAMES_NOTHING,
    &LOOKS_RENAMED,
    &WOULD_BE_LOST,
    &NEEDS_A_VALUE,
    &VALUE_GOES,
    &NOT_YET,
    &ANSWER_SERVES_NOTHING,
    &NOT_AN_ANSWER,
];

macro_rules! kinds {
    ($($name:ident $code:literal $severity:ident;)*) => {
        $(pub(super) static $name: Kind = Kind {
            code: $code,
            severity: Severity::$severity,
            page: include_str!(concat!("pages/", $code, ".md")),
        };)*
    };
}

kinds! {
    STALE_WAS "M7001" Hint;
    WAS_NAMES_NOTHING "M7002" Error;
    LOOKS_RENAMED "M7003" Error;
    WOULD_BE_LOST "M7004" Error;
    NEEDS_A_VALUE "M7005" Error;
    VALUE_GOES "M7006" Error;
    NOT_YET "M7007" Error;
    ANSWER_SERVES_NOTHING "M7008" Warning;
    NOT_AN_ANSWER "M7009" Error;
}
