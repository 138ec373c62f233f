//! The kinds of problems that this room reports, each with the page that `merisier explain` prints.

use crate::diag::{Kind, Severity};

/// Declares the kinds and the list of them all.
macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $severity:ident;)*) => {
        $(
            $(#[$doc])*
            pub static $name: Kind =
                Kind { code: $code, severity: Severity::$severity, page: include_str!(concat!("pages/", $code, ".md")) };
        )*
        /// All of them, by code.
        pub static KINDS: &[&Kind] = &[$(&$name),*];
    };
}

kinds! {
    /// What stands here isn't what the line needs.
    UNEXPECTED = "M1001", Error;
    /// A string without its closing quote.
    UNCLOSED_STRING = "M1002", Error;
    /// A block without its closing brace.
    UNCLOSED_BLOCK = "M1003", Error;
    /// A closing brace that closes nothing.
    STRAY_BRACE = "M1004", Error;
    /// A block without its opening brace, or with it on the next line.
    MISSING_OPEN_BRACE = "M1005", Error;
    /// A word that the language doesn't know.
    UNKNOWN_WORD = "M1006", Error;
    /// A word reserved for later.
    NOT_YET = "M1007", Error;
    /// A character that can't be seen, outside strings.
    INVISIBLE_CHARACTER = "M1008", Error;
    /// A character that can't be seen, in a string or a comment.
    INVISIBLE_IN_TEXT = "M1009", Warning;
    /// An expression nested or chained beyond the limit.
    TOO_DEEP = "M1010", Error;
    /// A cardinality written another way than `0,n`.
    MISWRITTEN_CARDINALITY = "M1011", Error;
    /// An operator of another language.
    FOREIGN_OPERATOR = "M1012", Error;
    /// Quotes other than the double ones.
    FOREIGN_QUOTES = "M1013", Error;
    /// A label or message without its quotes.
    UNQUOTED_TEXT = "M1014", Error;
    /// Two elements of a list without a comma between.
    MISSING_COMMA = "M1015", Error;
    /// A comma where the line ends.
    STRAY_COMMA = "M1016", Error;
    /// A field without its type.
    MISSING_TYPE = "M1017", Error;
    /// The parts of a field in the wrong order.
    WRONG_ORDER = "M1018", Error;
    /// A decimal comma.
    DECIMAL_COMMA = "M1019", Error;
    /// A backslash before a character that needs none.
    UNKNOWN_ESCAPE = "M1020", Error;
    /// A comment of another language.
    FOREIGN_COMMENT = "M1021", Error;
    /// A comment without its end.
    UNCLOSED_COMMENT = "M1022", Error;
    /// HTML or SQL pasted into a model.
    FOREIGN_TEXT = "M1023", Error;
    /// A line that belongs to another sort of block.
    MISPLACED_LINE = "M1024", Error;
    /// The same clause twice.
    SAID_TWICE = "M1025", Error;
    /// A keyword used as a name without backticks.
    KEYWORD_AS_NAME = "M1026", Error;
    /// Documentation that documents nothing.
    DANGLING_DOCUMENTATION = "M1027", Warning;
    /// A name without its closing backtick.
    UNCLOSED_NAME = "M1028", Error;
    /// A parenthesis without its partner.
    UNCLOSED_PARENTHESIS = "M1029", Error;
    /// A name with a character that names can't hold.
    INVALID_NAME = "M1030", Error;
    /// A label of no words.
    EMPTY_LABEL = "M1031", Warning;
}
