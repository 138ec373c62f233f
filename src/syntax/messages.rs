//! The words of this room's problems, in both languages. Each says what to do next.

use super::ast::Card;
use super::kinds;
use crate::diag::{Diagnostic, Edit, Kind, Text};
use crate::say;
use crate::source::Span;

pub(super) fn problem(kind: &'static Kind, span: Span, message: Text) -> Diagnostic {
    Diagnostic::new(kind, span, message)
}

fn edit(span: Span, text: impl Into<String>) -> Vec<Edit> {
    vec![Edit { span, text: text.into() }]
}

pub(super) fn edits(parts: impl IntoIterator<Item = (Span, String)>) -> Vec<Edit> {
    parts.into_iter().map(|(span, text)| Edit { span, text }).collect()
}

/// A problem mended by writing `right` at its place.
pub(super) fn rewritten(kind: &'static Kind, span: Span, message: Text, right: &str) -> Diagnostic {
    let shown = right.trim();
    let title = say!(fr "écrire `{shown}`", en "write `{shown}`");
    problem(kind, span, message).fix(title, edit(span, right))
}

/// Long words are cut: a message is a sentence, whatever the model holds.
pub(super) fn short(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    match line.char_indices().nth(40) {
        Some((at, _)) => format!("{}…", line.get(..at).unwrap_or_default()),
        None => line.to_owned(),
    }
}

// ── Lines ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/// Something else was expected at `span`.
pub(crate) fn unexpected(span: Span, found: Option<&str>, expected: &Text) -> Diagnostic {
    let message = match found.map(short) {
        Some(found) => say!(fr "« {found} » n'est pas attendu ici", en "`{found}` isn't expected here"),
        None => say!(fr "la ligne s'arrête trop tôt", en "the line ends too early"),
    };
    let diagnostic = problem(&kinds::UNEXPECTED, span, message);
    if expected.en.is_empty() {
        return diagnostic;
    }
    diagnostic.label(Text { fr: format!("attendu : {}", expected.fr), en: format!("expected {}", expected.en) })
}

/// One sign is missing.
pub(crate) fn missing_sign(span: Span, sign: &str, found: Option<&str>) -> Diagnostic {
    let message = match found.map(short) {
        Some(found) => say!(fr "il manque « {sign} » avant « {found} »", en "`{sign}` is missing before `{found}`"),
        None => say!(fr "il manque « {sign} » à la fin", en "`{sign}` is missing at the end"),
    };
    problem(&kinds::UNEXPECTED, span, message).label(say!(fr "attendu : « {sign} »", en "expected `{sign}`")).fix(
        say!(fr "ajouter `{sign}`", en "add `{sign}`"),
        edit(span, if matches!(sign, ":" | "," | ")") { sign.to_owned() } else { format!(" {sign}") }),
    )
}

/// `text 80`
pub(crate) fn argument_without_parentheses(span: Span, between: Span, written: &str) -> Diagnostic {
    let message =
        say!(fr "la précision d'un type se met entre parenthèses", en "what a type is given stands in parentheses");
    let whole = between.to(span);
    problem(&kinds::UNEXPECTED, span, message)
        .help(say!(fr "écrivez `({written})` juste après le type", en "write `({written})` right after the type"))
        .fix(say!(fr "ajouter les parenthèses", en "add the parentheses"), edit(whole, format!("({written})")))
}

/// More problems than are shown.
pub(crate) fn left_out(count: usize) -> Text {
    say!(
        fr "{count} problèmes de plus ne sont pas montrés : corrigez d'abord ceux qui le sont",
        en "{count} more problems aren't shown: mend those that are first"
    )
}

/// A word misspelt, or another language's.
pub(crate) fn misspelt(span: Span, word: &str, right: &str) -> Diagnostic {
    let word = short(word);
    rewritten(
        &kinds::UNKNOWN_WORD,
        span,
        say!(fr "« {word} » n'est pas un mot du langage", en "`{word}` isn't a word of the language"),
        right,
    )
    .help(say!(fr "vouliez-vous dire « {right} » ?", en "did you mean `{right}`?"))
}

