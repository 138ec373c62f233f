//! Lines of a block cut into cells, and the cells aligned.

use pest::Parser;
use pest::iterators::Pair;

use super::leaves;
use crate::syntax::grammar::{McdParser, Rule};

/// Cells wider than this don't widen their column.
const WIDE: usize = 28;

/// The sort of table that a line belongs to: each is aligned for itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Table {
    /// Fields, and legs where none has a role.
    Fields,
    /// Legs, where one has a role.
    Legs,
    /// Lines that begin with a keyword: one blank after it.
    Keywords,
    /// Anything else.
    Others,
    /// Lines of a single cell.
    None,
}

/// A line cut into cells.
#[derive(Debug, Clone)]
pub(super) struct Cells {
    /// Its table.
    pub(super) table: Table,
    /// Whether it is a leg that has a role.
    pub(super) has_role: bool,
    /// Its cells from left to right; only the last ones may be empty.
    pub(super) cells: Vec<String>,
}

/// Reads `text` with `rule` and cuts it into cells.
pub(super) fn cells(text: &str, rule: Rule, depth: usize) -> Option<Cells> {
    let mut pairs = McdParser::parse(rule, text).ok()?;
    let node = pairs.find(|pair| !matches!(pair.as_rule(), Rule::comment | Rule::doc | Rule::EOI))?;
    let children: Vec<Pair<'_, Rule>> = node.clone().into_inner().collect();
    let fields = children.iter().filter(|child| child.as_rule() == Rule::source_field).count();
    let children = if fields == 1 { inside_source_field(&children) } else { children };
    let table = if fields > 1 { Table::None } else { table(node.as_rule()) };
    let mut groups: Vec<Vec<Pair<'_, Rule>>> = vec![Vec::new()];
    let mut after_colon = false;
    for child in children {
        let current = groups.len() - 1;
        let column = match table {
            Table::None => 0,
            _ if after_colon => current.max(1),
            _ => column(node.as_rule(), child.as_rule(), current),
        };
        after_colon = child.as_rule() == Rule::colon;
        while groups.len() <= column {
            groups.push(Vec::new());
        }
        if let Some(last) = groups.last_mut() {
            last.push(child);
        }
    }
    let has_role = node.clone().into_inner().any(|child| child.as_rule() == Rule::role);
    let cells = groups.iter().map(|group| leaves::text(group, node.as_rule(), depth)).collect();
    Some(Cells { table, has_role, cells })
}

fn inside_source_field<'i>(children: &[Pair<'i, Rule>]) -> Vec<Pair<'i, Rule>> {
    let flat = children.iter().flat_map(|child| match child.as_rule() {
        Rule::source_field => child.clone().into_inner().collect::<Vec<_>>(),
        _ => vec![child.clone()],
    });
    flat.filter(|child| child.as_rule() != Rule::comma).collect()
}

fn table(line: Rule) -> Table {
    match line {
        Rule::field | Rule::elision => Table::Fields,
        Rule::leg => Table::Legs,
        Rule::setting | Rule::list_line => Table::Keywords,
        Rule::grant | Rule::section | Rule::source_line => Table::Others,
        _ => Table::None,
    }
}

/// The column where a part of a line belongs; never left of the one before, `current`.
fn column(line: Rule, part: Rule, current: usize) -> usize {
    let column = match (line, part) {
        (_, Rule::comment | Rule::doc) => current,
        (Rule::field, Rule::type_ref) | (Rule::elision, Rule::type_ref) => 1,
        (Rule::field, Rule::field_modifier) => 2,
        (Rule::leg, Rule::card) => 1,
        (Rule::leg, Rule::label | Rule::leg_modifier) => 2,
        (Rule::setting, Rule::string | Rule::setting_word) => 1,
        (Rule::list_line, Rule::list_field) => 1,
        (Rule::source_line, Rule::placed | Rule::derived | Rule::ignored) => 1,
        _ => current,
    };
    column.max(current)
}

/// Pads the cells of all lines so that columns align, and joins them.
pub(super) fn align(mut lines: Vec<Cells>) -> Vec<String> {
    let roles = lines.iter().any(|line| line.table == Table::Legs && line.has_role);
    for line in &mut lines {
        if line.table == Table::Legs && !roles {
            line.table = Table::Fields;
        }
    }
    align_roles(&mut lines);
    let tables = [Table::Fields, Table::Legs, Table::Keywords, Table::Others];
    let widths: Vec<(Table, Vec<usize>)> = tables.iter().map(|table| (*table, widths(&lines, *table))).collect();
    lines.iter().map(|line| joined(line, &widths)).collect()
}

/// Where every leg has a role, the entities align too.
fn align_roles(lines: &mut [Cells]) {
    let legs = || lines.iter().filter(|line| line.table == Table::Legs);
    if !legs().all(|leg| leg.has_role) {
        return;
    }
    let role = |cell: &str| cell.find(": ").map_or(0, |at| width(cell.get(..at).unwrap_or_default()) + 1);
    let widest = legs().filter_map(|leg| leg.cells.first()).map(|cell| role(cell)).max().unwrap_or(0);
    for leg in lines.iter_mut().filter(|line| line.table == Table::Legs) {
        if let Some(cell) = leg.cells.first_mut() {
            let padding = " ".repeat(widest.saturating_sub(role(cell)));
            *cell = cell.replacen(": ", &format!(": {padding}"), 1);
        }
    }
}

/// The width of each column but the last, over the lines that have something to its right.
fn widths(lines: &[Cells], table: Table) -> Vec<usize> {
    let mut widths = vec![0; 2];
    for line in lines.iter().filter(|line| line.table == table) {
        for (column, cell) in line.cells.iter().enumerate().take(line.cells.len().saturating_sub(1)) {
            if let Some(widest) = widths.get_mut(column)
                && !cell.contains('\n')
                && width(cell) <= WIDE
            {
                *widest = width(cell).max(*widest);
            }
        }
    }
    widths
}

fn joined(line: &Cells, widths: &[(Table, Vec<usize>)]) -> String {
    let none = Vec::new();
    let widths = widths.iter().find(|(table, _)| *table == line.table).map_or(&none, |(_, widths)| widths);
    let gap = if line.table == Table::Keywords { " " } else { "  " };
    let mut out = String::new();
    for (column, cell) in line.cells.iter().enumerate() {
        if column > 0 {
            out.push_str(if out.contains('\n') { " " } else { gap });
        }
        out.push_str(cell);
        if column + 1 < line.cells.len() && !cell.contains('\n') {
            let padding = widths.get(column).copied().unwrap_or(0).saturating_sub(width(cell));
            out.push_str(&" ".repeat(padding));
        }
    }
    out.trim_end().to_owned()
}

fn width(text: &str) -> usize {
    text.chars().count()
}
