//! Why a dependency follows from others: a proof with Armstrong's rules (1974), and the same as a chain that a client can follow.
//!
//! Invariant: each step uses only steps before it, and no dependency that the conclusion can do without in this proof.

use super::fd::Fd;
use super::set::AttrSet;

/// A rule of inference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Law {
    /// Stated: the dependency of that place in the list.
    Given(usize),
    /// `X → Y` where `Y` is part of `X`.
    Reflexivity,
    /// From `X → Y`, `XW → YW`.
    Augmentation,
    /// From `X → Y` and `Y → Z`, `X → Z`.
    Transitivity,
}

/// A step of a proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What it proves.
    pub fd: Fd,
    /// By which rule.
    pub law: Law,
    /// From which steps, by their place.
    pub from: Vec<usize>,
}

/// A proof; its last step is the conclusion.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Derivation {
    /// In order.
    pub steps: Vec<Step>,
}

impl Derivation {
    /// Adds a step, unless it is there already; its place.
    fn add(&mut self, fd: Fd, law: Law, from: Vec<usize>) -> usize {
        if let Some(known) = self.steps.iter().position(|step| step.fd == fd) {
            return known;
        }
        self.steps.push(Step { fd, law, from });
        self.steps.len() - 1
    }
}

/// One link of the way from a determinant to what it determines.
struct Link {
    /// The dependency used, by its place.
    at: usize,
    /// What must be known before.
    before: AttrSet,
    /// What is known after, of what is needed later.
    after: AttrSet,
}

/// The dependencies that lead from `left` to `goal`, each needed by a later one or by the goal; none where it doesn't follow.
fn way(fds: &[Fd], left: &AttrSet, goal: &AttrSet) -> Option<Vec<Link>> {
    let mut needed = goal.clone();
    let mut links = Vec::new();
    for at in fired(fds, left, goal)?.into_iter().rev() {
        let fd = fds.get(at)?;
        if fd.right.difference(left).is_disjoint(&needed) {
            continue;
        }
        let before = fd.left.union(&needed.difference(&fd.right));
        links.push(Link { at, before: before.clone(), after: needed });
        needed = before;
    }
    links.reverse();
    Some(links)
}

/// The dependencies that fire, in order, until `goal` is reached.
fn fired(fds: &[Fd], left: &AttrSet, goal: &AttrSet) -> Option<Vec<usize>> {
    let mut reached = left.clone();
    let mut order = Vec::new();
    while !goal.is_subset(&reached) {
        let fires = |(_, fd): &(usize, &Fd)| fd.left.is_subset(&reached) && !fd.right.is_subset(&reached);
        let (at, fd) = fds.iter().enumerate().find(fires)?;
        reached.extend_with(&fd.right);
        order.push(at);
    }
    Some(order)
}

/// The way from `left` to `goal` in what is known at each stage: `numero → code_postal → ville`. None where it doesn't follow.
pub fn chain(fds: &[Fd], left: &AttrSet, goal: &AttrSet) -> Option<Vec<AttrSet>> {
    let links = way(fds, left, goal)?;
    let mut stages = vec![left.clone()];
    for stage in links.into_iter().flat_map(|link| [link.before, link.after]) {
        let known = stages.last().is_some_and(|last| stage.is_subset(last));
        if !known {
            stages.push(stage);
        }
    }
    Some(stages)
}

/// A proof that `left` determines `goal` under `fds`; none where it doesn't.
pub fn derive(fds: &[Fd], left: &AttrSet, goal: &AttrSet) -> Option<Derivation> {
    let links = way(fds, left, goal)?;
    let mut proof = Derivation::default();
    let start = links.first().map_or(goal, |link| &link.before);
    let mut known = None;
    if start != left || links.is_empty() {
        known = Some(proof.add(Fd::new(left.clone(), start.clone()), Law::Reflexivity, Vec::new()));
    }
    for link in &links {
        known = Some(follow(&mut proof, fds.get(link.at)?, link, left, known));
    }
    Some(proof)
}

