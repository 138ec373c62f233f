//! From a file's skeleton to its tree: each line is read with the rule that it seems to be.

use super::ast::{Item, Member, Name, Parsed};
use super::grammar::Rule;
use super::line::Reading;
use super::messages;
use super::outline::{BLOCK_KEYWORDS, Block, LINE_KEYWORDS, Line, outline};
use super::pasted;
use super::scan::{Token, TokenKind, scan};
use crate::diag::Sink;
use crate::source::{FileId, Span};

/// Declarations that are worth a thread of their own.
const DECLARATIONS_A_PART: usize = 200;

/// What was read of a run of declarations.
#[derive(Default)]
struct Part {
    items: Vec<Item>,
    lost: Vec<Name>,
    sink: Sink,
}

/// Reads a whole file; the declarations of a long one on several cores, to the same result.
pub(crate) fn file(file: FileId, text: &str, sink: &mut Sink) -> Parsed {
    let tokens = scan(text);
    let scripts = pasted::scripts(text, &tokens);
    let mut reading = Reading { file, text, tokens: &tokens, sink, lost: Vec::new(), known_mends: Vec::new() };
    scripts.iter().for_each(|script| reading.report_script(script));
    let lost = reading.lost;
    let tokens = pasted::set_aside(tokens, &scripts);
    let outline = outline(text, &tokens);
    let mut reading = Reading { file, text, tokens: &tokens, sink, lost, known_mends: Vec::new() };
    reading.report_lexical();
    reading.report_outline(&outline);
    let mut parsed = Parsed { file, items: Vec::new(), lost: reading.lost };
    for part in parts(file, text, &tokens, &outline.blocks) {
        parsed.items.extend(part.items);
        parsed.lost.extend(part.lost);
        sink.append(part.sink);
    }
    parsed
}

/// Reads declarations in runs, each on a core.
fn parts(file: FileId, text: &str, tokens: &[Token], blocks: &[Block]) -> Vec<Part> {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let runs = runs(text, tokens, blocks, cores.min(blocks.len() / DECLARATIONS_A_PART));
    std::thread::scope(|scope| {
        let (own, others) = runs.split_first().map_or((blocks, &[][..]), |(own, others)| (*own, others));
        let others: Vec<_> =
            others.iter().map(|run| (run, scope.spawn(move || part(file, text, tokens, run)))).collect();
        let mut parts = vec![part(file, text, tokens, own)];
        // A thread that failed is read again here, so that what stopped it is told as it would be with one core.
        parts.extend(
            others.into_iter().map(|(run, thread)| thread.join().unwrap_or_else(|_| part(file, text, tokens, run))),
        );
        parts
    })
}

/// Cuts a file in `count` runs of declarations or fewer, each but the first beginning with a word of the language: what is
/// said of a declaration that doesn't depends on the one before.
fn runs<'b>(text: &str, tokens: &[Token], blocks: &'b [Block], count: usize) -> Vec<&'b [Block]> {
    let size = blocks.len() / count.max(1);
    let mut runs = Vec::new();
    let mut rest = blocks;
    while runs.len() + 1 < count {
        let known = |block: &Block| is_known(tokens.get(block.head.tokens.start).map_or("", |token| token.text(text)));
        let Some(border) = rest.iter().skip(size).position(known) else { break };
        let (run, after) = rest.split_at(size + border);
        runs.push(run);
        rest = after;
    }
    runs.push(rest);
    runs
}

fn part(file: FileId, text: &str, tokens: &[Token], blocks: &[Block]) -> Part {
    let mut part = Part::default();
    let mut reading = Reading { file, text, tokens, sink: &mut part.sink, lost: Vec::new(), known_mends: Vec::new() };
    let mut unknown_before = false;
    for block in blocks {
        let word = reading.token_text(block.head.tokens.start);
        if is_known(word) {
            part.items.extend(reading.item(block, word));
            unknown_before = false;
        } else {
            part.items.extend(reading.unknown(block, &mut unknown_before));
        }
    }
    part.lost = reading.lost;
    part
}

/// Whether a word of the language begins a declaration.
fn is_known(word: &str) -> bool {
    BLOCK_KEYWORDS.contains(&word) || LINE_KEYWORDS.contains(&word)
}

