//! Fixes that move fields: to a new entity with a relation to it, to the entity of a leg, or with some legs to a new relation, as edits of the
//! source.
//!
//! A field's line moves as it is written, with its documentation and its comment, and says where it was, so that a migration moves its values. Invariant: a fix is offered only where every other line of the
//! owner that names what moves can follow; the driver tries each before it is shown.

use super::judged::Judged;
use super::placements;
use crate::check::words::before_closing_brace;
use crate::diag::{Edit, Fix};
use crate::mcd::{Entity, EntityId, Field, KeyPart, Leg, Locale, Mcd, Owner, RelationId, Type, names};
use crate::normal::{AttrSet, Fd, Mvd, closure};
use crate::say;
use crate::source::{SourceMap, Span};

/// The fix of a dependency, where there is one.
pub(super) fn fix(judged: &Judged<'_>, fd: &Fd, sources: &SourceMap) -> Option<Fix> {
    let legs = judged.legs();
    let fields = own_fields(judged, &fd.right.difference(&legs))?;
    let movable = fields.iter().all(|field| !field.identifier && field.computed.is_none());
    let same = judged.same_as(&fd.left, &fd.right);
    let by_leg = matches!((single_leg(judged, &fd.left), judged.owner), (None, Owner::Entity(_)));
    let tied = if by_leg { fd.right.difference(&same) } else { fd.right.clone() };
    if !movable || names_in_uniques(judged, &tied) {
        return None;
    }
    match (single_leg(judged, &fd.left), judged.owner) {
        (Some(entity), _) if fd.right.is_disjoint(&legs) => to_entity(judged, fd, entity, &fields, sources),
        (_, Owner::Relation(relation)) if fd.left.is_subset(&legs) => {
            to_new_relation(judged, fd, relation, &fields, sources)
        }
        (None, Owner::Entity(entity)) if fd.right.is_disjoint(&legs) => {
            to_new_entity(judged, fd, entity, &fields, sources)
        }
        _ => None,
    }
}

/// The fields of a set, where it holds own fields only.
pub(super) fn own_fields<'j>(judged: &'j Judged<'_>, set: &AttrSet) -> Option<Vec<&'j Field>> {
    let own = |attr: usize| match judged.part(attr)? {
        KeyPart::Field(field) if field.owner == judged.owner => Some(judged.mcd.field(field)),
        _ => None,
    };
    set.iter().map(own).collect()
}

pub(super) fn single_leg(judged: &Judged<'_>, set: &AttrSet) -> Option<EntityId> {
    let mut attrs = set.iter();
    let (first, None) = (attrs.next()?, attrs.next()) else { return None };
    match judged.part(first)? {
        KeyPart::Leg(leg) => Some(judged.mcd.leg(leg).entity),
        KeyPart::Field(_) => None,
    }
}

/// The fields join those of an entity that exists.
fn to_entity(judged: &Judged<'_>, fd: &Fd, target: EntityId, right: &[&Field], sources: &SourceMap) -> Option<Fix> {
    let entity = judged.mcd.entity(target);
    let taken = |field: &&Field| entity.fields.iter().any(|known| known.snake == field.snake);
    if right.iter().any(taken) {
        return None;
    }
    let mut edits: Vec<Edit> = right.iter().filter_map(|field| deletion(sources, field.span)).collect();
    let others = other_lines(
        judged,
        fd,
        &Moving { gone: fd.right.clone(), there: fd.right.clone(), leg: None, same: AttrSet::new() },
        sources,
    )?;
    edits.extend(others.edits);
    let from = judged.mcd.name(judged.owner);
    let line = |field: &&Field| {
        Some(format!("{}{}\n", moved_line(sources, field, false)?.trim_end(), came_from(sources, from, field)))
    };
    let lines: String = right.iter().filter_map(line).collect();
    edits.push(Edit { span: before_closing_brace(entity.span), text: format!("{lines}{}", others.moved) });
    edits.extend(placements::follow(judged.mcd, sources, right, written(sources, entity)));
    let (names, name) = (listed(right), &entity.name);
    Some(Fix { title: say!(fr "déplacer {names} dans « {name} »", en "move {names} to `{name}`"), edits })
}

