//! A regular expression of a model as a server reads it: the same texts, written its way; nothing where it can't be said.
//!
//! Models are written in the syntax of Rust's `regex`, by which the application checks. Whole expressions only: whoever asks puts the anchors.
//! Invariant: what is given matches what the model's expression matches, but for what PostgreSQL takes for a letter, a digit or a blank
//! (`\w`, `\d`, `\s`, word boundaries), which its locale says.

use regex_syntax::ast::parse::Parser;
use regex_syntax::ast::{
    AssertionKind, Ast, ClassAscii, ClassAsciiKind, ClassBracketed, ClassPerl, ClassPerlKind, ClassSet, ClassSetItem,
    ClassUnicode, ClassUnicodeKind, Flag, Flags, FlagsItemKind, GroupKind, Literal, LiteralKind, Repetition,
    RepetitionKind, RepetitionRange,
};

/// Whose syntax.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reader {
    /// PostgreSQL: Henry Spencer's advanced regular expressions.
    Postgres,
    /// MariaDB: PCRE2.
    Mariadb,
}

/// The expression in the reader's syntax.
pub(super) fn written_for(reader: Reader, pattern: &str) -> Option<String> {
    let parsed = Parser::new().parse(pattern).ok()?;
    reader.ast(&parsed)
}

impl Reader {
    fn ast(self, ast: &Ast) -> Option<String> {
        Some(match ast {
            Ast::Empty(_) => String::new(),
            Ast::Flags(set) => format!("(?{})", self.flags(&set.flags)?),
            Ast::Literal(literal) => self.literal(literal),
            // What isn't a line end, as in Rust: PostgreSQL's dot takes anything.
            Ast::Dot(_) => if self == Reader::Postgres { "[^\\n]" } else { "." }.into(),
            Ast::Assertion(assertion) => self.assertion(&assertion.kind)?.into(),
            Ast::ClassUnicode(class) => self.property(class)?,
            Ast::ClassPerl(class) => perl(class),
            Ast::ClassBracketed(class) => self.class(class)?,
            Ast::Repetition(repetition) => self.repetition(repetition)?,
            Ast::Group(group) => {
                let opening = match &group.kind {
                    GroupKind::CaptureIndex(_) => "(".to_owned(),
                    GroupKind::CaptureName { .. } => "(?:".to_owned(),
                    GroupKind::NonCapturing(flags) if flags.items.is_empty() => "(?:".to_owned(),
                    GroupKind::NonCapturing(flags) => format!("(?{}:", self.flags(flags)?),
                };
                format!("{opening}{})", self.ast(&group.ast)?)
            }
            Ast::Alternation(alternation) => self.all(&alternation.asts)?.join("|"),
            Ast::Concat(concat) => self.all(&concat.asts)?.concat(),
        })
    }

    fn all(self, asts: &[Ast]) -> Option<Vec<String>> {
        asts.iter().map(|ast| self.ast(ast)).collect()
    }

    /// PCRE's `i` and `s` are Rust's; `x` would take the rest of the check for a comment, `m` and `R` give line ends another meaning.
    fn flags(self, flags: &Flags) -> Option<String> {
        let flag = |kind: &FlagsItemKind| match kind {
            FlagsItemKind::Negation => Some('-'),
            FlagsItemKind::Flag(Flag::CaseInsensitive) => Some('i'),
            FlagsItemKind::Flag(Flag::DotMatchesNewLine) => Some('s'),
            FlagsItemKind::Flag(_) => None,
        };
        (self == Reader::Mariadb).then(|| flags.items.iter().map(|item| flag(&item.kind)).collect())?
    }

