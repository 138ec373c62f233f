//! What a field holds: the closed set of kinds, and the facts that follow from a kind alone.
//!
//! Not here: parsing (`parse`), spelling (`format`), what an engine stores (`db`).

use super::key::KeyKind;

/// One value of a closed list, with the words shown for it.
#[derive(Debug)]
pub struct Choice {
    pub code: &'static str,
    pub label: &'static str,
}

/// What deleting the record at the other end does to the one that bears the reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnDelete {
    /// The delete is refused while this record exists.
    Restrict,
    /// This record goes too (weak entities).
    Cascade,
    /// The reference becomes empty.
    Detach,
}

/// A field that points at a record of another entity.
#[derive(Debug)]
pub struct Reference {
    /// Name of the entity at the other end.
    pub entity: &'static str,
    /// How that entity's records are identified.
    pub key: KeyKind,
    /// What the list of these records is called on the other end's page.
    pub related: &'static str,
    pub on_delete: OnDelete,
}

#[derive(Clone, Copy, Debug)]
pub enum Kind {
    Text {
        max: u32,
    },
    LongText,
    Markdown,
    Integer,
    Decimal {
        precision: u32,
        scale: u32,
    },
    Money,
    Percent,
    Boolean,
    Date,
    Time,
    DateTime,
    /// Whole seconds.
    Duration,
    Email,
    Phone,
    Url,
    Color,
    Country,
    Language,
    PostalCode,
    Siren,
    Siret,
    Vat,
    Iban,
    Enum(&'static [Choice]),
    Serial,
    /// Gapless reference; the pattern bears `{year}`, `{month}` and `{0000}`.
    Sequence(&'static str),
    Uuid,
    Json,
    File,
    Image,
    Tags,
    Reference(&'static Reference),
}

impl Kind {
    /// The name that pages and scripts know the kind by.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Text {
                ..
            } => "text",
            Kind::LongText => "longtext",
            Kind::Markdown => "markdown",
            Kind::Integer => "integer",
            Kind::Decimal {
                ..
            } => "decimal",
            Kind::Money => "money",
            Kind::Percent => "percent",
            Kind::Boolean => "boolean",
            Kind::Date => "date",
            Kind::Time => "time",
            Kind::DateTime => "datetime",
            Kind::Duration => "duration",
            Kind::Email => "email",
            Kind::Phone => "phone",
            Kind::Url => "url",
            Kind::Color => "color",
            Kind::Country => "country",
            Kind::Language => "language",
            Kind::PostalCode => "postal_code",
            Kind::Siren => "siren",
            Kind::Siret => "siret",
            Kind::Vat => "vat",
            Kind::Iban => "iban",
            Kind::Enum(_) => "enum",
            Kind::Serial => "serial",
            Kind::Sequence(_) => "sequence",
            Kind::Uuid => "uuid",
            Kind::Json => "json",
            Kind::File => "file",
            Kind::Image => "image",
            Kind::Tags => "tags",
            Kind::Reference(_) => "reference",
        }
    }

    /// Digits after the point, for the kinds stored as exact decimals.
    pub fn scale(self) -> Option<u32> {
        match self {
            Kind::Decimal {
                scale,
                ..
            } => Some(scale),
            Kind::Money | Kind::Percent => Some(2),
            _ => None,
        }
    }

    /// Longest text accepted, in characters.
    pub fn max_length(self) -> Option<u32> {
        match self {
            Kind::Text {
                max,
            } => Some(max),
            Kind::LongText | Kind::Markdown | Kind::Json => Some(100_000),
            Kind::Email => Some(254),
            Kind::Phone => Some(30),
            Kind::Url | Kind::File | Kind::Image => Some(2_000),
            Kind::Iban => Some(42),
            Kind::Siren => Some(14),
            Kind::Siret => Some(20),
            Kind::Vat => Some(20),
            Kind::PostalCode => Some(12),
            Kind::Tags => Some(500),
            _ => None,
        }
    }

    /// Numbers are aligned to the right and compared by range.
    pub fn is_numeric(self) -> bool {
        matches!(
            self,
            Kind::Integer | Kind::Decimal { .. } | Kind::Money | Kind::Percent | Kind::Duration | Kind::Serial
        )
    }

    /// Kinds that the database stores as characters and that people sort without regard to case.
    pub fn is_text(self) -> bool {
        self.max_length().is_some() && !matches!(self, Kind::Json) || matches!(self, Kind::Color | Kind::Country | Kind::Language)
    }

    /// Numbers that the application gives, never the person who types.
    pub fn is_given(self) -> bool {
        matches!(self, Kind::Serial | Kind::Sequence(_))
    }

    pub fn reference(self) -> Option<&'static Reference> {
        match self {
            Kind::Reference(reference) => Some(reference),
            _ => None,
        }
    }

    pub fn choices(self) -> &'static [Choice] {
        match self {
            Kind::Enum(choices) => choices,
            _ => &[],
        }
    }
}

/// The words shown for an enum's code; the code itself when the list no longer has it.
pub fn choice_label<'a>(choices: &'static [Choice], code: &'a str) -> &'a str {
    choices
        .iter()
        .find(|choice| choice.code == code)
        .map_or(code, |choice| choice.label)
}