/// The same clause twice.
pub(crate) fn said_twice(span: Span, first: Span) -> Diagnostic {
    problem(&kinds::SAID_TWICE, span, say!(fr "cela est dit deux fois", en "this is said twice"))
        .related(first, say!(fr "déjà dit ici", en "already said here"))
        .help(say!(fr "gardez l'une des deux", en "keep one of the two"))
}

/// `n,1` or `n,n`.
pub(crate) fn minimum_n(card: &Card) -> Diagnostic {
    let bounds = if card.max.value == "n" { "0,n".to_owned() } else { format!("{},n", card.max.value) };
    cardinality(card.span, &if card.relative { format!("({bounds})") } else { bounds })
}

/// `-1,n`
pub(crate) fn negative_bound(span: Span) -> Diagnostic {
    let message = say!(fr "une cardinalité compte à partir de 0", en "a cardinality counts from 0");
    problem(&kinds::MISWRITTEN_CARDINALITY, span, message).help(say!(
        fr "écrivez 0 si l'on peut n'y prendre aucune part, 1 s'il en faut une",
        en "write 0 where there may be no part in it, 1 where there must be one"
    ))
}

/// A cardinality written another way than `0,n`.
pub(crate) fn cardinality(span: Span, right: &str) -> Diagnostic {
    let message = say!(fr "une cardinalité s'écrit `min,max`", en "a cardinality is written `min,max`");
    rewritten(&kinds::MISWRITTEN_CARDINALITY, span, message, right).help(say!(
        fr "le minimum d'abord, un nombre, puis le maximum, un nombre ou `n` : `0,1`, `1,1`, `0,n`, `1,n`",
        en "first the minimum, a number, then the maximum, a number or `n`: `0,1`, `1,1`, `0,n`, `1,n`"
    ))
}

/// An expression beyond the limit.
pub(crate) fn too_deep(span: Span) -> Diagnostic {
    let message = say!(
        fr "cette expression est trop longue ou trop imbriquée",
        en "this expression is too long or nested too deep"
    );
    problem(&kinds::TOO_DEEP, span, message).help(say!(
        fr "découpez-la en plusieurs règles ou en champs calculés",
        en "split it into several rules or computed fields"
    ))
}

/// An operator of another language.
pub(crate) fn foreign_operator(span: Span, sign: &str, right: &str) -> Diagnostic {
    let ours = right.trim();
    let message = say!(fr "« {sign} » s'écrit « {ours} » ici", en "`{sign}` is written `{ours}` here");
    rewritten(&kinds::FOREIGN_OPERATOR, span, message, right)
        .help(say!(fr "remplacez-le par `{ours}`", en "replace it by `{ours}`"))
}

/// A decimal comma.
pub(crate) fn decimal_comma(span: Span, right: &str) -> Diagnostic {
    let message = say!(fr "les décimales s'écrivent avec un point", en "decimals are written with a point");
    rewritten(&kinds::DECIMAL_COMMA, span, message, right)
        .help(say!(fr "la virgule sépare les éléments d'une liste", en "the comma separates the elements of a list"))
}

/// A comma that separates nothing.
pub(crate) fn stray_comma(span: Span, at_end: bool) -> Diagnostic {
    let help = if at_end {
        say!(
            fr "une déclaration s'arrête à la fin de sa ligne ; une liste tient sur une seule ligne",
            en "a declaration ends with its line; a list stays on one line"
        )
    } else {
        say!(fr "ces mots se suivent sans virgule", en "these words follow one another without commas")
    };
    problem(&kinds::STRAY_COMMA, span, say!(fr "cette virgule est de trop", en "this comma is one too many"))
        .help(help)
        .fix(say!(fr "retirer la virgule", en "remove the comma"), edit(span, ""))
}

/// Two elements without a comma between.
pub(crate) fn missing_comma(span: Span, next: &str) -> Diagnostic {
    let next = short(next);
    problem(
        &kinds::MISSING_COMMA,
        span,
        say!(fr "il manque une virgule avant « {next} »", en "a comma is missing before `{next}`"),
    )
    .help(say!(fr "séparez les éléments d'une liste par des virgules", en "separate the elements of a list by commas"))
    .fix(say!(fr "ajouter une virgule", en "add a comma"), edit(span, ","))
}