/// One link: the dependency, brought to what is known before and after, then joined to what `left` was shown to determine.
fn follow(proof: &mut Derivation, fd: &Fd, link: &Link, left: &AttrSet, known: Option<usize>) -> usize {
    let mut step = proof.add(fd.clone(), Law::Given(link.at), Vec::new());
    let aside = link.after.difference(&fd.right);
    let mut right = fd.right.clone();
    if !aside.is_empty() {
        right.extend_with(&aside);
        step = proof.add(Fd::new(link.before.clone(), right.clone()), Law::Augmentation, vec![step]);
    }
    if right != link.after {
        let part = proof.add(Fd::new(right, link.after.clone()), Law::Reflexivity, Vec::new());
        step = proof.add(Fd::new(link.before.clone(), link.after.clone()), Law::Transitivity, vec![step, part]);
    }
    match known {
        Some(known) if link.before != *left => {
            proof.add(Fd::new(left.clone(), link.after.clone()), Law::Transitivity, vec![known, step])
        }
        _ => step,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(attrs: &[usize]) -> AttrSet {
        attrs.iter().copied().collect()
    }

    /// Whether a step follows by its law from the steps it names.
    fn is_sound(proof: &Derivation, step: &Step, fds: &[Fd]) -> bool {
        let from: Vec<&Fd> = step.from.iter().map(|at| &proof.steps[*at].fd).collect();
        match (step.law, from.as_slice()) {
            (Law::Given(at), []) => fds[at] == step.fd,
            (Law::Reflexivity, []) => step.fd.right.is_subset(&step.fd.left),
            (Law::Augmentation, [fd]) => {
                let aside = step.fd.left.difference(&fd.left).union(&step.fd.right.difference(&fd.right));
                step.fd.left == fd.left.union(&aside) && step.fd.right == fd.right.union(&aside)
            }
            (Law::Transitivity, [first, second]) => {
                first.left == step.fd.left && first.right == second.left && second.right == step.fd.right
            }
            _ => false,
        }
    }

    #[test]
    fn a_chain_is_short_and_its_proof_sound() {
        // numero → code_postal, code_postal → ville
        let fds = [Fd::new(set(&[0]), set(&[1, 3])), Fd::new(set(&[1]), set(&[2]))];
        assert_eq!(chain(&fds, &set(&[0]), &set(&[2])), Some(vec![set(&[0]), set(&[1]), set(&[2])]));
        assert_eq!(derive(&fds, &set(&[1]), &set(&[0])), None);
        assert_eq!(derive(&fds, &set(&[0, 1]), &set(&[1])).map(|proof| proof.steps.len()), Some(1));
    }

    #[test]
    fn every_proof_is_sound_and_ends_with_what_it_proves() {
        let fds = [
            Fd::new(set(&[0]), set(&[1])),
            Fd::new(set(&[1, 4]), set(&[2, 5])),
            Fd::new(set(&[2]), set(&[3])),
            Fd::new(set(&[]), set(&[4])),
            Fd::new(set(&[3, 0]), set(&[6])),
        ];
        for left in (0..128_usize).map(|mask| (0..7).filter(|bit| mask >> bit & 1 == 1).collect::<AttrSet>()) {
            for goal in (0..7).map(AttrSet::one).chain([set(&[3, 5]), set(&[6, 0])]) {
                let follows = crate::normal::closure::Closure::new(&fds).implies(&left, &goal);
                let Some(proof) = derive(&fds, &left, &goal) else {
                    assert!(!follows);
                    continue;
                };
                assert!(follows);
                assert_eq!(proof.steps.last().map(|step| &step.fd), Some(&Fd::new(left.clone(), goal)), "{left:?}");
                assert!(proof.steps.iter().all(|step| is_sound(&proof, step, &fds)), "{left:?} {proof:?}");
                let mut used = std::collections::BTreeSet::new();
                for (at, step) in proof.steps.iter().enumerate() {
                    assert!(step.from.iter().all(|from| *from < at));
                    used.extend(step.from.iter().copied());
                }
                assert_eq!(used.len(), proof.steps.len() - 1, "a step is of no use: {proof:?}");
            }
        }
    }
}
