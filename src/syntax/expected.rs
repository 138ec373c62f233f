//! What the grammar expected, in words.

use pest::error::{Error, ErrorVariant};

use super::grammar::Rule;
use crate::diag::Text;
use crate::say;

/// Alternatives shown at most: more is noise.
const SHOWN: usize = 7;

/// The rules that would have let the line go on.
pub(crate) fn rules(error: &Error<Rule>) -> Vec<Rule> {
    match &error.variant {
        ErrorVariant::ParsingError { positives, .. } => {
            // Comments may stand anywhere: nobody expects one. The second arrow is for those who look for it.
            let is_told = |rule: &Rule| !matches!(rule, Rule::comment | Rule::doc | Rule::double_arrow);
            positives.iter().copied().filter(is_told).collect()
        }
        ErrorVariant::CustomError { .. } => Vec::new(),
    }
}

/// The rules as an enumeration: "a type, `min` or the end of the line".
pub(crate) fn in_words(rules: &[Rule]) -> Text {
    let mut words: Vec<Text> = Vec::new();
    for word in rules.iter().filter_map(|rule| word(*rule)) {
        if !words.contains(&word) && words.len() < SHOWN {
            words.push(word);
        }
    }
    let fr: Vec<&str> = words.iter().map(|word| word.fr.as_str()).collect();
    let en: Vec<&str> = words.iter().map(|word| word.en.as_str()).collect();
    Text { fr: joined(&fr, "ou"), en: joined(&en, "or") }
}

fn joined(words: &[&str], last: &str) -> String {
    match words {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}

/// The sign or keyword that a rule stands for, when it stands for just one.
pub(crate) fn literal(rule: Rule) -> Option<&'static str> {
    Some(match rule {
        Rule::comma => ",",
        Rule::colon => ":",
        Rule::arrow => "->",
        Rule::equals => "=",
        Rule::open => "(",
        Rule::close => ")",
        Rule::open_brace => "{",
        Rule::close_brace => "}",
        Rule::dot => ".",
        Rule::plus => "+",
        Rule::minus => "-",
        Rule::k_where => "where",
        Rule::k_empty => "empty",
        Rule::k_from => "from",
        _ => return None,
    })
}

/// A rule in words; none where it has no words of its own.
fn word(rule: Rule) -> Option<Text> {
    if let Some(literal) = literal(rule) {
        return Some(say!(fr "« {literal} »", en "`{literal}`"));
    }
    Some(match rule {
        Rule::EOI => say!(fr "la fin de la ligne", en "the end of the line"),
        Rule::name | Rule::names | Rule::ident | Rule::quoted | Rule::path => say!(fr "un nom", en "a name"),
        Rule::label => say!(fr "un libellé entre guillemets", en "a label in quotes"),
        Rule::string | Rule::strings => say!(fr "un texte entre guillemets", en "a text in quotes"),
        Rule::type_ref | Rule::scalar_type | Rule::enum_type => say!(fr "un type", en "a type"),
        Rule::type_args => say!(fr "« ( »", en "`(`"),
        Rule::type_arg => say!(fr "un nombre entier ou un texte", en "a whole number or a text"),
        Rule::integer | Rule::count => say!(fr "un nombre entier", en "a whole number"),
        Rule::enum_value => say!(fr "une valeur", en "a value"),
        Rule::field_modifier | Rule::flag => {
            say!(fr "un modificateur (`required`, `unique`, `= …`)", en "a modifier (`required`, `unique`, `= …`)")
        }
        Rule::leg_modifier | Rule::leg_flag => {
            say!(fr "un modificateur de patte (`cascade`, `readonly`)", en "a modifier of legs (`cascade`, `readonly`)")
        }
        Rule::card | Rule::bounds | Rule::bound => {
            say!(fr "une cardinalité comme `0,n`", en "a cardinality such as `0,n`")
        }
        Rule::relative => say!(fr "« ( »", en "`(`"),
        Rule::compare_op | Rule::compared => say!(fr "une comparaison", en "a comparison"),
        Rule::sum_op | Rule::product_op => say!(fr "un calcul", en "a calculation"),
        Rule::call_args | Rule::group => say!(fr "« ( »", en "`(`"),
        Rule::among => say!(fr "`in`", en "`in`"),
        Rule::between => say!(fr "`between`", en "`between`"),
        Rule::emptiness => say!(fr "`is empty`", en "`is empty`"),
        Rule::matched => say!(fr "`matches`", en "`matches`"),
        Rule::code => say!(fr "le code d'un avertissement, comme `M3007`", en "the code of a warning, such as `M3007`"),
        Rule::subtypes_kind => say!(fr "`X`, `T` ou `XT`", en "`X`, `T` or `XT`"),
        Rule::strategy => {
            say!(fr "`joined`, `single`, `separate` ou `none`", en "`joined`, `single`, `separate` or `none`")
        }
        Rule::constraint_kind => say!(
            fr "`exclusion`, `inclusion`, `totality`, `simultaneity` ou `partition`",
            en "`exclusion`, `inclusion`, `totality`, `simultaneity` or `partition`"
        ),
        Rule::list_keyword => say!(fr "`columns`, `filters` ou `sort`", en "`columns`, `filters` or `sort`"),
        Rule::source_scope => say!(fr "`internal` ou `external`", en "`internal` or `external`"),
        Rule::setting_word => say!(fr "une valeur", en "a value"),
        Rule::condition => say!(fr "`where`", en "`where`"),
        Rule::plural => say!(fr "`plural`", en "`plural`"),
        Rule::parent => say!(fr "`is`", en "`is`"),
        Rule::area | Rule::included_in => say!(fr "`in`", en "`in`"),
        Rule::on_clause => say!(fr "`on`", en "`on`"),
        Rule::was | Rule::was_name => say!(fr "`was`", en "`was`"),
        Rule::split_from => say!(fr "`split from`", en "`split from`"),
        Rule::placed => say!(fr "« = »", en "`=`"),
        Rule::alias => say!(fr "`as`", en "`as`"),
        Rule::data_file => say!(fr "`file`", en "`file`"),
        Rule::derived => say!(fr "`derived`", en "`derived`"),
        Rule::ignored => say!(fr "`ignored`", en "`ignored`"),
        _ if is_value(rule) => say!(fr "une valeur", en "a value"),
        Rule::time_unit => say!(fr "une unité de temps (`days`, `hours`)", en "a unit of time (`days`, `hours`)"),
        _ => return keyword(rule).map(|word| Text::same(format!("`{word}`"))),
    })
}

fn is_value(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::expr
            | Rule::conjunction
            | Rule::negation
            | Rule::comparison
            | Rule::sum
            | Rule::product
            | Rule::signed
            | Rule::value
            | Rule::number
            | Rule::quantity
            | Rule::path_or_call
            | Rule::boolean
            | Rule::source_field
            | Rule::list_field
    )
}

/// The keyword of a rule that is one; such rules are named after theirs: `k_entity`.
pub(crate) fn keyword(rule: Rule) -> Option<String> {
    let name = format!("{rule:?}");
    name.strip_prefix("k_").map(str::to_owned)
}
