//! Three-valued logic of rules: `None` is "unknown", as NULL is in SQL. A rule that is unknown holds.

pub fn and(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    match (a, b) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

pub fn or(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    match (a, b) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        _ => None,
    }
}

pub fn not(a: Option<bool>) -> Option<bool> {
    a.map(|truth| !truth)
}

/// Evaluates an operand in which `?` leaves as soon as a value is empty: `known(|| Some(self.a? > self.b?))`.
pub fn known<T>(operand: impl FnOnce() -> Option<T>) -> Option<T> {
    operand()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_behaves_as_null_in_sql() {
        assert_eq!(and(None, Some(false)), Some(false));
        assert_eq!(and(None, Some(true)), None);
        assert_eq!(or(None, Some(true)), Some(true));
        assert_eq!(or(None, Some(false)), None);
        assert_eq!(not(None), None);
    }
}
