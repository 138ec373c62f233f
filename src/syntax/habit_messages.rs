//! What is said of the habits of other notations, in both languages. Each says what to do next.

use super::kinds;
use super::messages::{edits, problem, rewritten, short};
use crate::diag::Diagnostic;
use crate::say;
use crate::source::Span;

/// `enum(a, b)`: the stretches that the braces replace, and the values that are no names with what they become.
pub(crate) fn values_in_parentheses(
    span: Span,
    opening: Span,
    ending: Span,
    values: Vec<(Span, String)>,
) -> Diagnostic {
    let message = say!(
        fr "les valeurs d'une liste sont entre accolades",
        en "the values of an enumeration are in braces"
    );
    problem(&kinds::UNEXPECTED, span, message)
        .help(say!(
            fr "écrivez `enum {{ prospect, actif \"Client actif\" }}`",
            en "write `enum {{ prospect, active \"Active client\" }}`"
        ))
        .fix(
            say!(fr "mettre des accolades", en "put braces"),
            edits(std::iter::once((opening, " { ".to_owned())).chain(values).chain([(ending, " }".to_owned())])),
        )
}

/// `in {a, b}`
pub(crate) fn choice_in_brackets(span: Span, open: Span, close: Span) -> Diagnostic {
    let message = say!(
        fr "les valeurs entre lesquelles choisir sont entre parenthèses",
        en "the values to choose between are in parentheses"
    );
    problem(&kinds::UNEXPECTED, span, message).help(say!(fr "écrivez `in (a, b)`", en "write `in (a, b)`")).fix(
        say!(fr "mettre des parenthèses", en "put parentheses"),
        edits([(open, "(".to_owned()), (close, ")".to_owned())]),
    )
}

/// `1 500,00`
pub(crate) fn blank_in_number(span: Span, right: &str) -> Diagnostic {
    let message = say!(
        fr "un nombre s'écrit sans espace, et ses décimales avec un point",
        en "a number is written without blanks, and its decimals with a point"
    );
    rewritten(&kinds::UNEXPECTED, span, message, right)
        .help(say!(fr "les espaces séparent les mots d'une ligne", en "blanks separate the words of a line"))
}

/// `10%`
pub(crate) fn percent_sign(span: Span, removed: Span, number: &str) -> Diagnostic {
    let message = say!(fr "un pourcentage s'écrit sans « % »", en "a percentage is written without `%`");
    problem(&kinds::UNEXPECTED, span, message)
        .help(say!(fr "écrivez `{number}` : le type `percent` dit le reste", en "write `{number}`: the type `percent` says the rest"))
        .fix(say!(fr "retirer « % »", en "remove `%`"), edits([(removed, String::new())]))
}

/// `relation Passer : Client 0,n, Devis 1,1`
pub(crate) fn block_after_colon(span: Span, keyword: &str) -> Diagnostic {
    let message = match keyword {
        "relation" => {
            say!(fr "les pattes sont entre accolades, une par ligne", en "legs are in braces, one a line")
        }
        _ => say!(fr "les champs sont entre accolades, un par ligne", en "fields are in braces, one a line"),
    };
    let help = match keyword {
        "relation" => {
            say!(fr "écrivez `relation Passer {{`, puis `Client 0,n` et `Devis 1,1` chacun sur sa ligne, puis `}}`", en "write `relation Ask {{`, then `Customer 0,n` and `Quote 1,1` each on its line, then `}}`")
        }
        _ => {
            say!(fr "écrivez `entity Client {{`, puis un champ par ligne, puis `}}`", en "write `entity Customer {{`, then a field a line, then `}}`")
        }
    };
    problem(&kinds::UNEXPECTED, span, message).help(help)
}

/// `decimal(8;2)`
pub(crate) fn semicolon_between_numbers(span: Span) -> Diagnostic {
    let message = say!(fr "des valeurs se séparent par une virgule", en "values are separated by a comma");
    problem(&kinds::UNEXPECTED, span, message)
        .help(say!(fr "écrivez « , »", en "write `,`"))
        .fix(say!(fr "remplacer « ; » par « , »", en "replace `;` by `,`"), edits([(span, ",".to_owned())]))
}