    fn assertion(self, kind: &AssertionKind) -> Option<&'static str> {
        use AssertionKind as A;
        let (postgres, mariadb) = match kind {
            A::StartLine => ("^", "^"),
            // PCRE's dollar is also before a last line end.
            A::EndLine => ("$", "\\z"),
            A::StartText => ("\\A", "\\A"),
            A::EndText => ("\\Z", "\\z"),
            A::WordBoundary => ("\\y", "\\b"),
            A::NotWordBoundary => ("\\Y", "\\B"),
            A::WordBoundaryStart | A::WordBoundaryStartAngle => ("\\m", "\\b(?=\\w)"),
            A::WordBoundaryEnd | A::WordBoundaryEndAngle => ("\\M", "\\b(?<=\\w)"),
            A::WordBoundaryStartHalf | A::WordBoundaryEndHalf => return None,
        };
        Some(if self == Reader::Postgres { postgres } else { mariadb })
    }

    /// A repetition of a repetition is one of a group; neither server repeats what has no width.
    fn repetition(self, repetition: &Repetition) -> Option<String> {
        let inner = self.ast(&repetition.ast)?;
        let inner = match *repetition.ast {
            Ast::Assertion(_) | Ast::Flags(_) | Ast::Empty(_) => return None,
            Ast::Repetition(_) => format!("(?:{inner})"),
            _ => inner,
        };
        let most = if self == Reader::Postgres { 255 } else { 65_535 };
        let times = match &repetition.op.kind {
            RepetitionKind::ZeroOrOne => "?".to_owned(),
            RepetitionKind::ZeroOrMore => "*".to_owned(),
            RepetitionKind::OneOrMore => "+".to_owned(),
            RepetitionKind::Range(range) => match range {
                RepetitionRange::Exactly(n) | RepetitionRange::AtLeast(n) | RepetitionRange::Bounded(_, n)
                    if *n > most =>
                {
                    return None;
                }
                RepetitionRange::Exactly(n) => format!("{{{n}}}"),
                RepetitionRange::AtLeast(n) => format!("{{{n},}}"),
                RepetitionRange::Bounded(least, n) => format!("{{{least},{n}}}"),
            },
        };
        let lazy = if repetition.greedy { "" } else { "?" };
        Some(format!("{inner}{times}{lazy}"))
    }

    fn literal(self, literal: &Literal) -> String {
        match &literal.kind {
            LiteralKind::Verbatim if !literal.c.is_control() => literal.c.to_string(),
            LiteralKind::Meta | LiteralKind::Superfluous => format!("\\{}", literal.c),
            _ => self.coded(literal.c),
        }
    }

    /// A character by its number, or by the letter that both servers read as Rust does.
    fn coded(self, c: char) -> String {
        let number = u32::from(c);
        match (c, self) {
            ('\t', _) => "\\t".into(),
            ('\n', _) => "\\n".into(),
            ('\r', _) => "\\r".into(),
            (_, Reader::Mariadb) => format!("\\x{{{number:X}}}"),
            (_, Reader::Postgres) if number > 0xFFFF => format!("\\U{number:08X}"),
            (_, Reader::Postgres) => format!("\\u{number:04X}"),
        }
    }

    fn class(self, class: &ClassBracketed) -> Option<String> {
        let ClassSet::Item(item) = &class.kind else { return None };
        let not = if class.negated { "^" } else { "" };
        Some(format!("[{not}{}]", self.item(item)?))
    }

    fn item(self, item: &ClassSetItem) -> Option<String> {
        match item {
            ClassSetItem::Empty(_) | ClassSetItem::Bracketed(_) => None,
            ClassSetItem::Literal(literal) => Some(self.member(literal)),
            ClassSetItem::Range(range) => Some(format!("{}-{}", self.member(&range.start), self.member(&range.end))),
            ClassSetItem::Ascii(class) => ascii(class).map(str::to_owned),
            ClassSetItem::Unicode(class) => self.property(class),
            ClassSetItem::Perl(class) => Some(perl(class)),
            ClassSetItem::Union(union) => union.items.iter().map(|item| self.item(item)).collect(),
        }
    }

    /// A character between brackets.
    fn member(self, literal: &Literal) -> String {
        match literal.c {
            c @ ('[' | ']' | '\\' | '^' | '-' | '&' | '~') => format!("\\{c}"),
            c if c.is_control() || matches!(literal.kind, LiteralKind::HexFixed(_) | LiteralKind::HexBrace(_)) => {
                self.coded(c)
            }
            c => c.to_string(),
        }
    }

    /// General categories by their short names are the same in PCRE; other properties have other names or other members.
    fn property(self, class: &ClassUnicode) -> Option<String> {
        let name = match &class.kind {
            ClassUnicodeKind::OneLetter(letter) => letter.to_string(),
            ClassUnicodeKind::Named(name) => name.clone(),
            ClassUnicodeKind::NamedValue { .. } => return None,
        };
        let letter = if class.negated { 'P' } else { 'p' };
        let known = self == Reader::Mariadb && CATEGORIES.split(' ').any(|category| category == name);
        known.then(|| format!("\\{letter}{{{name}}}"))
    }
}

/// The general categories of Unicode, by their short names.
const CATEGORIES: &str = "L Lu Ll Lt Lm Lo M Mn Mc Me N Nd Nl No P Pc Pd Ps Pe Pi Pf Po S Sm Sc Sk So Z Zs Zl Zp";

fn perl(class: &ClassPerl) -> String {
    let letter = match class.kind {
        ClassPerlKind::Digit => 'd',
        ClassPerlKind::Space => 's',
        ClassPerlKind::Word => 'w',
    };
    let letter = if class.negated { letter.to_ascii_uppercase() } else { letter };
    format!("\\{letter}")
}

/// Rust's `[:alpha:]` is of ASCII; the servers' is of a locale, or of Unicode.
fn ascii(class: &ClassAscii) -> Option<&'static str> {
    match class.kind {
        _ if class.negated => None,
        ClassAsciiKind::Alnum => Some("0-9A-Za-z"),
        ClassAsciiKind::Alpha => Some("A-Za-z"),
        ClassAsciiKind::Digit => Some("0-9"),
        ClassAsciiKind::Lower => Some("a-z"),
        ClassAsciiKind::Upper => Some("A-Z"),
        ClassAsciiKind::Word => Some("0-9A-Za-z_"),
        ClassAsciiKind::Xdigit => Some("0-9A-Fa-f"),
        _ => None,
    }
}
