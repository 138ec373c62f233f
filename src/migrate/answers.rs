//! What the consultant answers to the questions of a change: `changes.mcd`, or the same lines on the command line.
//!
//! One answer a line, `//` begins a comment. Expressions are kept as text: they are read against the model before the change,
//! whose names they use. Judges nothing but the form of a line; whether an answer serves is the difference's to say.

use crate::diag::Text;
use crate::say;

/// An answer, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// `drop entity X`, `drop relation R`, `drop field X.y`: what was there may go.
    Drop(Subject, Vec<String>),
    /// `backfill X.y = EXPR`: what empty values of existing records become.
    Backfill(Vec<String>, String),
    /// `keep R last by depuis`, `keep X.y max`: which of several stays.
    Keep(Vec<String>, Choice, Option<String>),
    /// `map X.y.a -> b`: what records that have a value that goes get instead; `map X.y."a text" -> b`, where a text becomes a value of a list.
    Map(Vec<String>, String),
    /// `truncate X.y`: what doesn't fit is cut.
    Truncate(Vec<String>),
    /// `merge A into B`, `merge A.x into B.y`: the records of A become records of B, what was x there is y.
    Merge(Vec<String>, Vec<String>),
    /// `check R.leg`: every record has one; where one hasn't, the migration is refused.
    Check(Vec<String>),
    /// `using X.y = EXPR`: the new value from the old record; `using S = CONDITION`: which records become of the subtype S.
    Using(Vec<String>, String),
}

/// What is dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// An entity.
    Entity,
    /// A relation.
    Relation,
    /// A field.
    Field,
}

/// Which of several stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// The least, or the first in an order.
    First,
    /// The greatest, or the last in an order.
    Last,
}

/// All answers, in the order they were given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answers {
    /// Each with its line as written.
    pub lines: Vec<(Answer, String)>,
}

impl Answers {
    /// Reads lines; those that can't be read are told, each with its number from 1.
    pub fn read(text: &str) -> (Answers, Vec<(usize, Text)>) {
        let (mut answers, mut problems) = (Answers::default(), Vec::new());
        for (number, line) in text.lines().enumerate() {
            let line = without_comment(line).trim().trim_end_matches(';').trim();
            if line.is_empty() {
                continue;
            }
            match answer(line) {
                Some(answer) => answers.lines.push((answer, line.to_owned())),
                None => problems.push((number + 1, unreadable(line))),
            }
        }
        (answers, problems)
    }

    /// Those of others after these.
    pub fn extend(&mut self, others: Answers) {
        self.lines.extend(others.lines);
    }

    /// Whether the item may go.
    pub fn drops(&self, subject: Subject, path: &[&str]) -> bool {
        self.lines.iter().any(|(answer, _)| matches!(answer, Answer::Drop(s, p) if *s == subject && same(p, path)))
    }

    /// What empty values become.
    pub fn backfill(&self, path: &[&str]) -> Option<&str> {
        self.lines.iter().find_map(|(answer, _)| match answer {
            Answer::Backfill(p, expr) if same(p, path) => Some(expr.as_str()),
            _ => None,
        })
    }

    /// What is merged into what.
    pub fn merges(&self) -> impl Iterator<Item = (&[String], &[String])> {
        self.lines.iter().filter_map(|(answer, _)| match answer {
            Answer::Merge(from, into) => Some((from.as_slice(), into.as_slice())),
            _ => None,
        })
    }

    /// Whether what exists is known to do, and is only to be checked.
    pub fn checks(&self, path: &[&str]) -> bool {
        self.lines.iter().any(|(answer, _)| matches!(answer, Answer::Check(p) if same(p, path)))
    }

    /// How the new value is made.
    pub fn using(&self, path: &[&str]) -> Option<&str> {
        self.lines.iter().find_map(|(answer, _)| match answer {
            Answer::Using(p, expr) if same(p, path) => Some(expr.as_str()),
            _ => None,
        })
    }

    /// Which of several stays.
    pub fn keep(&self, path: &[&str]) -> Option<(Choice, Option<&str>)> {
        self.lines.iter().find_map(|(answer, _)| match answer {
            Answer::Keep(p, choice, by) if same(p, path) => Some((*choice, by.as_deref())),
            _ => None,
        })
    }

    /// Whether what doesn't fit may be cut.
    pub fn truncates(&self, path: &[&str]) -> bool {
        self.lines.iter().any(|(answer, _)| matches!(answer, Answer::Truncate(p) if same(p, path)))
    }

    /// What replaces the values of a field, whatever they were: each with the name of the new one.
    pub fn replacements<'a>(&'a self, path: &'a [&str]) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.lines.iter().filter_map(move |(answer, _)| match answer {
            Answer::Map(p, to) => {
                p.split_last().filter(|(_, of)| same(of, path)).map(|(value, _)| (value.as_str(), to.as_str()))
            }
            _ => None,
        })
    }

    /// What replaces a value that goes; `path` ends in the value.
    pub fn mapped(&self, path: &[&str]) -> Option<&str> {
        self.lines.iter().find_map(|(answer, _)| match answer {
            Answer::Map(p, to) if same(p, path) => Some(to.as_str()),
            _ => None,
        })
    }
}

fn same(a: &[String], b: &[&str]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a == b)
}

/// A `//` within a string is no comment.
fn without_comment(line: &str) -> &str {
    outside_quotes(line, "//").first().copied().unwrap_or_default()
}

