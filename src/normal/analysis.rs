//! All that the theory says of one relation, computed once: what one asks of it one by one would be computed many times over.

use super::bcnf::{Decomposition, decompose, fourth_form_decomposition};
use super::chase::is_lossless;
use super::closure::Closure;
use super::cover::minimal_cover;
use super::fd::{Fd, Mvd};
use super::forms::{NormalForm, Primes, highest_form, is_fourth_form, primes};
use super::keys::{Keys, candidate_keys};
use super::set::AttrSet;
use super::synthesis::{Synthesis, synthesize_with};

/// Up to how many symbols a tableau is chased; beyond, the theorem on dependencies and keys is relied on.
const CHASED: usize = 20_000;

/// What is known of a relation under its dependencies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Analysis {
    /// Its candidate keys, by the functional dependencies.
    pub keys: Keys,
    /// Which attributes are in a key.
    pub primes: Primes,
    /// The highest form by functional dependencies, at most BCNF; none where the keys are too many to say.
    pub form: Option<NormalForm>,
    /// Whether it is in 4NF; none where no multivalued dependency is stated.
    pub fourth: Option<bool>,
    /// Its synthesis in third normal form, with the minimal cover.
    pub synthesis: Synthesis,
    /// Its decomposition in Boyce–Codd normal form.
    pub bcnf: Decomposition,
    /// Its decomposition in fourth normal form; empty where no multivalued dependency is stated.
    pub fourth_form: Vec<AttrSet>,
    /// Whether both decompositions join back without loss.
    pub lossless: bool,
}

impl Analysis {
    /// The highest form, 4NF included where multivalued dependencies are stated.
    pub fn highest_form(&self) -> Option<NormalForm> {
        match (self.form, self.fourth) {
            (Some(NormalForm::BoyceCodd), Some(true)) => Some(NormalForm::Fourth),
            (form, _) => form,
        }
    }
}

/// Analyses the relation of attributes `all` under `fds` and `mvds`.
pub fn analyze(all: &AttrSet, fds: &[Fd], mvds: &[Mvd]) -> Analysis {
    let cover = minimal_cover(fds);
    let keys = candidate_keys(all, &cover);
    let synthesis = synthesize_with(all, cover, &keys);
    let bcnf = decompose(all, &synthesis);
    let cover = &synthesis.cover;
    let stated = !mvds.is_empty();
    Analysis {
        primes: primes(all, cover, &keys),
        form: highest_form(all, cover, &keys),
        fourth: stated.then(|| is_fourth_form(all, fds, mvds)),
        fourth_form: if stated { fourth_form_decomposition(all, fds, mvds) } else { Vec::new() },
        lossless: join_back(all, &synthesis, &bcnf),
        keys,
        bcnf,
        synthesis,
    }
}

/// By the chase; a tableau too large for it joins back where one part holds a key, the dependencies being kept in parts (Biskup, Dayal &
/// Bernstein 1979). What is then made of those parts joins back by construction, each split being on a determinant.
fn join_back(all: &AttrSet, synthesis: &Synthesis, bcnf: &Decomposition) -> bool {
    let parts = synthesis.parts();
    let is_large = all.len().saturating_mul(parts.len().max(bcnf.parts.len())) > CHASED;
    if is_large {
        let closure = Closure::new(&synthesis.cover);
        return parts.iter().any(|part| closure.implies(part, all));
    }
    [&parts, &bcnf.parts].into_iter().all(|parts| is_lossless(all, &synthesis.cover, parts))
}
