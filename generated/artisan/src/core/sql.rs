//! Statements with named parameters, as entities write them, made into the engine's own placeholders.

use super::db;
use super::value::Value;

/// A statement ready for the engine, with the names of its parameters in their order.
#[derive(Debug)]
pub struct Statement {
    pub text: String,
    pub params: Vec<String>,
}

impl Statement {
    /// The arguments, each given by name.
    pub fn args(&self, mut value: impl FnMut(&str) -> Value) -> Vec<Value> {
        self.params.iter().map(|name| value(name)).collect()
    }
}

/// Finds each `:name` outside quotes and comments; `::type` is a cast and stays.
pub fn compile(source: &str) -> Statement {
    let mut text = String::with_capacity(source.len());
    let mut params: Vec<String> = Vec::new();
    let mut rest = source.trim();
    while let Some(first) = rest.chars().next() {
        let taken = match first {
            '\'' | '"' | '`' => quoted(rest, first),
            '-' if rest.starts_with("--") => rest.find('\n').unwrap_or(rest.len()),
            ':' if rest.starts_with("::") => 2,
            ':' => {
                let name = parameter(rest);
                if name.is_empty() {
                    1
                } else {
                    params.push(name.to_owned());
                    text.push_str(&db::placeholder(params.len()));
                    rest = rest.get(1 + name.len()..).unwrap_or("");
                    continue;
                }
            }
            other => other.len_utf8(),
        };
        let (head, tail) = rest.split_at_checked(taken).unwrap_or((rest, ""));
        text.push_str(head);
        rest = tail;
    }
    Statement {
        text,
        params,
    }
}

/// Length of the quoted piece at the start of `text`.
fn quoted(text: &str, quote: char) -> usize {
    text.char_indices()
        .skip(1)
        .find(|(_, letter)| *letter == quote)
        .map_or(text.len(), |(end, _)| end + 1)
}

fn parameter(text: &str) -> &str {
    let name = text.get(1..).unwrap_or("");
    let end = name
        .find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_')
        .unwrap_or(name.len());
    name.get(..end).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_found_outside_quotes_and_casts() {
        let statement = compile("SELECT ':no', \"a:b\", x::text -- :nor\nFROM t WHERE id = :__id AND a = :café OR b=:b");
        assert_eq!(statement.params, ["__id", "caf", "b"]);
        assert!(statement.text.contains("':no', \"a:b\", x::text -- :nor"));
    }
}
