//! Where the data of a table begins: titles above, the row of headings, and the merged cells above these.
//!
//! Looks at the first rows only. Invariant: `header` and `group` are places in the rows given, `group` just above `header`.

use std::collections::HashSet;

/// A row with its number.
pub(super) type Row = (u32, Vec<String>);

/// How the first rows of a table are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Layout {
    /// The row of headings, by its place.
    pub(super) header: Option<usize>,
    /// The row of merged cells above it.
    pub(super) group: Option<usize>,
    /// The first row of data.
    pub(super) data: usize,
}

/// A heading longer than this is a sentence.
const LONGEST_HEADING: usize = 80;

/// Finds the layout of the first rows.
pub(super) fn find(rows: &[Row]) -> Layout {
    let width = usual_width(rows);
    for at in (0..rows.len()).filter(|at| fills(rows, *at) * 2 > width || fills(rows, *at) >= width.max(1)) {
        if at + 1 < rows.len() && is_group_over(rows, at, at + 1) && is_header(rows, at + 1) {
            return Layout { header: Some(at + 1), group: Some(at), data: at + 2 };
        }
        let is_full = fills(rows, at) >= width;
        if is_header(rows, at) && (is_full || !stands_apart(rows, at)) {
            let group = at.checked_sub(1).filter(|above| is_group_over(rows, *above, at));
            return Layout { header: Some(at), group, data: at + 1 };
        }
        if is_full || !stands_apart(rows, at) {
            return Layout { header: None, group: None, data: at };
        }
    }
    Layout::default()
}

/// Whether a row belongs to what is said above a table: a blank row, or nothing but such rows, comes between it and a full one.
fn stands_apart(rows: &[Row], at: usize) -> bool {
    let width = usual_width(rows);
    let numbers = rows.iter().skip(at).map(|(number, _)| *number);
    let gap = numbers.clone().zip(numbers.skip(1)).position(|(here, next)| next > here + 1);
    let full = (at..rows.len()).position(|row| fills(rows, row) >= width);
    matches!((gap, full), (Some(gap), Some(full)) if gap < full)
}

fn fills(rows: &[Row], at: usize) -> usize {
    rows.get(at).map_or(0, |(_, cells)| filled(cells))
}

/// How many cells are filled in most rows: the median among rows that are more than a lone text.
fn usual_width(rows: &[Row]) -> usize {
    let mut widths: Vec<usize> = rows.iter().map(|(_, cells)| filled(cells)).filter(|count| *count > 1).collect();
    widths.sort_unstable();
    widths.get(widths.len() / 2).copied().unwrap_or(1)
}

fn filled(cells: &[String]) -> usize {
    cells.iter().filter(|cell| !cell.trim().is_empty()).count()
}

/// Whether a row holds headings: short words, distinct, which don't occur below as values.
fn is_header(rows: &[Row], at: usize) -> bool {
    let Some((_, cells)) = rows.get(at) else { return false };
    let words: Vec<(usize, &str)> =
        cells.iter().map(|cell| cell.trim()).enumerate().filter(|(_, c)| !c.is_empty()).collect();
    let labels = words.iter().filter(|(_, cell)| is_label(cell)).count();
    let distinct: HashSet<&str> = words.iter().map(|(_, cell)| *cell).collect();
    let below = rows.get(at + 1..).unwrap_or_default();
    let is_value = |(column, word): &&(usize, &str)| {
        below.iter().any(|(_, cells)| cells.get(*column).is_some_and(|cell| cell.trim() == *word))
    };
    let values = words.iter().filter(is_value).count();
    // Page breaks repeat the header as a whole, which is no sign against it.
    let repeated = below.iter().any(|(_, row)| row == cells);
    labels * 10 >= words.len() * 8 && distinct.len() * 2 >= words.len() && (repeated || values * 10 <= words.len())
}

/// Whether a cell could name a column: it has letters and is no date, number or address. Years name columns too.
fn is_label(cell: &str) -> bool {
    let letters = cell.chars().filter(|letter| letter.is_alphabetic()).count();
    let digits = cell.chars().filter(char::is_ascii_digit).count();
    let is_year = cell.len() == 4 && digits == 4 && (cell.starts_with("19") || cell.starts_with("20"));
    let is_sign = ["%", "€", "#", "n°", "N°", "$", "£"].contains(&cell);
    let is_code = digits * 2 > letters + digits;
    (is_year || is_sign || letters > 0 && !is_code && !cell.contains('@')) && cell.chars().count() <= LONGEST_HEADING
}