// ── Fields ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/// A field without its type.
pub(crate) fn missing_type(span: Span, name: &str) -> Diagnostic {
    let name = short(name);
    let leg = name.starts_with(char::is_uppercase);
    let diagnostic = problem(
        &kinds::MISSING_TYPE,
        span,
        say!(fr "le champ « {name} » n'a pas de type", en "the field `{name}` has no type"),
    )
    .help(say!(
        fr "écrivez son type juste après son nom : `{name} text(80)`, `{name} date`, `{name} money`…",
        en "write its type right after its name: `{name} text(80)`, `{name} date`, `{name} money`…"
    ));
    if !leg {
        return diagnostic;
    }
    diagnostic.help(say!(
        fr "ou sa cardinalité, si c'est la patte d'une relation : `{name} 0,n`",
        en "or its cardinality, if it is the leg of a relation: `{name} 0,n`"
    ))
}

/// `""` where people read something.
pub(crate) fn empty_label(span: Span) -> Diagnostic {
    problem(&kinds::EMPTY_LABEL, span, say!(fr "ce libellé est vide", en "this label is empty"))
        .help(say!(
            fr "écrivez ce qu'on lira à l'écran, ou retirez-le : un libellé est fait du nom",
            en "write what is read on screen, or remove it: a label is made from the name"
        ))
        .fix(say!(fr "retirer ce libellé", en "remove this label"), edit(span, ""))
}

/// `section ""`
pub(crate) fn empty_title(span: Span) -> Diagnostic {
    problem(&kinds::EMPTY_LABEL, span, say!(fr "ce titre de section est vide", en "this section's title is empty"))
        .help(say!(fr "écrivez ce qui réunit ces champs", en "write what these fields have in common"))
}

/// Modifiers or a label before the type.
pub(crate) fn type_first(span: Span, moved: [(Span, String); 2]) -> Diagnostic {
    wrong_order(span, say!(fr "le type vient juste après le nom", en "the type comes right after the name"), moved)
}

/// The type before the name.
pub(crate) fn name_first(span: Span, moved: [(Span, String); 2]) -> Diagnostic {
    wrong_order(span, say!(fr "le nom vient avant le type", en "the name comes before the type"), moved)
}

/// The label after the modifiers.
pub(crate) fn label_first(span: Span, moved: [(Span, String); 2]) -> Diagnostic {
    wrong_order(span, say!(fr "le libellé vient juste après le type", en "the label comes right after the type"), moved)
}

fn wrong_order(span: Span, message: Text, moved: [(Span, String); 2]) -> Diagnostic {
    problem(&kinds::WRONG_ORDER, span, message)
        .help(say!(
            fr "l'ordre est : nom, type, libellé, modificateurs",
            en "the order is: name, type, label, modifiers"
        ))
        .fix(say!(fr "remettre dans l'ordre", en "put them in order"), edits(moved))
}

/// `nom: text(10)`
pub(crate) fn no_colon(span: Span) -> Diagnostic {
    let message = say!(fr "pas de deux-points entre le nom d'un champ et son type", en "no colon between a field's name and its type");
    problem(&kinds::UNEXPECTED, span, message)
        .help(say!(fr "« : » suit le rôle d'une patte de relation", en "`:` follows the role of a relation's leg"))
        .fix(say!(fr "retirer les deux-points", en "remove the colon"), edit(span, ""))
}

/// A name with a character that names can't hold.
pub(crate) fn invalid_name(span: Span, right: &str) -> Diagnostic {
    let message = say!(
        fr "un nom tient en un mot : lettres, chiffres et `_`",
        en "a name is one word: letters, digits and `_`"
    );
    rewritten(&kinds::INVALID_NAME, span, message, right).help(say!(
        fr "le libellé, lui, s'écrit librement entre guillemets, après le type",
        en "the label is free text in quotes, after the type"
    ))
}