/// The determinant and what it determines become an entity, with a relation to it.
fn to_new_entity(judged: &Judged<'_>, fd: &Fd, owner: EntityId, right: &[&Field], sources: &SourceMap) -> Option<Fix> {
    let (mcd, entity) = (judged.mcd, judged.mcd.entity(owner));
    let left = own_fields(judged, &fd.left)?;
    if left.is_empty() {
        return None;
    }
    let name = free_name(mcd, &thing(&left), &entity.name);
    let relation = free_name(mcd, &format!("{}{name}", entity.name), "Relation");
    let moved: Vec<&Field> = left.iter().chain(right).copied().collect();
    let mut edits: Vec<Edit> = moved.iter().filter_map(|field| deletion(sources, field.span)).collect();
    let all = fd.left.union(&fd.right);
    let same = judged.same_as(&fd.left, &fd.right);
    let moving = Moving { gone: all.clone(), there: all, leg: Some(&name), same: same.clone() };
    let others = other_lines(judged, fd, &moving, sources)?;
    edits.extend(others.edits);
    let identifier: String = left.iter().filter_map(|field| moved_line(sources, field, true)).collect();
    let is_key = |field: &Field| {
        let attr = |attr: &usize| matches!(judged.part(*attr), Some(KeyPart::Field(part)) if judged.mcd.field(part).name_span == field.name_span);
        !field.unique && same.iter().any(|own| attr(&own))
    };
    let line = |field: &&Field| {
        let line = moved_line(sources, field, false)?;
        Some(if is_key(field) { format!("{}  unique\n", line.trim_end()) } else { line })
    };
    let fields: String = right.iter().filter_map(line).collect();
    let card = cardinality(&left);
    let taken: Vec<&str> = moved.iter().map(|field| sources.text(field.name_span)).collect();
    let (whole, taken) = (written(sources, entity), taken.join(", "));
    let text = format!(
        "\n\nentity {name} split from {whole}({taken}) {{\n{identifier}{fields}{}}}\n\nrelation {relation} {{\n    {whole}  {card}\n    {name}  0,n\n}}",
        others.moved,
    );
    edits.push(Edit { span: entity.span.after(), text });
    edits.extend(placements::follow(mcd, sources, &moved, &name));
    let names = listed(&moved);
    Some(Fix {
        title: say!(fr "sortir {names} dans une entité « {name} »", en "move {names} out into an entity `{name}`"),
        edits,
    })
}

/// Some legs, with what they determine, become a relation of their own.
fn to_new_relation(
    judged: &Judged<'_>,
    fd: &Fd,
    owner: RelationId,
    fields: &[&Field],
    sources: &SourceMap,
) -> Option<Fix> {
    let (mcd, relation) = (judged.mcd, judged.mcd.relation(owner));
    let determined = fd.right.intersection(&judged.legs());
    let (left, right) = (legs(judged, &fd.left)?, legs(judged, &determined)?);
    let enough = left.len() + right.len() > 1 && judged.legs().len() > right.len() + 1;
    if !enough || !determined.is_disjoint(&judged.analysis.primes.prime) {
        return None;
    }
    let there = fd.left.union(&fd.right);
    let others =
        other_lines(judged, fd, &Moving { gone: fd.right.clone(), there, leg: None, same: AttrSet::new() }, sources)?;
    let name = left.iter().chain(&right).map(|leg| mcd.entity(leg.entity).name.as_str()).collect::<String>();
    let name = free_name(mcd, &name, &relation.name);
    let mut edits: Vec<Edit> = right.iter().filter_map(|leg| deletion(sources, leg.span)).collect();
    edits.extend(fields.iter().filter_map(|field| deletion(sources, field.span)));
    edits.extend(others.edits);
    let alone = left.len() == 1;
    let mut body: String =
        left.iter().map(|leg| leg_line(sources, leg, if alone { single(leg) } else { "0,n" })).collect();
    body.extend(right.iter().map(|leg| leg_line(sources, leg, "0,n")));
    body.extend(fields.iter().filter_map(|field| moved_line(sources, field, false)));
    if !alone && !right.is_empty() {
        // Alone, the determinant's cardinality says it; together, a constraint does.
        let (left, right) = (super::words::told(judged, &fd.left), super::words::told(judged, &determined));
        body.push_str(&format!("\n    fd {left} -> {right}\n"));
    }
    body.push_str(&others.moved);
    edits.push(Edit { span: relation.span.after(), text: format!("\n\nrelation {name} {{\n{body}}}") });
    edits.extend(placements::follow(mcd, sources, fields, &name));
    let moved = super::words::told(judged, &fd.right);
    Some(Fix {
        title: say!(fr "sortir {moved} dans une relation « {name} »", en "move {moved} out into a relation `{name}`"),
        edits,
    })
}