/// Whether the row `above` holds merged cells over the headings of `below`: most of its cells stand over several columns, or
/// over an empty heading (merged downwards).
fn is_group_over(rows: &[Row], above: usize, below: usize) -> bool {
    let (Some((upper_row, upper)), Some((lower_row, lower))) = (rows.get(above), rows.get(below)) else { return false };
    let is_filled = |cells: &[String], at: usize| cells.get(at).is_some_and(|cell| !cell.trim().is_empty());
    let own: Vec<usize> = (0..upper.len()).filter(|at| is_filled(upper, *at)).collect();
    let spans = |at: usize| !is_filled(lower, at) || (!is_filled(upper, at + 1) && is_filled(lower, at + 1));
    let spanning = own.iter().filter(|at| spans(**at)).count();
    let wide = own.iter().any(|at| is_filled(lower, *at) && spans(*at));
    let labels = own.iter().filter(|at| upper.get(**at).is_some_and(|cell| is_label(cell.trim()))).count();
    lower_row.abs_diff(*upper_row) == 1
        && own.len() >= 2
        && wide
        && labels == own.len()
        && spanning * 10 > own.len() * 6
}

/// A column's heading and the merged cell above it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Heading {
    /// Its own.
    pub(super) own: String,
    /// Above.
    pub(super) group: Option<String>,
}

/// The headings of a layout, one a column.
pub(super) fn headings(rows: &[Row], layout: Layout) -> Vec<Heading> {
    let cells = |at: Option<usize>| at.and_then(|at| rows.get(at)).map_or(&[][..], |(_, cells)| cells.as_slice());
    let (own, groups) = (cells(layout.header), cells(layout.group));
    let mut group: Option<String> = None;
    let mut headings = Vec::new();
    for at in 0..own.len().max(groups.len()) {
        let (mut name, above) = (tidy(own.get(at)), tidy(groups.get(at)));
        if !above.is_empty() {
            group = Some(above);
        }
        let merged_down = name.is_empty();
        if merged_down {
            name =
                group.take().filter(|_| groups.get(at).is_some_and(|cell| !cell.trim().is_empty())).unwrap_or_default();
        }
        headings.push(Heading { own: name, group: group.clone() });
    }
    headings
}

/// A heading on one line, without outer blanks.
fn tidy(cell: Option<&String>) -> String {
    cell.map(|cell| cell.split_whitespace().collect::<Vec<_>>().join(" ")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<Row> {
        let cells = |line: &str| line.split(';').map(str::to_owned).collect();
        let rows = text.lines().zip(1..).map(|(line, number)| (number, cells(line)));
        rows.filter(|(_, cells): &Row| filled(cells) > 0).collect()
    }

    fn layout(text: &str) -> (Option<usize>, Option<usize>, usize) {
        let found = find(&rows(text));
        (found.header, found.group, found.data)
    }

    #[test]
    fn headers_are_found_below_titles() {
        assert_eq!(layout("nom;ville\nDurand;Paris\nPetit;Lyon"), (Some(0), None, 1));
        assert_eq!(
            layout("Liste des clients;;\nÉdité le;12/03/2024;\n;;\nnom;ville;ca\nDurand;Paris;12\nPetit;Lyon;15"),
            (Some(2), None, 3)
        );
        assert_eq!(layout("produit;2023;2024\nA;12;13\nB;5;7"), (Some(0), None, 1));
        assert_eq!(layout("nom;tél;tél;nom\nDurand;01;02;x\nPetit;03;;y"), (Some(0), None, 1));
    }

    #[test]
    fn data_without_header_has_none() {
        assert_eq!(layout("1;12/03/2024;15,2\n2;13/03/2024;17"), (None, None, 0));
        assert_eq!(layout("Durand;Paris;12\nDurand;Lyon;15\nPetit;Paris;8"), (None, None, 0));
    }

    #[test]
    fn merged_cells_stand_over_headings() {
        let text = "Ventes;;;;\nN°;Client;;Produit;\n;nom;ville;réf.;prix\n1;Durand;Paris;A1;12\n2;Petit;Lyon;B2;15";
        assert_eq!(layout(text), (Some(2), Some(1), 3));
        let names: Vec<String> = headings(&rows(text), find(&rows(text)))
            .into_iter()
            .map(|heading| format!("{}|{}", heading.group.unwrap_or_default(), heading.own))
            .collect();
        assert_eq!(names, ["|N°", "Client|nom", "Client|ville", "Produit|réf.", "Produit|prix"]);
    }

    #[test]
    fn what_is_said_above_is_no_merged_cell() {
        assert_eq!(layout("Agence;Lyon;;\nnom;ville;ca;date\nA;B;1;2\nC;D;3;4"), (Some(1), None, 2));
    }
}