/// A keyword used as a name.
pub(crate) fn keyword_as_name(span: Span, word: &str) -> Diagnostic {
    let message =
        say!(fr "« {word} » commence ici une ligne d'une autre sorte", en "`{word}` begins another sort of line here");
    rewritten(&kinds::KEYWORD_AS_NAME, span, message, &format!("`{word}`")).help(say!(
        fr "pour nommer ainsi un champ, mettez ce mot entre accents graves",
        en "to name a field so, put the word in backticks"
    ))
}

// ── Quotes, parentheses ────────────────────────────────────────────────────────────────────────────────────────────

/// A string without its closing quote.
pub(crate) fn unclosed_string(span: Span) -> Diagnostic {
    problem(&kinds::UNCLOSED_STRING, span, say!(fr "ce texte n'est pas fermé", en "this string isn't closed"))
        .help(say!(
            fr "fermez-le par un guillemet sur la même ligne ; `\\n` y met une fin de ligne",
            en "close it with a quote on the same line; `\\n` puts a line end in it"
        ))
        .fix(say!(fr "fermer le texte", en "close the string"), edit(span.after(), "\""))
}

/// A name without its closing backtick.
pub(crate) fn unclosed_name(span: Span) -> Diagnostic {
    problem(&kinds::UNCLOSED_NAME, span, say!(fr "ce nom n'est pas fermé", en "this name isn't closed"))
        .help(say!(fr "fermez-le par un accent grave", en "close it with a backtick"))
        .fix(say!(fr "fermer le nom", en "close the name"), edit(span.after(), "`"))
}

/// Quotes other than the double ones.
pub(crate) fn foreign_quotes(span: Span, inner: &str) -> Diagnostic {
    let message = say!(fr "les textes sont entre guillemets droits", en "strings are in straight double quotes");
    rewritten(&kinds::FOREIGN_QUOTES, span, message, &format!("\"{inner}\""))
        .help(say!(fr "écrivez `\"…\"`", en "write `\"…\"`"))
}

/// A label or message without its quotes.
pub(crate) fn unquoted(span: Span, words: &str) -> Diagnostic {
    let message = say!(fr "les libellés et les messages sont entre guillemets", en "labels and messages are in quotes");
    let quoted = format!("\"{words}\"");
    problem(&kinds::UNQUOTED_TEXT, span, message)
        .help(say!(fr "mettez ces mots entre guillemets", en "put these words in quotes"))
        .fix(say!(fr "ajouter les guillemets", en "add the quotes"), edit(span, quoted))
}

/// A parenthesis that isn't closed.
pub(crate) fn unclosed_parenthesis(open: Span, missing: Span) -> Diagnostic {
    problem(
        &kinds::UNCLOSED_PARENTHESIS,
        open,
        say!(fr "cette parenthèse n'est pas fermée", en "this parenthesis isn't closed"),
    )
    .related(missing, say!(fr "`)` manque ici", en "`)` is missing here"))
    .help(say!(fr "fermez-la", en "close it"))
    .fix(say!(fr "ajouter `)`", en "add `)`"), edit(missing, ")"))
}

/// A parenthesis that closes nothing.
pub(crate) fn stray_parenthesis(span: Span) -> Diagnostic {
    problem(
        &kinds::UNCLOSED_PARENTHESIS,
        span,
        say!(fr "cette parenthèse ne ferme rien", en "this parenthesis closes nothing"),
    )
    .help(say!(fr "retirez-la, ou ouvrez-en une avant", en "remove it, or open one before"))
    .fix(say!(fr "retirer la parenthèse", en "remove the parenthesis"), edit(span, ""))
}

/// A backslash before a character that needs none.
pub(crate) fn unknown_escape(span: Span, c: char) -> Diagnostic {
    let message = say!(fr "« \\{c} » n'a pas de sens dans un texte", en "`\\{c}` means nothing in a string");
    problem(&kinds::UNKNOWN_ESCAPE, span, message)
        .help(say!(
            fr "`\\\\` est une barre oblique inverse, `\\\"` un guillemet, `\\n` une fin de ligne",
            en "`\\\\` is a backslash, `\\\"` a quote, `\\n` a line end"
        ))
        .fix(say!(fr "doubler la barre oblique inverse", en "double the backslash"), edit(span, format!("\\\\{c}")))
}

// ── Comments and characters ────────────────────────────────────────────────────────────────────────────────────────