pub(super) fn legs<'j>(judged: &'j Judged<'_>, set: &AttrSet) -> Option<Vec<&'j Leg>> {
    let leg = |attr: usize| match judged.part(attr)? {
        KeyPart::Leg(leg) => Some(judged.mcd.leg(leg)),
        KeyPart::Field(_) => None,
    };
    set.iter().map(leg).collect()
}

pub(super) fn leg_line(sources: &SourceMap, leg: &Leg, card: &str) -> String {
    let role = leg.role.as_ref().map(|role| format!("{role}: ")).unwrap_or_default();
    format!("    {role}{}  {card}\n", sources.text(leg.entity_span))
}

/// At most once, and at least as often as before.
fn single(leg: &Leg) -> &'static str {
    if leg.card.min > 0 { "1,1" } else { "0,1" }
}

pub(super) fn written<'s>(sources: &'s SourceMap, entity: &Entity) -> &'s str {
    sources.text(entity.name_span)
}

/// A part of the identifier leaves: the relation lends it back.
fn cardinality(left: &[&Field]) -> &'static str {
    if left.iter().any(|field| field.identifier) {
        "(1,1)"
    } else if left.iter().all(|field| field.required) {
        "1,1"
    } else {
        "0,1"
    }
}

pub(super) fn listed(fields: &[&Field]) -> String {
    fields.iter().map(|field| field.name.as_str()).collect::<Vec<_>>().join(", ")
}

fn names_in_uniques(judged: &Judged<'_>, moved: &AttrSet) -> bool {
    let groups = uniques(judged.mcd, judged.owner).iter().filter_map(|group| judged.set(&group.parts));
    groups.into_iter().any(|group| !group.is_disjoint(moved))
}

pub(super) fn uniques(mcd: &Mcd, owner: Owner) -> &[crate::mcd::UniqueGroup] {
    match owner {
        Owner::Entity(id) => &mcd.entity(id).uniques,
        Owner::Relation(id) => &mcd.relation(id).uniques,
    }
}

/// The `fd` and `unique` lines that name what moves: how the owner's text changes, and the lines that go along.
struct OtherLines {
    edits: Vec<Edit>,
    moved: String,
}

/// What a fix does with attributes.
struct Moving<'n> {
    /// Those that the owner no longer has.
    gone: AttrSet,
    /// Those that the new place has.
    there: AttrSet,
    /// The leg by which the owner has the determinant from now on.
    leg: Option<&'n str>,
    /// Those that determine the determinant in turn: the leg stands for them too.
    same: AttrSet,
}