impl Reading<'_, '_> {
    /// Reads a declaration as the sort that `keyword` begins.
    pub(crate) fn item(&mut self, block: &Block, keyword: &str) -> Option<Item> {
        let head = &block.head;
        if let (true, Some(open)) = (LINE_KEYWORDS.contains(&keyword), block.body.as_ref().and_then(|body| body.open)) {
            let span = self.tokens_span(open, open);
            self.sink.push(messages::no_block_here(span, keyword));
        }
        let span = self.block_span(block);
        match keyword {
            "crm" => self.crm(block, span),
            "entity" => self.entity(block, span),
            "relation" => self.relation(block, span),
            "source" => self.source(block, span),
            "role" => self.role(block, span),
            "form" => self.form(block, span),
            "list" => self.list(block, span),
            "type" => self.read(head, Rule::type_entry, |l, n| l.type_decl(n, span)).map(Item::Type),
            "constraint" => self.read(head, Rule::constraint_entry, |l, n| l.constraint(n, span)).map(Item::Constraint),
            "synonym" => self.read(head, Rule::synonym_entry, |l, n| l.synonym(n, span)).map(Item::Synonym),
            "fd" => self.read(head, Rule::inventory_entry, |l, n| l.inventory_fd(n, span)).map(Item::Fd),
            "include" => self.read(head, Rule::include_entry, |l, n| l.string_of(n, Rule::string)).map(Item::Include),
            _ => None,
        }
    }

    /// The span of a declaration with its block.
    fn block_span(&self, block: &Block) -> Span {
        let first = block.head.tokens.start;
        let head = self.line_span(&block.head);
        let Some(body) = &block.body else { return head };
        let last_line = body.lines.last().map(|line| line.tokens.end.saturating_sub(1));
        body.close.or(last_line).or(body.open).map_or(head, |last| self.tokens_span(first, last))
    }

    /// Reads each line of a block with the same rule.
    fn lines<T>(&mut self, block: &Block, mut read: impl FnMut(&mut Self, &Line) -> Option<T>) -> Vec<T> {
        let lines = block.body.iter().flat_map(|body| &body.lines);
        lines.filter_map(|line| read(self, line)).collect()
    }

    fn crm(&mut self, block: &Block, span: Span) -> Option<Item> {
        let head = self.read(&block.head, Rule::crm_entry, |l, n| l.crm(n, span));
        let settings = self.lines(block, |r, line| r.read(line, Rule::setting_entry, |l, n| l.setting(n)));
        head.map(|mut crm| {
            crm.settings = settings;
            Item::Crm(crm)
        })
    }

    fn entity(&mut self, block: &Block, span: Span) -> Option<Item> {
        let head = self.read(&block.head, Rule::entity_entry, |l, n| l.entity(n, span));
        let members = self.lines(block, Self::entity_member);
        head.map(|mut entity| {
            entity.members = members;
            Item::Entity(entity)
        })
    }

    fn relation(&mut self, block: &Block, span: Span) -> Option<Item> {
        let head = self.read(&block.head, Rule::relation_entry, |l, n| l.relation(n, span));
        let members = self.lines(block, Self::relation_member);
        head.map(|mut relation| {
            relation.members = members;
            Item::Relation(relation)
        })
    }

    fn source(&mut self, block: &Block, span: Span) -> Option<Item> {
        let head = self.read(&block.head, Rule::source_entry, |l, n| l.source(n, span));
        let fields =
            self.lines(block, |r, line| r.read(line, Rule::source_line_entry, |l, n| Some(l.source_fields(n))));
        head.map(|mut source| {
            source.fields = fields.into_iter().flatten().collect();
            Item::Source(source)
        })
    }

    fn role(&mut self, block: &Block, span: Span) -> Option<Item> {
        let head = self.read(&block.head, Rule::role_entry, |l, n| l.role(n, span));
        let grants = self.lines(block, |r, line| r.read(line, Rule::grant_entry, |l, n| l.grant(n)));
        head.map(|mut role| {
            role.grants = grants;
            Item::Role(role)
        })
    }

    fn form(&mut self, block: &Block, span: Span) -> Option<Item> {
        let head = self.read(&block.head, Rule::form_entry, |l, n| l.form(n, span));
        let sections = self.lines(block, |r, line| r.read(line, Rule::section_entry, |l, n| l.section(n)));
        head.map(|mut form| {
            form.sections = sections;
            Item::Form(form)
        })
    }

    fn list(&mut self, block: &Block, span: Span) -> Option<Item> {
        let head = self.read(&block.head, Rule::list_entry, |l, n| l.list(n, span));
        let lines = self.lines(block, |r, line| r.read(line, Rule::list_line_entry, |l, n| l.list_line(n)));
        head.map(|mut list| {
            list.lines = lines;
            Item::List(list)
        })
    }

    fn entity_member(&mut self, line: &Line) -> Option<Member> {
        match self.member(line)? {
            Member::Leg(leg) => {
                self.sink.push(messages::leg_in_entity(leg.span));
                None
            }
            member => Some(member),
        }
    }

