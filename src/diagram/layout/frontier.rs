//! The open states of a search, by what a way through them costs at least: a list for each cost.
//!
//! Costs are small whole numbers that hardly ever fall from one state taken to the next, so a list each beats a heap. Of states
//! that cost the same, the last one added comes first: it is most often the nearest to the end.
//!
//! Invariant: no list before `first` and none from `end` on holds a state.

/// Open states.
#[derive(Debug, Clone, Default)]
pub(super) struct Frontier {
    /// By cost less `base`: each state with what it has cost so far.
    lists: Vec<Vec<(u32, usize)>>,
    base: u32,
    /// The first list that may hold a state.
    first: usize,
    /// Beyond the last list that has held one.
    end: usize,
}

impl Frontier {
    /// Takes out what is left of another search; costs of the new one begin at `base`.
    pub(super) fn restart(&mut self, base: u32) {
        self.lists.iter_mut().take(self.end).skip(self.first).for_each(Vec::clear);
        (self.base, self.first, self.end) = (base, 0, 0);
    }

    /// Adds a state: what a way through it costs at least, what it has cost so far.
    pub(super) fn push(&mut self, estimate: u32, cost: u32, state: usize) {
        let at = estimate.saturating_sub(self.base) as usize;
        if at >= self.lists.len() {
            self.lists.resize_with(at + 1, Vec::new);
        }
        if let Some(list) = self.lists.get_mut(at) {
            list.push((cost, state));
        }
        self.first = if self.end == 0 { at } else { self.first.min(at) };
        self.end = self.end.max(at + 1);
    }

    /// Takes the state that costs least: that, its own cost, the state.
    pub(super) fn pop(&mut self) -> Option<(u32, u32, usize)> {
        while self.first < self.end {
            if let Some((cost, state)) = self.lists.get_mut(self.first).and_then(Vec::pop) {
                return Some((self.base + self.first as u32, cost, state));
            }
            self.first += 1;
        }
        None
    }
}
