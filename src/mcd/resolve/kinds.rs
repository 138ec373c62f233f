//! The kinds of problems met while names and types are resolved.
//!
//! Only the list: each is reported by the file that finds it.

use crate::diag::{Kind, Severity};

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $code:literal $severity:ident;)*) => {
        $(
            $(#[$doc])*
            pub(super) static $name: Kind = Kind {
                code: $code,
                severity: Severity::$severity,
                page: include_str!(concat!("../pages/", $code, ".md")),
            };
        )*
        /// Every kind of this room.
        pub static KINDS: &[&Kind] = &[$(&$name),*];
    };
}

kinds! {
    /// Two declarations of one name.
    DUPLICATE_DECLARATION = "M2001" Error;
    /// Two members of one name in an entity or relation.
    DUPLICATE_MEMBER = "M2002" Error;
    /// An entity that isn't declared.
    UNKNOWN_ENTITY = "M2003" Error;
    /// A type that isn't known.
    UNKNOWN_TYPE = "M2004" Error;
    /// `text`, `decimal(2,5)`, `email(3)`.
    TYPE_ARGUMENTS = "M2005" Error;
    /// A named type that is made of itself.
    TYPE_CYCLE = "M2006" Error;
    /// Two values of one name in an enumeration.
    DUPLICATE_ENUM_VALUE = "M2007" Error;
    /// A modifier that says nothing there, twice, or the contrary of another.
    MODIFIER_MISPLACED = "M2008" Error;
    /// A name that is no field or leg there.
    UNKNOWN_MEMBER = "M2009" Error;
    // M2010 was a line that doesn't belong there; the parser says so now (M1024).
    /// A setting of `crm` that isn't known or whose value can't be.
    BAD_SETTING = "M2011" Error;
    /// A second `crm`, `form` or `list`.
    DUPLICATE_BLOCK = "M2012" Error;
    /// A sequence whose pattern can't count.
    BAD_SEQUENCE = "M2013" Error;
    /// A cardinality whose bounds aren't numbers in their places.
    BAD_CARDINALITY = "M2014" Error;
    /// A relation that isn't declared.
    UNKNOWN_RELATION = "M2015" Error;
    /// A word that must be one of a few.
    UNKNOWN_WORD = "M2016" Error;
    /// A type named like one of the language's.
    TYPE_NAME_TAKEN = "M2017" Error;
    /// Fields that are known to exist and not listed yet.
    FIELDS_NOT_LISTED = "M2018" Hint;
    // M2019 is the driver's: a file that can't be read.
    /// A setting that nothing follows yet.
    WITHOUT_EFFECT = "M2020" Warning;
    /// A value of an enumeration whose name is longer than its column.
    VALUE_NAME_TOO_LONG = "M2021" Error;
    /// A name in an expression that leads nowhere.
    UNKNOWN_IN_EXPRESSION = "M4001" Error;
    /// Types that don't fit.
    TYPES_DO_NOT_FIT = "M4002" Error;
    /// A path with several values outside an aggregate.
    SEVERAL_VALUES = "M4003" Error;
    /// A function that isn't known, or its number of arguments.
    BAD_CALL = "M4004" Error;
    /// A word that is no value of the enumeration.
    UNKNOWN_ENUM_VALUE = "M4005" Error;
    /// A regular expression that can't be read.
    BAD_REGEX = "M4006" Error;
    /// A path that could be read two ways.
    AMBIGUOUS_PATH = "M4007" Error;
    /// An expression that can't stand there.
    EXPRESSION_MISPLACED = "M4008" Error;
    /// An aggregate over nothing, or over two things.
    BAD_AGGREGATE = "M4009" Error;
}