/// A line is taken away where something else says it, moved where it is only about what is there, else told by the leg that replaces the
/// determinant; none where that can't be.
fn other_lines(judged: &Judged<'_>, fd: &Fd, moving: &Moving<'_>, sources: &SourceMap) -> Option<OtherLines> {
    let mut others = OtherLines { edits: Vec::new(), moved: String::new() };
    let mut dropped = Vec::new();
    for (at, (line, span)) in judged.stated.iter().enumerate() {
        if line.left.union(&line.right).is_disjoint(&moving.gone) {
            continue;
        }
        let after = after(judged, fd, moving, line).or_else(|| {
            dropped.push(at);
            judged.follows_without(line, &dropped).then_some(After::Said)
        });
        match after? {
            After::Moved => {
                others.moved.push_str(&format!("\n    {}\n", sources.text(*span).trim()));
                others.edits.push(deletion(sources, *span)?);
            }
            After::Said => others.edits.push(deletion(sources, *span)?),
            After::Told(text) => others.edits.push(Edit { span: *span, text }),
        }
    }
    for (line, span) in &judged.independent {
        if line.left.union(&line.right).is_disjoint(&moving.gone) {
            continue;
        }
        match independent_after(judged, fd, moving, line)? {
            After::Moved => {
                others.moved.push_str(&format!("\n    {}\n", sources.text(*span).trim()));
                others.edits.push(deletion(sources, *span)?);
            }
            After::Said => others.edits.push(deletion(sources, *span)?),
            After::Told(text) => others.edits.push(Edit { span: *span, text }),
        }
    }
    let mut rests: Vec<AttrSet> = Vec::new();
    for group in uniques(judged.mcd, judged.owner) {
        let parts = judged.set(&group.parts)?;
        if parts.is_disjoint(&moving.gone) {
            continue;
        }
        let stands = fd.left.is_subset(&parts) || !parts.is_disjoint(&moving.same);
        let leaves = fd.left.union(&moving.same);
        let name = moving.leg.filter(|_| stands && parts.intersection(&moving.gone).is_subset(&leaves))?;
        let rest = parts.difference(&leaves);
        // With the leg, two groups may say the same, or what the identifier says.
        let of_identifier = !judged.identifier.is_disjoint(&leaves) && judged.identifier.difference(&leaves) == rest;
        let is_said = of_identifier || rests.contains(&rest);
        rests.push(rest);
        match is_said {
            true => others.edits.push(deletion(sources, group.span)?),
            false => {
                others.edits.push(Edit { span: group.span, text: unique_line(judged, &group.parts, &leaves, name)? })
            }
        }
    }
    Some(others)
}

/// What becomes of an `fd` line that names what moves.
enum After {
    /// What remains says it already.
    Said,
    /// It is about what is in the new place only.
    Moved,
    /// It stays, so.
    Told(String),
}

/// The owner's own keys say what they determine; of another determinant, what moved is known by the leg where it determines that; none
/// where a part of what moved would have to be told.
fn after(judged: &Judged<'_>, fd: &Fd, moving: &Moving<'_>, line: &Fd) -> Option<After> {
    if line.left == fd.left && line.right.is_subset(&fd.right) || is_a_key(judged, &line.left) {
        return Some(After::Said);
    }
    // In the new entity they are `unique`.
    if line.left.len() == 1 && line.left.is_subset(&moving.same) && line.right.is_subset(&moving.there) {
        return Some(After::Said);
    }
    if line.left.union(&line.right).is_subset(&moving.there) {
        return Some(After::Moved);
    }
    let stands = fd.left.is_subset(&line.left) || !line.left.is_disjoint(&moving.same);
    let has_leg = moving.leg.is_some() && stands;
    let left = if has_leg { line.left.difference(&fd.left).difference(&moving.same) } else { line.left.clone() };
    let leads = fd.left.is_subset(&closure(&line.left, &judged.analysis.synthesis.cover));
    let (right, lost) = (line.right.difference(&moving.gone), line.right.intersection(&moving.gone));
    if !left.is_disjoint(&moving.gone) || !leads && !lost.is_subset(&fd.right) {
        return None;
    }
    let leg = |is_there: bool| moving.leg.filter(|_| is_there).map(str::to_owned);
    let told = |set: &AttrSet| (!set.is_empty()).then(|| super::words::told(judged, set));
    let joined = |parts: [Option<String>; 2]| parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let sides =
        [joined([leg(has_leg), told(&left)]), joined([leg(leads && !has_leg && !lost.is_empty()), told(&right)])];
    let [left, right] = sides;
    Some(if right.is_empty() { After::Said } else { After::Told(format!("fd {left} -> {right}")) })
}

