//! Fields in plain words: what they hold, and what must hold of them.
//!
//! Invariant: every text is plain; escaping is done where it lands.

use super::sentences::inside;
use crate::diag::Lang;
use crate::mcd::expr::{Expr, ExprKind, Function};
use crate::mcd::{Field, KeyPart, Mcd, Privacy, Type};
use crate::source::SourceMap;

/// What a field holds: `texte, 120 caractères au plus`.
pub(super) fn kind(mcd: &Mcd, field: &Field, lang: Lang) -> String {
    let is_french = lang == Lang::Fr;
    let told = |fr: &str, en: &str| if is_french { fr.to_owned() } else { en.to_owned() };
    let base = match &field.ty {
        Type::Text(length) if is_french => format!("texte, {length} caractères au plus"),
        Type::Text(length) => format!("text, at most {length} characters"),
        Type::LongText => told("texte libre", "free text"),
        Type::Markdown => told("texte mis en forme", "formatted text"),
        Type::Integer => told("nombre entier", "whole number"),
        Type::Decimal(_, 0) => told("nombre entier", "whole number"),
        Type::Decimal(_, 1) => told("nombre, 1 décimale", "number, 1 decimal"),
        Type::Decimal(_, digits) if is_french => format!("nombre, {digits} décimales"),
        Type::Decimal(_, digits) => format!("number, {digits} decimals"),
        Type::Money if is_french => format!("montant en {}", mcd.crm.currency),
        Type::Money => format!("amount in {}", mcd.crm.currency),
        Type::Percent => told("pourcentage", "percentage"),
        Type::Boolean => told("oui ou non", "yes or no"),
        Type::Date => told("date", "date"),
        Type::Time => told("heure", "time"),
        Type::DateTime => told("date et heure", "date and time"),
        Type::Duration => told("durée", "length of time"),
        Type::Email => told("adresse e-mail", "e-mail address"),
        Type::Phone => told("numéro de téléphone", "phone number"),
        Type::Url => told("adresse web", "web address"),
        Type::Color => told("couleur", "colour"),
        Type::Country => told("pays", "country"),
        Type::Language => told("langue", "language"),
        Type::PostalCode => told("code postal", "postal code"),
        Type::Siren => told("SIREN, 9 chiffres contrôlés", "SIREN, 9 checked digits"),
        Type::Siret => told("SIRET, 14 chiffres contrôlés", "SIRET, 14 checked digits"),
        Type::Vat => told("numéro de TVA européen", "European VAT number"),
        Type::Iban => told("IBAN", "IBAN"),
        Type::Address => told("adresse postale", "postal address"),
        Type::Enum(id) => {
            let labels: Vec<String> = mcd.enumeration(*id).values.iter().map(|value| value.label.clone()).collect();
            let list = labels.join(", ");
            if is_french { format!("au choix : {list}") } else { format!("one of: {list}") }
        }
        Type::Serial => told("numéro donné par le logiciel", "number given by the software"),
        Type::Sequence(pattern) if is_french => format!("référence numérotée sans trou : {}", pattern.text),
        Type::Sequence(pattern) => format!("gapless reference: {}", pattern.text),
        Type::Uuid => told("identifiant unique", "unique identifier"),
        Type::Json => told("données structurées", "structured data"),
        Type::File => told("fichier", "file"),
        Type::Image => told("image", "picture"),
        Type::Tags => told("mots-clés", "tags"),
    };
    field.unit.as_ref().map_or(base.clone(), |unit| {
        if is_french { format!("{base}, en {unit}") } else { format!("{base}, in {unit}") }
    })
}

/// What must hold of a field, each a short clause.
pub(super) fn clauses(mcd: &Mcd, sources: &SourceMap, field: &Field, lang: Lang) -> Vec<String> {
    let told = |fr: &str, en: &str| if lang == Lang::Fr { fr.to_owned() } else { en.to_owned() };
    let with = |fr: &str, en: &str, value: &str| format!("{} {value}", told(fr, en));
    let value = |expr: &Expr| value(mcd, sources, expr, lang);
    let mut all = Vec::new();
    if let Some(computed) = &field.computed {
        all.push(with("calculé :", "computed:", &source(sources, computed)));
    } else if field.required || field.identifier {
        all.push(told("obligatoire", "required"));
    }
    if field.unique {
        all.push(told("sans doublon", "no duplicates"));
    }
    if let Some(min) = &field.min {
        all.push(with("au moins", "at least", &value(min)));
    }
    if let Some(max) = &field.max {
        all.push(with("au plus", "at most", &value(max)));
    }
    if let Some(pattern) = &field.matches {
        all.push(with("de la forme", "of the form", pattern));
    }
    if let Some(default) = &field.default {
        all.push(with("au départ :", "at first:", &value(default)));
    }
    if field.readonly {
        all.push(told("non modifiable", "not editable"));
    }
    match field.privacy {
        Privacy::Plain => {}
        Privacy::Personal => all.push(told("donnée personnelle", "personal data")),
        Privacy::Sensitive => all.push(told("donnée sensible", "sensitive data")),
    }
    all
}

/// A value in words where it is a plain one; else as the model writes it.
fn value(mcd: &Mcd, sources: &SourceMap, expr: &Expr, lang: Lang) -> String {
    let told = |fr: &str, en: &str| if lang == Lang::Fr { fr.to_owned() } else { en.to_owned() };
    match &expr.kind {
        ExprKind::Number(number) if lang == Lang::Fr => number.to_string().replace('.', ","),
        ExprKind::Number(number) => number.to_string(),
        ExprKind::Text(text) => text.clone(),
        ExprKind::Boolean(true) => told("oui", "yes"),
        ExprKind::Boolean(false) => told("non", "no"),
        ExprKind::EnumValue(id, at) => {
            mcd.enumeration(*id).values.get(*at).map_or(String::new(), |value| value.label.clone())
        }
        ExprKind::Call(Function::Today, _) => told("la date du jour", "the current day"),
        ExprKind::Call(Function::Now, _) => told("l’instant présent", "the current instant"),
        _ => source(sources, expr),
    }
}

/// An expression as the model writes it, on one line.
pub(super) fn source(sources: &SourceMap, expr: &Expr) -> String {
    sources.text(expr.span).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A part of an identifier or of a group: a field by its label, a leg by its role or its entity's label.
pub(super) fn part(mcd: &Mcd, part: &KeyPart) -> String {
    match part {
        KeyPart::Field(field) => inside(&mcd.field(*field).label),
        KeyPart::Leg(leg) => {
            let leg = mcd.leg(*leg);
            leg.role.clone().unwrap_or_else(|| inside(&mcd.entity(leg.entity).label))
        }
    }
}