fn answer(line: &str) -> Option<Answer> {
    let (word, rest) = line.split_once(char::is_whitespace)?;
    let rest = rest.trim();
    match word {
        "drop" => drop_answer(rest),
        "backfill" => assignment(rest).map(|(path, expr)| Answer::Backfill(path, expr)),
        "using" => assignment(rest).map(|(path, expr)| Answer::Using(path, expr)),
        "truncate" => Some(Answer::Truncate(path(rest)?)),
        "check" => path(rest).filter(|path| path.len() == 2).map(Answer::Check),
        "map" => {
            let [from, to] = <[&str; 2]>::try_from(outside_quotes(rest, "->")).ok()?;
            let [to] = <[String; 1]>::try_from(path(to.trim())?).ok()?;
            Some(Answer::Map(path(from.trim())?, to))
        }
        "merge" => {
            let (from, into) = rest.split_once(" into ")?;
            let (from, into) = (path(from.trim())?, path(into.trim())?);
            (from.len() == into.len() && from.len() <= 2).then_some(Answer::Merge(from, into))
        }
        "keep" => keep(rest),
        _ => None,
    }
}

fn drop_answer(rest: &str) -> Option<Answer> {
    let (what, name) = rest.split_once(char::is_whitespace)?;
    let path = path(name.trim())?;
    let subject = match (what, path.len()) {
        ("entity", 1) => Subject::Entity,
        ("relation", 1) => Subject::Relation,
        ("field", 2) => Subject::Field,
        _ => return None,
    };
    Some(Answer::Drop(subject, path))
}

fn assignment(text: &str) -> Option<(Vec<String>, String)> {
    let (left, right) = text.split_once('=')?;
    let right = right.trim();
    if right.is_empty() { None } else { Some((path(left.trim())?, right.to_owned())) }
}

fn keep(text: &str) -> Option<Answer> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let (target, choice, by) = match words.as_slice() {
        [target, choice] => (*target, *choice, None),
        [target, choice, "by", field] => (*target, *choice, Some(*field)),
        _ => return None,
    };
    let choice = match choice {
        "first" | "min" => Choice::First,
        "last" | "max" => Choice::Last,
        _ => return None,
    };
    let by = match by {
        Some(by) => Some(path(by)?.into_iter().next_back()?),
        None => None,
    };
    Some(Answer::Keep(path(target)?, choice, by))
}

/// `A.b` in parts, without backticks. A part in quotes is a value, whatever it holds: `A.b."à voir"`.
fn path(text: &str) -> Option<Vec<String>> {
    let part = |part: &str| {
        let part = part.trim();
        if let Some(value) = part.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
            return Some(value.replace("\\\"", "\"").replace("\\\\", "\\"));
        }
        let part = part.trim_matches('`');
        let plain = !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || "(){}\"".contains(c));
        plain.then(|| part.to_owned())
    };
    outside_quotes(text, ".").into_iter().map(part).collect()
}

/// The pieces of a text between the separators that stand outside of quotes.
fn outside_quotes<'t>(text: &'t str, separator: &str) -> Vec<&'t str> {
    let (mut pieces, mut start) = (Vec::new(), 0);
    let (mut quoted, mut escaped) = (false, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if !quoted && at >= start && text.get(at..).is_some_and(|rest| rest.starts_with(separator)) => {
                pieces.extend(text.get(start..at));
                start = at + separator.len();
            }
            _ => {}
        }
    }
    pieces.extend(text.get(start..));
    pieces
}

fn unreadable(line: &str) -> Text {
    say!(
        fr "« {line} » n'est pas une réponse : drop entity X, drop relation R, drop field X.y, merge X into Y, backfill X.y = EXPRESSION, keep R last by champ, map X.y.a -> b, truncate X.y, check R.leg, using X.y = EXPRESSION",
        en "`{line}` isn't an answer: drop entity X, drop relation R, drop field X.y, merge X into Y, backfill X.y = EXPRESSION, keep R last by field, map X.y.a -> b, truncate X.y, check R.leg, using X.y = EXPRESSION"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_answer_is_read() {
        let text = "drop field Client.fax // no longer used\nbackfill Client.ville = \"Lyon // 2e\"\nkeep Suivre last by depuis\n\
                    map Client.statut.perdu -> prospect\nmap Client.etat.\"à voir -> v. 2\" -> a_voir\ntruncate Client.nom\ncheck Passer.Client\nusing Client.age = year(today()) - 1;\n";
        let (answers, problems) = Answers::read(text);
        assert_eq!(problems, []);
        assert!(answers.drops(Subject::Field, &["Client", "fax"]));
        assert_eq!(answers.backfill(&["Client", "ville"]), Some("\"Lyon // 2e\""));
        assert_eq!(answers.keep(&["Suivre"]), Some((Choice::Last, Some("depuis"))));
        assert_eq!(answers.mapped(&["Client", "statut", "perdu"]), Some("prospect"));
        assert_eq!(answers.replacements(&["Client", "etat"]).collect::<Vec<_>>(), [("à voir -> v. 2", "a_voir")]);
        assert!(answers.truncates(&["Client", "nom"]));
        assert!(answers.checks(&["Passer", "Client"]));
        assert_eq!(answers.using(&["Client", "age"]), Some("year(today()) - 1"));
    }

    #[test]
    fn what_is_no_answer_is_told_with_its_line() {
        let (answers, problems) = Answers::read("\ndelete everything\ndrop field Client\nkeep R");
        assert!(answers.lines.is_empty());
        assert_eq!(problems.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [2, 3, 4]);
    }
}