/// A comment of another language.
pub(crate) fn foreign_comment(span: Span, written: &str) -> Diagnostic {
    let lines = |text: &str| {
        let lines: Vec<String> = text.lines().map(|line| format!("// {}", line.trim()).trim_end().to_owned()).collect();
        lines.join("\n")
    };
    let bare = |text: &str| text.trim().trim_start_matches(['#', '-']).trim().to_owned();
    let inner = written.strip_prefix("/*").and_then(|rest| rest.strip_suffix("*/"));
    let inner = inner.or_else(|| written.strip_prefix("<!--").and_then(|rest| rest.strip_suffix("-->")));
    let text = lines(&inner.map_or_else(|| bare(written), |inner| inner.trim_matches('*').trim().to_owned()));
    let message = say!(fr "un commentaire commence par `//`", en "a comment begins with `//`");
    let diagnostic = problem(&kinds::FOREIGN_COMMENT, span, message).help(say!(
        fr "chaque ligne de commentaire commence par `//`",
        en "every line of a comment begins with `//`"
    ));
    diagnostic.fix(say!(fr "l'écrire avec `//`", en "write it with `//`"), edit(span, text))
}

/// A comment without its end.
pub(crate) fn unclosed_comment(span: Span, written: &str) -> Diagnostic {
    let opening = Span { end: span.start.saturating_add(if written.starts_with("<!--") { 4 } else { 2 }), ..span };
    let message = say!(
        fr "ce commentaire n'est pas fermé : le reste du fichier n'est pas lu",
        en "this comment isn't closed: the rest of the file isn't read"
    );
    problem(&kinds::UNCLOSED_COMMENT, opening, message)
        .help(say!(fr "commencez chaque ligne de commentaire par `//`", en "begin every line of a comment with `//`"))
}

fn numbers(text: &str) -> String {
    let marks = text.chars().filter(|c| super::scan::is_invisible(*c)).take(3);
    marks.map(|c| format!("U+{:04X}", u32::from(c))).collect::<Vec<_>>().join(", ")
}

/// A character that can't be seen, outside strings.
pub(crate) fn invisible(span: Span, text: &str) -> Diagnostic {
    let numbers = numbers(text);
    let kept: String = text.chars().filter(|c| !super::scan::is_invisible(*c)).collect();
    let message =
        say!(fr "un caractère invisible ({numbers}) se cache ici", en "an invisible character ({numbers}) hides here");
    problem(&kinds::INVISIBLE_CHARACTER, span, message)
        .help(say!(fr "retirez-le : il ferait lire autre chose que ce qui est écrit", en "remove it: it makes the text read otherwise than it is"))
        .fix(say!(fr "retirer le caractère", en "remove the character"), edit(span, kept))
}

/// A character that can't be seen, in a string or a comment.
pub(crate) fn invisible_in_text(span: Span, c: char) -> Diagnostic {
    let number = format!("U+{:04X}", u32::from(c));
    let message = say!(fr "ce texte contient un caractère invisible ({number})", en "this text holds an invisible character ({number})");
    problem(&kinds::INVISIBLE_IN_TEXT, span, message)
        .help(say!(fr "retirez-le s'il n'est pas voulu", en "remove it unless you want it"))
        .fix(say!(fr "retirer le caractère", en "remove the character"), edit(span, ""))
}

/// Documentation that documents nothing.
pub(crate) fn dangling_docs(span: Span) -> Diagnostic {
    let message = say!(fr "cette documentation ne précède aucune déclaration", en "this documentation comes before no declaration");
    problem(&kinds::DANGLING_DOCUMENTATION, span, message)
        .help(say!(
            fr "`///` documente ce qui suit ; un simple commentaire s'écrit `//`",
            en "`///` documents what follows; a plain comment is `//`"
        ))
        .fix(
            say!(fr "en faire un commentaire", en "make it a comment"),
            edit(Span { end: span.start + 3, ..span }, "//"),
        )
}