    fn relation_member(&mut self, line: &Line) -> Option<Member> {
        match self.member(line)? {
            Member::Subtypes(subtypes) => {
                self.sink.push(messages::subtypes_in_relation(subtypes.span));
                None
            }
            member => Some(member),
        }
    }

    /// A line of an entity or a relation.
    fn member(&mut self, line: &Line) -> Option<Member> {
        let seeming = member_rule(self.text, self.tokens.get(line.tokens.clone()).unwrap_or_default());
        let meant = (seeming == Rule::field_entry).then(|| self.keyword_of_seeming_field(line)).flatten();
        let rule = meant.unwrap_or(seeming);
        self.read(line, rule, |lowering, node| lowering.member(node))
    }
}

/// What a line of the block that `keyword` opens seems to be.
pub(crate) fn line_rule(keyword: &str, text: &str, tokens: &[Token]) -> Rule {
    match keyword {
        "crm" => Rule::setting_entry,
        "source" => Rule::source_line_entry,
        "role" => Rule::grant_entry,
        "form" => Rule::section_entry,
        "list" => Rule::list_line_entry,
        _ => member_rule(text, tokens),
    }
}

/// With which rule the first line of the declaration that `keyword` begins is read.
pub(crate) fn head_rule(keyword: &str) -> Option<Rule> {
    Some(match keyword {
        "crm" => Rule::crm_entry,
        "entity" => Rule::entity_entry,
        "relation" => Rule::relation_entry,
        "source" => Rule::source_entry,
        "role" => Rule::role_entry,
        "form" => Rule::form_entry,
        "list" => Rule::list_entry,
        "type" => Rule::type_entry,
        "constraint" => Rule::constraint_entry,
        "synonym" => Rule::synonym_entry,
        "fd" => Rule::inventory_entry,
        "include" => Rule::include_entry,
        _ => return None,
    })
}

/// What a line of an entity or a relation seems to be.
fn member_rule(text: &str, tokens: &[Token]) -> Rule {
    match tokens.first().map_or("", |token| token.text(text)) {
        "unique" => Rule::unique_entry,
        "fd" => Rule::fd_entry,
        "rule" => Rule::rule_entry,
        "subtypes" => Rule::subtypes_entry,
        "stored" => Rule::stored_entry,
        "accept" => Rule::accept_entry,
        "…" | "..." => Rule::elision_entry,
        _ if seems_leg(text, tokens) => Rule::leg_entry,
        _ => Rule::field_entry,
    }
}

/// Whether after its first word a line goes on with a role's `:` or a cardinality.
fn seems_leg(text: &str, tokens: &[Token]) -> bool {
    let Some(second) = tokens.get(1) else { return false };
    match second.kind {
        TokenKind::Number | TokenKind::OpenParen => true,
        TokenKind::Comma => tokens.get(2).is_some_and(|third| third.kind == TokenKind::Number),
        TokenKind::Sign => match second.text(text) {
            "-" => tokens.get(2).is_some_and(|third| third.kind == TokenKind::Number && second.end == third.start),
            sign => matches!(sign, ":" | "*" | "["),
        },
        TokenKind::Word => {
            let third = tokens.get(2).map_or("", |token| token.text(text));
            matches!(second.text(text), "n" | "N" | "m" | "M")
                && matches!(third, "," | ":" | "." | ".." | "-" | "–" | "—")
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceMap;

    #[test]
    fn a_file_cut_in_runs_reads_as_it_does_whole() {
        let declarations = ["entity A { x text }\n", "what is this\n", "nor this\n", "relation R { A n,1\n B 0,n }\n"];
        let text: String = declarations.iter().cycle().take(400).copied().collect();
        let mut sources = SourceMap::default();
        let file = sources.add("m.mcd", text.as_str());
        let tokens = scan(&text);
        let outline = outline(&text, &tokens);
        let whole = part(file, &text, &tokens, &outline.blocks);
        assert!(!whole.sink.is_empty() && !whole.items.is_empty(), "nothing to compare");
        for count in 1..9 {
            let runs = runs(&text, &tokens, &outline.blocks, count);
            assert_eq!(runs.len(), count);
            let read: Vec<Part> = runs.iter().map(|run| part(file, &text, &tokens, run)).collect();
            let items: Vec<_> = read.iter().flat_map(|part| &part.items).collect();
            let problems: Vec<_> = read.iter().flat_map(|part| part.sink.diagnostics()).collect();
            assert_eq!(format!("{items:?}"), format!("{:?}", whole.items.iter().collect::<Vec<_>>()));
            assert_eq!(format!("{problems:?}"), format!("{:?}", whole.sink.diagnostics().iter().collect::<Vec<_>>()));
        }
    }
}