/// What becomes of a `->>` line: of a key it says nothing; the determinant that leaves is told by its leg, and what it determines needn't be told.
fn independent_after(judged: &Judged<'_>, fd: &Fd, moving: &Moving<'_>, line: &Mvd) -> Option<After> {
    if is_a_key(judged, &line.left) {
        return Some(After::Said);
    }
    if line.left.union(&line.right).is_subset(&moving.there) {
        return Some(After::Moved);
    }
    let leg = moving.leg.filter(|_| fd.left.is_subset(&line.left))?;
    let (left, right) = (line.left.difference(&fd.left), line.right.difference(&fd.right));
    if !left.union(&right).is_disjoint(&moving.gone) {
        return None;
    }
    let left = if left.is_empty() { leg.to_owned() } else { format!("{leg}, {}", super::words::told(judged, &left)) };
    let says_all = right.is_empty();
    Some(if says_all {
        After::Said
    } else {
        After::Told(format!("fd {left} ->> {}", super::words::told(judged, &right)))
    })
}

/// Whether a set holds a key that the owner states: what a line says of it is said by that.
fn is_a_key(judged: &Judged<'_>, set: &AttrSet) -> bool {
    let mut groups = uniques(judged.mcd, judged.owner).iter().filter_map(|group| judged.set(&group.parts));
    judged.identifier.is_subset(set) || groups.any(|group| group.is_subset(set))
}

/// `unique raison, CodePostal`
fn unique_line(judged: &Judged<'_>, parts: &[KeyPart], replaced: &AttrSet, by: &str) -> Option<String> {
    let mut told = Vec::new();
    for part in parts {
        let attrs = judged.set(std::slice::from_ref(part))?;
        let word = if attrs.is_subset(replaced) { by.to_owned() } else { super::words::told(judged, &attrs) };
        if !told.contains(&word) {
            told.push(word);
        }
    }
    Some(format!("unique {}", told.join(", ")))
}

/// The name of what some fields identify: `code_client` is a client's.
pub(super) fn thing(left: &[&Field]) -> String {
    let mut name = String::new();
    for field in left {
        let words: Vec<&str> = field.snake.split('_').collect();
        let kept: Vec<&str> = words.iter().copied().filter(|word| !KEY_WORDS.contains(word)).collect();
        let words = if kept.is_empty() || field.ty == Type::PostalCode { words } else { kept };
        words.into_iter().for_each(|word| name.push_str(&capital(word)));
    }
    name
}

/// Words that say "the identifier of".
const KEY_WORDS: &[&str] = &["id", "num", "numero", "number", "no", "code", "ref", "reference", "matricule"];

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// `wanted`, or with `beside` before it, or with a number: what no entity or relation is called.
pub(super) fn free_name(mcd: &Mcd, wanted: &str, beside: &str) -> String {
    let taken = |name: &str| {
        let snake = names::snake(name);
        mcd.entities().any(|(_, entity)| entity.snake == snake)
            || mcd.relations().any(|(_, relation)| relation.snake == snake)
    };
    let numbered = (2..).map(|n| format!("{beside}{wanted}{n}"));
    let mut tried = [wanted.to_owned(), format!("{beside}{wanted}")].into_iter().chain(numbered);
    tried.find(|name| !taken(name)).unwrap_or_else(|| wanted.to_owned())
}

/// A field's line elsewhere: `indent name type …`, with its documentation. As an identifier it needn't say `required` nor `unique`.
pub(super) fn moved_line(sources: &SourceMap, field: &Field, identifier: bool) -> Option<String> {
    let docs: String = field.docs.lines().map(|line| format!("    /// {line}\n")).collect();
    let written = sources.get(field.span.file)?.text.get(field.span.range())?.trim_end();
    let mut line =
        if identifier { without_words(written, &["required", "unique", "identifier"]) } else { written.to_owned() };
    if identifier {
        line.push_str("  identifier");
    }
    Some(format!("{docs}    {line}\n"))
}

/// What a later migration must know to move the values along: ` was Suivre.surnom`.
pub(super) fn came_from(sources: &SourceMap, owner: &str, field: &Field) -> String {
    match field.was {
        None => format!(" was {owner}.{}", sources.text(field.name_span)),
        Some(_) => String::new(),
    }
}