// ── Blocks ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/// A block that is never closed.
pub(crate) fn unclosed_block(open: Span, before: Span, at_end: bool) -> Diagnostic {
    let label = if at_end {
        say!(fr "la fin du fichier arrive sans `}}`", en "the file ends without its `}}`")
    } else {
        say!(fr "`}}` manque avant cette ligne", en "`}}` is missing before this line")
    };
    problem(
        &kinds::UNCLOSED_BLOCK,
        open,
        say!(fr "cette accolade n'est jamais fermée", en "this brace is never closed"),
    )
    .related(before, label)
    .help(say!(fr "ajoutez `}}` à la fin du bloc", en "add `}}` at the end of the block"))
    .fix(say!(fr "fermer le bloc", en "close the block"), edit(before.before(), if at_end { "\n}\n" } else { "}\n\n" }))
}

/// The braces of an `enum` that are never closed.
pub(crate) fn unclosed_enum(open: Span, missing: Span) -> Diagnostic {
    problem(
        &kinds::UNCLOSED_BLOCK,
        open,
        say!(fr "cette accolade n'est jamais fermée", en "this brace is never closed"),
    )
    .related(missing, say!(fr "`}}` manque ici", en "`}}` is missing here"))
    .help(say!(fr "fermez la liste de valeurs", en "close the list of values"))
    .fix(say!(fr "ajouter `}}`", en "add `}}`"), edit(missing, " }"))
}

/// A list that goes on after the end of its line.
pub(crate) fn broken_list(comma: Span, between: Span, only_blanks: bool) -> Diagnostic {
    let diagnostic = problem(&kinds::STRAY_COMMA, comma, say!(fr "cette liste continue sur la ligne suivante", en "this list goes on on the next line"))
        .help(say!(fr "une déclaration s'arrête à la fin de sa ligne : mettez la liste sur une seule", en "a declaration ends with its line: put the list on one"));
    if !only_blanks {
        return diagnostic;
    }
    diagnostic.fix(say!(fr "mettre la liste sur une ligne", en "put the list on one line"), edit(between, " "))
}

/// A brace that closes nothing.
pub(crate) fn stray_brace(span: Span) -> Diagnostic {
    problem(&kinds::STRAY_BRACE, span, say!(fr "cette accolade ne ferme rien", en "this brace closes nothing"))
        .help(say!(fr "retirez-la, ou ouvrez le bloc qu'elle ferme", en "remove it, or open the block that it closes"))
        .fix(say!(fr "retirer l'accolade", en "remove the brace"), edit(span, ""))
}

/// A block without its opening brace.
pub(crate) fn missing_open_brace(span: Span, block_follows: bool) -> Diagnostic {
    let text = if block_follows { " {" } else { " {}" };
    problem(
        &kinds::MISSING_OPEN_BRACE,
        span,
        say!(fr "il manque `{{` à la fin de cette ligne", en "`{{` is missing at the end of this line"),
    )
    .help(say!(fr "ouvrez le bloc sur la ligne de sa déclaration", en "open the block on the line of its declaration"))
    .fix(say!(fr "ajouter `{{`", en "add `{{`"), edit(span, text))
}

/// A brace on the line below its declaration.
pub(crate) fn brace_below(brace: Span, between: Span, only_blanks: bool) -> Diagnostic {
    let message = say!(fr "l'accolade s'ouvre sur la ligne de sa déclaration", en "the brace opens on the line of its declaration");
    let diagnostic = problem(&kinds::MISSING_OPEN_BRACE, brace, message)
        .help(say!(fr "remontez-la à la fin de la ligne précédente", en "move it up to the end of the line before"));
    if !only_blanks {
        return diagnostic;
    }
    diagnostic.fix(say!(fr "remonter l'accolade", en "move the brace up"), edit(between, " "))
}

/// A line of another sort of block.
pub(crate) fn leg_in_entity(span: Span) -> Diagnostic {
    problem(
        &kinds::MISPLACED_LINE,
        span,
        say!(fr "une patte appartient à une relation", en "a leg belongs to a relation"),
    )
    .help(say!(
        fr "déclarez une relation : `relation Nom {{ UneEntite 0,n … }}`",
        en "declare a relation: `relation Name {{ AnEntity 0,n … }}`"
    ))
}

