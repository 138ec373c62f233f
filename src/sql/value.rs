//! A piece of SQL that has a value, with what it is worth knowing to combine it.
//!
//! Invariant: on an engine that scales numbers, a value of shape `Number(s)` is the number times ten to the power `s`, whole.

/// A piece of SQL that has a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// The SQL.
    pub sql: String,
    /// What it is.
    pub shape: Shape,
    /// It can stand beside any operator without parentheses.
    pub(crate) tight: bool,
}

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A number with so many digits after the point.
    Number(u8),
    /// Characters.
    Text,
    /// Truth value.
    Boolean,
    /// Day.
    Date,
    /// Time of day.
    Time,
    /// Instant.
    DateTime,
    /// Whole seconds.
    Duration,
    /// The key of a record.
    Key,
}

impl Value {
    /// A column, literal or function call.
    pub(crate) fn tight(sql: impl Into<String>, shape: Shape) -> Self {
        Value { sql: sql.into(), shape, tight: true }
    }

    /// Operands around an operator.
    pub(crate) fn loose(sql: impl Into<String>, shape: Shape) -> Self {
        Value { sql: sql.into(), shape, tight: false }
    }

    /// As it can stand beside an operator.
    pub(crate) fn operand(&self) -> String {
        if self.tight { self.sql.clone() } else { format!("({})", self.sql) }
    }

    /// Digits after the point; 0 for what isn't a number.
    pub(crate) fn scale(&self) -> u8 {
        if let Shape::Number(scale) = self.shape { scale } else { 0 }
    }

    /// A whole number written out, if it is one.
    pub(crate) fn whole(&self) -> Option<i64> {
        self.sql.parse().ok()
    }
}

/// Ten to a power; none past 64 bits.
pub(crate) fn power_of_ten(exponent: u8) -> Option<i64> {
    10_i64.checked_pow(u32::from(exponent))
}
