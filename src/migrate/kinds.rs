//! The kinds of problems that a change of model can have: M70 what is asked before, M71 what the data refuses.

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
    &WAS_STAYS,
    &ROWS_BREAK_A_RULE,
    &VALUES_UNFIT,
    &SEVERAL_VALUES,
    &SEVERAL_LINKS,
    &NO_SUCH_RECORD,
    &LEFT_BEHIND,
    &ROWS_LOST,
    &DUPLICATES,
    &LEADS_NOWHERE,
    &RECORDS_BREAK_A_RULE,
    &NO_NUMBER,
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
    WAS_STAYS "M7010" Error;
    ROWS_BREAK_A_RULE "M7101" Error;
    VALUES_UNFIT "M7102" Error;
    SEVERAL_VALUES "M7103" Error;
    SEVERAL_LINKS "M7104" Error;
    NO_SUCH_RECORD "M7105" Error;
    LEFT_BEHIND "M7106" Error;
    ROWS_LOST "M7107" Error;
    DUPLICATES "M7108" Error;
    LEADS_NOWHERE "M7109" Error;
    RECORDS_BREAK_A_RULE "M7110" Error;
    NO_NUMBER "M7111" Error;
}
