//! Fields in plain words: what they hold, and what must hold of them.
//!
//! Invariant: every text is plain; escaping is done where it lands.

use super::sentences::inside;
use super::words::told;
use crate::diag::Lang;
use crate::mcd::expr::{Expr, ExprKind, Function};
use crate::mcd::{Field, KeyPart, Mcd, Privacy, Type};

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
pub(super) fn clauses(mcd: &Mcd, field: &Field, lang: Lang) -> Vec<String> {
    let say = |fr: &str, en: &str| if lang == Lang::Fr { fr.to_owned() } else { en.to_owned() };
    let with = |fr: &str, en: &str, value: &str| format!("{} {value}", say(fr, en));
    let value = |expr: &Expr| value(mcd, expr, lang);
    let mut all = Vec::new();
    if let Some(computed) = &field.computed {
        all.push(with("calculé :", "computed:", &told(mcd, computed, lang)));
    } else if field.required || field.identifier {
        all.push(say("obligatoire", "required"));
    }
    if field.unique {
        all.push(say("sans doublon", "no duplicates"));
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
        all.push(say("non modifiable", "not editable"));
    }
    match field.privacy {
        Privacy::Plain => {}
        Privacy::Personal => all.push(say("donnée personnelle", "personal data")),
        Privacy::Sensitive => all.push(say("donnée sensible", "sensitive data")),
    }
    all
}

/// A value: a text and a value of a list as they are.
fn value(mcd: &Mcd, expr: &Expr, lang: Lang) -> String {
    match &expr.kind {
        ExprKind::Text(text) => text.clone(),
        ExprKind::EnumValue(id, at) => {
            mcd.enumeration(*id).values.get(*at).map_or(String::new(), |value| value.label.clone())
        }
        ExprKind::Call(Function::Today, _) if lang == Lang::Fr => "la date du jour".to_owned(),
        ExprKind::Call(Function::Now, _) if lang == Lang::Fr => "l’instant présent".to_owned(),
        ExprKind::Call(Function::Today, _) => "the current day".to_owned(),
        ExprKind::Call(Function::Now, _) => "the current instant".to_owned(),
        _ => told(mcd, expr, lang),
    }
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