/// `subtypes` in a relation.
pub(crate) fn subtypes_in_relation(span: Span) -> Diagnostic {
    problem(
        &kinds::MISPLACED_LINE,
        span,
        say!(fr "seule une entité a des sous-types", en "only an entity has subtypes"),
    )
    .help(say!(fr "mettez cette ligne dans l'entité qui se partage", en "put this line in the entity that is divided"))
}

/// A field at top level.
pub(crate) fn field_outside(span: Span) -> Diagnostic {
    problem(&kinds::MISPLACED_LINE, span, say!(fr "ce champ est hors de toute entité", en "this field stands outside any entity"))
        .help(say!(fr "mettez-le entre les accolades d'une entité ou d'une relation", en "put it between the braces of an entity or a relation"))
}

/// A block where a declaration is a line.
pub(crate) fn no_block_here(span: Span, keyword: &str) -> Diagnostic {
    problem(&kinds::MISPLACED_LINE, span, say!(fr "`{keyword}` n'ouvre pas de bloc", en "`{keyword}` opens no block"))
        .help(say!(fr "cette déclaration tient sur une ligne : retirez les accolades", en "this declaration is one line: remove the braces"))
}

/// A line at top level that begins with no known word.
pub(crate) fn unknown_declaration(span: Span, found: &str) -> Diagnostic {
    let found = short(found);
    problem(&kinds::UNKNOWN_WORD, span, say!(fr "« {found} » ne commence aucune déclaration", en "`{found}` begins no declaration"))
        .help(say!(
            fr "une déclaration commence par `entity`, `relation`, `type`, `crm`, `constraint`, `role`, `form`, `list`, `source`, `synonym`, `fd` ou `include`",
            en "a declaration begins with `entity`, `relation`, `type`, `crm`, `constraint`, `role`, `form`, `list`, `source`, `synonym`, `fd` or `include`"
        ))
}

/// `enum { }`
pub(crate) fn empty_enum(span: Span) -> Diagnostic {
    let message = say!(fr "cette liste de valeurs est vide", en "this list of values is empty");
    problem(&kinds::UNEXPECTED, span, message).help(say!(
        fr "dites ses valeurs : `enum {{ prospect \"Prospect\", actif \"Client actif\" }}`",
        en "say its values: `enum {{ prospect \"Prospect\", active \"Active client\" }}`"
    ))
}

/// `enum Statut { … }`
pub(crate) fn enum_declaration(word: Span, brace: Span) -> Diagnostic {
    let message = say!(fr "une liste de valeurs se déclare avec `type`", en "a list of values is declared with `type`");
    problem(&kinds::UNKNOWN_WORD, word, message)
        .help(say!(fr "écrivez `type Nom = enum {{ … }}`", en "write `type Name = enum {{ … }}`"))
        .fix(
            say!(fr "en faire un type", en "make it a type"),
            edits([(word, "type".to_owned()), (brace.before(), "= enum ".to_owned())]),
        )
}

/// A word reserved for later.
pub(crate) fn not_yet(span: Span, word: &str) -> Diagnostic {
    let message = say!(fr "`{word}` est réservé : pas encore disponible", en "`{word}` is reserved: not available yet");
    problem(&kinds::NOT_YET, span, message)
        .help(say!(fr "retirez cette déclaration pour l'instant", en "remove this declaration for now"))
}

/// HTML or SQL pasted.
pub(crate) fn foreign_text(span: Span, language: &str) -> Diagnostic {
    let help = if language == "SQL" {
        say!(
            fr "écrivez ce que la base retient : une entité pour chaque table, une relation pour chaque clé étrangère ; ou exportez ses tables en CSV et laissez proposer un modèle : merisier group --data DOSSIER",
            en "write what the database holds: an entity for each table, a relation for each foreign key; or export its tables as CSV and have a model proposed: merisier group --data DIR"
        )
    } else {
        say!(fr "un modèle ne contient que des déclarations : retirez ce texte", en "a model holds declarations only: remove this text")
    };
    problem(
        &kinds::FOREIGN_TEXT,
        span,
        say!(fr "ceci est du {language}, pas un modèle", en "this is {language}, not a model"),
    )
    .help(help)
}