/// A line without some of its words, those in strings and parentheses apart.
fn without_words(line: &str, words: &[&str]) -> String {
    let mut kept: Vec<String> = vec![String::new()];
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for letter in line.chars() {
        match letter {
            '"' if !escaped => quoted = !quoted,
            '(' | '{' if !quoted => depth += 1,
            ')' | '}' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        escaped = letter == '\\' && !escaped;
        if letter == ' ' && depth == 0 && !quoted {
            kept.push(String::new());
        } else if let Some(word) = kept.last_mut() {
            word.push(letter);
        }
    }
    kept.retain(|word| !words.contains(&word.as_str()));
    kept.join(" ").trim_end().to_owned()
}

/// Takes a declaration away: its whole line, with the documentation above, where nothing else stands there.
pub(super) fn deletion(sources: &SourceMap, span: Span) -> Option<Edit> {
    let text = &sources.get(span.file)?.text;
    let range = span.range();
    let (before, after) = (text.get(..range.start)?, text.get(range.end..)?);
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let rest = after.split('\n').next().unwrap_or_default();
    let alone = before.get(start..)?.trim().is_empty() && rest.trim().is_empty();
    if !alone {
        let semicolon = after
            .find(|letter: char| !letter.is_whitespace())
            .filter(|at| after.get(*at..).is_some_and(|rest| rest.starts_with(';')));
        let end = range.end + semicolon.map_or(0, |at| at + 1);
        return Some(Edit { span: Span::new(span.file, range.start, end), text: String::new() });
    }
    let end = range.end + (rest.len() + 1).min(after.len());
    Some(Edit { span: Span::new(span.file, above_docs(text, start), end), text: String::new() })
}

/// The start of the documentation lines that stand right above `start`.
fn above_docs(text: &str, start: usize) -> usize {
    let mut at = start;
    while let Some(before) = text.get(..at).and_then(|before| before.strip_suffix('\n')) {
        let line = before.rfind('\n').map_or(0, |at| at + 1);
        if !before.get(line..).is_some_and(|line| line.trim_start().starts_with("///")) {
            break;
        }
        at = line;
    }
    at
}

/// Numbered fields become an entity whose occurrences are numbered within the owner's; each property, with its field for each number, is one of its
/// fields.
pub(super) fn repeats_fix(
    mcd: &Mcd,
    owner: EntityId,
    base: &str,
    properties: &[(&str, Vec<&Field>)],
    sources: &SourceMap,
) -> Option<Fix> {
    let entity = mcd.entity(owner);
    let name = free_name(mcd, &base.split('_').map(capital).collect::<String>(), &entity.name);
    let relation = free_name(mcd, &format!("{}{name}", entity.name), "Relation");
    let rank = match mcd.crm.locale {
        Locale::Fr => "rang",
        Locale::En => "rank",
    };
    let mut body = format!("    {rank} integer identifier\n");
    for (property, fields) in properties {
        // Of several, which says that there is an occurrence isn't known.
        let required = if properties.len() == 1 { " required" } else { "" };
        body.push_str(&format!("    {property} {}{required}\n", unnumbered(sources, fields.first()?)?));
    }
    let text = format!(
        "\n\nentity {name} {{\n{body}}}\n\nrelation {relation} {{\n    {}  0,n\n    {name}  (1,1)\n}}",
        written(sources, entity),
    );
    let fields: Vec<&Field> = properties.iter().flat_map(|(_, fields)| fields.iter().copied()).collect();
    let mut edits: Vec<Edit> = fields.iter().filter_map(|field| deletion(sources, field.span)).collect();
    edits.push(Edit { span: entity.span.after(), text });
    let names = listed(&fields);
    Some(Fix {
        title: say!(fr "sortir {names} dans une entité « {name} »", en "move {names} out into an entity `{name}`"),
        edits,
    })
}

/// What stands after the name of the first of some numbered fields, as it is said of any: the type, the label without its number.
fn unnumbered(sources: &SourceMap, first: &Field) -> Option<String> {
    let tail = sources.get(first.span.file)?.text.get(first.name_span.end as usize..first.span.end as usize)?.trim();
    let line = without_words(tail, &["required", "unique", "title", "identifier"]);
    let label = first.label.trim_end_matches(|letter: char| letter.is_ascii_digit()).trim_end();
    Some(line.replace(&format!("\"{}\"", first.label), &format!("\"{label}\"")))
}
