//! What needs no search: constants, determined by nothing at all, and columns in bijection, of which one stands for all.
//!
//! Invariant: expanding the dependencies of the representatives gives those of the table.

use indexmap::IndexMap;

use super::Fd;
use super::partition::Codes;

/// The columns that need a search, and those they stand for.
#[derive(Debug)]
pub(super) struct Collapsed {
    /// Columns with one value at most.
    pub(super) constants: Vec<usize>,
    /// Classes of columns in bijection, each ascending; the first one is searched.
    pub(super) classes: Vec<Vec<usize>>,
}

/// Sorts the columns. Codes in the order of first occurrence are equal exactly when the columns are in bijection.
pub(super) fn collapse(columns: &[Codes<'_>]) -> Collapsed {
    let mut collapsed = Collapsed { constants: Vec::new(), classes: Vec::new() };
    let mut classes: IndexMap<&[u32], Vec<usize>> = IndexMap::new();
    for (position, column) in columns.iter().enumerate() {
        match column.distinct {
            0 | 1 => collapsed.constants.push(position),
            _ => classes.entry(column.codes).or_default().push(position),
        }
    }
    collapsed.classes = classes.into_values().collect();
    collapsed
}

impl Collapsed {
    /// The dependencies of the table, from those between classes.
    pub(super) fn expand(&self, found: &[(Vec<usize>, usize)]) -> Vec<Fd> {
        let mut fds: Vec<Fd> = self.constants.iter().map(|rhs| Fd { lhs: Vec::new(), rhs: *rhs }).collect();
        for class in &self.classes {
            let pairs = class.iter().flat_map(|a| class.iter().map(move |b| (*a, *b))).filter(|(a, b)| a != b);
            fds.extend(pairs.map(|(lhs, rhs)| Fd { lhs: vec![lhs], rhs }));
        }
        for (lhs, rhs) in found {
            let rights = self.classes.get(*rhs).map_or(&[][..], Vec::as_slice);
            for lhs in self.choices(lhs) {
                fds.extend(rights.iter().map(|rhs| Fd { lhs: lhs.clone(), rhs: *rhs }));
            }
        }
        super::sort(&mut fds);
        fds
    }

    /// Each way to take one column of each class.
    fn choices(&self, classes: &[usize]) -> Vec<Vec<usize>> {
        let members = classes.iter().filter_map(|class| self.classes.get(*class));
        let mut choices = vec![Vec::new()];
        for class in members {
            let longer = |start: &Vec<usize>| -> Vec<Vec<usize>> {
                class.iter().map(|column| start.iter().copied().chain([*column]).collect()).collect()
            };
            choices = choices.iter().flat_map(longer).collect();
        }
        choices.iter_mut().for_each(|choice| choice.sort_unstable());
        choices
    }
}
