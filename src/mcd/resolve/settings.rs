//! The `crm` block.
//!
//! Where it is absent, or a line of it, the defaults of the language hold.

use std::str::FromStr as _;

use chrono_tz::{TZ_VARIANTS, Tz};
use iso_currency::{Currency, IntoEnumIterator as _};

use super::Resolver;
use super::declare::find_entity;
use super::kinds::{BAD_SETTING, DUPLICATE_BLOCK, WITHOUT_EFFECT};
use super::members::unknown_word;
use crate::diag::suggest::nearest;
use crate::diag::{Diagnostic, Text};
use crate::mcd::model::{Crm, Locale};
use crate::say;
use crate::source::Span;
use crate::syntax::ast;

const KEYS: &[&str] = &["locale", "currency", "timezone", "fiscal_year_start", "users"];

/// The language of the model, which default labels need before anything else; French unless a `crm` block says otherwise.
pub(super) fn locale(items: &[&ast::Item]) -> Locale {
    let blocks = items.iter().filter_map(|item| if let ast::Item::Crm(crm) = item { Some(crm) } else { None });
    let mut settings = blocks.flat_map(|block| &block.settings);
    let said = settings.find(|(key, _)| key.text == "locale").map(|(_, value)| value);
    match said {
        Some(ast::SettingValue::Word(word)) if word.text == "en" => Locale::En,
        Some(ast::SettingValue::Str(string)) if string.value == "en" => Locale::En,
        _ => Locale::Fr,
    }
}

/// Resolves the one `crm` block.
pub(super) fn resolve_crm(resolver: &mut Resolver<'_>, items: &[&ast::Item]) {
    let mut blocks = items.iter().filter_map(|item| if let ast::Item::Crm(crm) = item { Some(crm) } else { None });
    let Some(block) = blocks.next() else { return };
    for other in blocks {
        report_second(resolver, "crm", other.name.span, block.name.span);
    }
    resolver.mcd.crm = Crm {
        name: block.name.text.clone(),
        title: block.title.as_ref().map_or_else(|| block.name.text.clone(), |title| title.value.clone()),
        locale: resolver.mcd.crm.locale,
        span: Some(block.span),
        ..Crm::default()
    };
    for (at, (key, value)) in block.settings.iter().enumerate() {
        match block.settings.iter().take(at).find(|(first, _)| first.text == key.text) {
            Some((first, _)) => report_second(resolver, &key.text, key.span, first.span),
            None => resolve_setting(resolver, key, value),
        }
    }
}

/// Reports a block or line that may stand only once.
pub(super) fn report_second(resolver: &mut Resolver<'_>, block: &str, span: Span, first: Span) {
    resolver.sink.push(
        Diagnostic::new(
            &DUPLICATE_BLOCK,
            span,
            say!(fr "« {block} » est dit une seconde fois", en "`{block}` is said a second time"),
        )
        .related(first, say!(fr "le premier", en "the first"))
        .help(say!(fr "gardez-en un, ou réunissez-les", en "keep one of them, or merge them")),
    );
}

fn resolve_setting(resolver: &mut Resolver<'_>, key: &ast::Name, value: &ast::SettingValue) {
    let (text, span) = match value {
        ast::SettingValue::Word(word) => (word.text.clone(), word.span),
        ast::SettingValue::Str(string) => (string.value.clone(), string.span),
    };
    match key.text.as_str() {
        "locale" => match text.as_str() {
            "fr" => resolver.mcd.crm.locale = Locale::Fr,
            "en" => resolver.mcd.crm.locale = Locale::En,
            _ => bad_value(resolver, span, say!(fr "écrivez fr ou en", en "write fr or en")),
        },
        "currency" => match Currency::from_code(&text) {
            Some(_) => resolver.mcd.crm.currency = text,
            None => not_listed(
                resolver,
                span,
                nearest_currency(&text),
                say!(fr "trois capitales (ISO 4217) : EUR", en "three capitals (ISO 4217): EUR"),
            ),
        },
        "timezone" => match Tz::from_str(&text) {
            Ok(_) => resolver.mcd.crm.timezone = text,
            Err(_) => not_listed(
                resolver,
                span,
                nearest_timezone(&text),
                say!(fr "un fuseau tel que Europe/Paris", en "a zone such as Europe/Paris"),
            ),
        },
        "fiscal_year_start" => match text.parse() {
            Ok(month @ 1..=12) => {
                resolver.mcd.crm.fiscal_year_start = month;
                if month != Crm::default().fiscal_year_start {
                    resolver.sink.push(no_effect_yet(span));
                }
            }
            _ => bad_value(resolver, span, say!(fr "un mois, de 1 à 12", en "a month, from 1 to 12")),
        },
        "users" => match find_entity(resolver, &ast::Name { text, span }) {
            Some(users) => resolver.mcd.crm.users = Some(users),
            None => resolver.gaps.has_no_users(),
        },
        _ => unknown_word(resolver, Some(key), KEYS),
    }
}

/// The code meant by a mistyped one, by a sign (`€`) or by a name (`euros`).
fn nearest_currency(text: &str) -> Option<&'static str> {
    let word = text.strip_suffix('s').unwrap_or(text);
    let said = |currency: &Currency| currency.name().eq_ignore_ascii_case(word) || currency.symbol().symbol == text;
    let named = Currency::iter().find(said).map(|currency| currency.code());
    named.or_else(|| nearest(text, Currency::iter().map(|currency| currency.code())))
}

/// The zone meant by a mistyped one, or by its city alone (`Paris`).
fn nearest_timezone(text: &str) -> Option<&'static str> {
    let zones = || TZ_VARIANTS.iter().map(|zone| zone.name());
    let city = |zone: &&str| zone.rsplit('/').next().is_some_and(|city| city.eq_ignore_ascii_case(text));
    zones().find(city).or_else(|| nearest(text, zones()))
}

/// Reports a fiscal year that no page and no number follows.
fn no_effect_yet(span: Span) -> Diagnostic {
    let message = say!(
        fr "l'exercice est retenu, mais rien ne le suit encore : les références repartent en janvier",
        en "the fiscal year is kept, but nothing follows it yet: references start again in January"
    );
    Diagnostic::new(&WITHOUT_EFFECT, span, message).help(say!(
        fr "retirez la ligne, ou gardez-la pour les rapports à venir",
        en "remove the line, or keep it for the reports to come"
    ))
}

/// Reports a code that its standard doesn't list.
fn not_listed(resolver: &mut Resolver<'_>, span: Span, meant: Option<&str>, help: Text) {
    let near = meant.map(|near| say!(fr "vouliez-vous dire « {near} » ?", en "did you mean `{near}`?"));
    bad_value(resolver, span, near.unwrap_or(help));
}

fn bad_value(resolver: &mut Resolver<'_>, span: Span, help: Text) {
    let message = say!(fr "cette valeur n'est pas possible ici", en "this value isn't possible here");
    resolver.sink.push(Diagnostic::new(&BAD_SETTING, span, message).help(help));
}