/// `optional`, `NULL`
pub(crate) fn optional(span: Span, removed: Span, word: &str) -> Diagnostic {
    let word = short(word);
    problem(
        &kinds::UNKNOWN_WORD,
        span,
        say!(fr "« {word} » n'est pas un mot du langage", en "`{word}` isn't a word of the language"),
    )
    .help(say!(
        fr "un champ est facultatif tant qu'il ne dit pas `required` : retirez ce mot",
        en "a field is optional unless it says `required`: remove this word"
    ))
    .fix(say!(fr "retirer ce mot", en "remove this word"), edits([(removed, String::new())]))
}

/// `integer AUTO_INCREMENT`
pub(crate) fn sql_numbering(span: Span, removed: Span, ty: Span, word: &str) -> Diagnostic {
    let word = short(word);
    problem(
        &kinds::UNKNOWN_WORD,
        span,
        say!(fr "« {word} » n'est pas un mot du langage", en "`{word}` isn't a word of the language"),
    )
    .help(say!(
        fr "un numéro que la base donne est du type `serial`",
        en "a number that the database gives is of the type `serial`"
    ))
    .fix(
        say!(fr "écrire le type `serial`", en "write the type `serial`"),
        edits([(ty, "serial".to_owned()), (removed, String::new())]),
    )
}

/// `REFERENCES client(id)`
pub(crate) fn sql_reference(span: Span, table: &str) -> Diagnostic {
    let table = short(table);
    let message = say!(
        fr "un lien vers une autre entité est une relation, non un champ",
        en "a link to another entity is a relation, not a field"
    );
    problem(&kinds::FOREIGN_TEXT, span, message).help(say!(
        fr "retirez ce champ et déclarez, hors de l'entité : `relation Nom {{ CetteEntite 1,1 ; {table} 0,n }}`",
        en "remove this field and declare, outside the entity: `relation Name {{ ThisEntity 1,1 ; {table} 0,n }}`"
    ))
}

/// `CHECK (solde >= 0)`
pub(crate) fn sql_check(span: Span) -> Diagnostic {
    let message = say!(
        fr "une condition est une ligne de l'entité, non une partie d'un champ",
        en "a condition is a line of the entity, not a part of a field"
    );
    problem(&kinds::FOREIGN_TEXT, span, message).help(say!(
        fr "écrivez `min 0` après le type, ou une ligne `rule solde >= 0 \"Le solde ne peut être négatif\"`",
        en "write `min 0` after the type, or a line `rule balance >= 0 \"The balance can't be negative\"`"
    ))
}

/// `sort date desc`
pub(crate) fn sort_direction(
    span: Span,
    written: &str,
    (place, name): (Span, &str),
    removed: Span,
    descending: bool,
) -> Diagnostic {
    let right = if descending { format!("-{name}") } else { name.to_owned() };
    let written = short(written);
    problem(
        &kinds::UNKNOWN_WORD,
        span,
        say!(fr "« {written} » s'écrit « {right} » ici", en "`{written}` is written `{right}` here"),
    )
    .help(say!(
        fr "un tri est croissant, ou décroissant avec `-` devant le champ",
        en "a sort is ascending, or descending with `-` before the field"
    ))
    .fix(say!(fr "écrire `{right}`", en "write `{right}`"), edits([(place, right), (removed, String::new())]))
}

/// `0,n Client`
pub(crate) fn cardinality_first(span: Span, right: &str) -> Diagnostic {
    let message = say!(fr "l'entité vient avant sa cardinalité", en "the entity comes before its cardinality");
    rewritten(&kinds::MISWRITTEN_CARDINALITY, span, message, right)
        .help(say!(fr "écrivez `Entite min,max`", en "write `Entity min,max`"))
}

/// `enum { en cours, à faire }`
pub(crate) fn value_of_several_words(span: Span, right: &str) -> Diagnostic {
    let message = say!(fr "une valeur de liste tient en un mot", en "a value of an enumeration is one word");
    rewritten(&kinds::INVALID_NAME, span, message, right).help(say!(
        fr "le libellé, lui, s'écrit librement entre guillemets après la valeur ; deux valeurs se séparent par une virgule",
        en "the label is free text in quotes after the value; two values are separated by a comma"
    ))
}

/// A line of a block at top level.
pub(crate) fn line_outside(span: Span, keyword: &str) -> Diagnostic {
    problem(
        &kinds::MISPLACED_LINE,
        span,
        say!(fr "cette ligne `{keyword}` est hors de toute entité", en "this `{keyword}` line stands outside any entity"),
    )
    .help(say!(
        fr "mettez-la entre les accolades de l'entité ou de la relation qu'elle concerne",
        en "put it between the braces of the entity or the relation that it is about"
    ))
}
