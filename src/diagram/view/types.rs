//! The type of a field, as the model writes it.

use crate::mcd::{Mcd, Type};

/// `text(80)`, `decimal(10,2)`, `enum(prospect, actif)`.
pub(super) fn type_words(model: &Mcd, ty: &Type) -> String {
    match ty {
        Type::Text(length) => format!("text({length})"),
        Type::Decimal(digits, scale) => format!("decimal({digits},{scale})"),
        Type::Enum(id) => {
            let names: Vec<&str> = model.enumeration(*id).values.iter().map(|value| value.name.as_str()).collect();
            format!("enum({})", names.join(", "))
        }
        Type::Sequence(pattern) => format!("sequence({})", pattern.text),
        plain => word(plain).to_owned(),
    }
}

fn word(ty: &Type) -> &'static str {
    match ty {
        Type::Text(_) | Type::LongText => "text",
        Type::Markdown => "markdown",
        Type::Integer => "integer",
        Type::Decimal(..) => "decimal",
        Type::Money => "money",
        Type::Percent => "percent",
        Type::Boolean => "boolean",
        Type::Date => "date",
        Type::Time => "time",
        Type::DateTime => "datetime",
        Type::Duration => "duration",
        Type::Email => "email",
        Type::Phone => "phone",
        Type::Url => "url",
        Type::Color => "color",
        Type::Country => "country",
        Type::Language => "language",
        Type::PostalCode => "postal_code",
        Type::Siren => "siren",
        Type::Siret => "siret",
        Type::Vat => "vat",
        Type::Iban => "iban",
        Type::Address => "address",
        Type::Enum(_) => "enum",
        Type::Serial => "serial",
        Type::Sequence(_) => "sequence",
        Type::Uuid => "uuid",
        Type::Json => "json",
        Type::File => "file",
        Type::Image => "image",
        Type::Tags => "tags",
    }
}
