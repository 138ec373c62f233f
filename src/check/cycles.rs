//! Cycles of a small directed graph whose nodes are numbers.
//!
//! Linear: a depth-first walk without recursion. Knows nothing of models.

/// A directed graph: for each node, its edges as (target, weight).
pub(super) struct Graph<W> {
    edges: Vec<Vec<(usize, W)>>,
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    New,
    Open,
    Done,
}

impl<W: Copy> Graph<W> {
    /// `nodes` nodes and no edges.
    pub(super) fn new(nodes: usize) -> Self {
        Graph { edges: (0..nodes).map(|_| Vec::new()).collect() }
    }

    /// Adds an edge; one that doesn't join two nodes of the graph is left out.
    pub(super) fn add(&mut self, from: usize, to: usize, weight: W) {
        let known = to < self.edges.len();
        if let (true, Some(edges)) = (known, self.edges.get_mut(from)) {
            edges.push((to, weight));
        }
    }

    /// Cycles, each as (node left, edge taken) from its first node on; every loop on one node, and of the others at least one where there
    /// are any, no two sharing a node.
    pub(super) fn cycles(&self) -> Vec<Vec<(usize, W)>> {
        let mut states = vec![State::New; self.edges.len()];
        let mut cycles = self.loops();
        for start in 0..self.edges.len() {
            if states.get(start) == Some(&State::New) {
                self.walk(start, &mut states, &mut cycles);
            }
        }
        cycles
    }

    fn loops(&self) -> Vec<Vec<(usize, W)>> {
        let nodes = self.edges.iter().enumerate();
        let loops = nodes.flat_map(|(node, edges)| edges.iter().filter(move |(to, _)| *to == node));
        loops.map(|edge| vec![*edge]).collect()
    }

    /// Loops on one node are passed over.
    fn walk(&self, start: usize, states: &mut [State], cycles: &mut Vec<Vec<(usize, W)>>) {
        // Nodes being visited, each with the number of its next edge.
        let mut stack = vec![(start, 0usize)];
        set(states, start, State::Open);
        while let Some((node, next)) = stack.last_mut() {
            let edge = self.edges.get(*node).and_then(|edges| edges.get(*next));
            *next += 1;
            match edge {
                None => {
                    set(states, *node, State::Done);
                    stack.pop();
                }
                Some((to, _)) if to == node => {}
                Some((to, _)) => match states.get(*to) {
                    Some(State::New) => {
                        set(states, *to, State::Open);
                        stack.push((*to, 0));
                    }
                    Some(State::Open) => {
                        let cycle = self.read_cycle(&stack, *to);
                        // Its nodes are done, lest the same cycle be told again from within.
                        for (node, _) in &cycle {
                            set(states, *node, State::Done);
                        }
                        cycles.push(cycle);
                        let first = stack.iter().position(|(node, _)| node == to).unwrap_or(0);
                        stack.truncate(first);
                    }
                    _ => {}
                },
            }
        }
    }

    fn read_cycle(&self, stack: &[(usize, usize)], first: usize) -> Vec<(usize, W)> {
        let cycle = stack.iter().skip_while(|(node, _)| *node != first);
        cycle.filter_map(|(node, next)| Some((*node, self.edges.get(*node)?.get(next.checked_sub(1)?)?.1))).collect()
    }
}

fn set(states: &mut [State], node: usize, state: State) {
    if let Some(slot) = states.get_mut(node) {
        *slot = state;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cycles(nodes: usize, edges: &[(usize, usize)]) -> Vec<Vec<usize>> {
        let mut graph = Graph::new(nodes);
        for (from, to) in edges {
            graph.add(*from, *to, ());
        }
        graph.cycles().into_iter().map(|cycle| cycle.into_iter().map(|(node, ())| node).collect()).collect()
    }

    #[test]
    fn finds_loops_and_rings_and_nothing_in_a_tree() {
        assert_eq!(cycles(3, &[(0, 1), (0, 2), (1, 2)]), Vec::<Vec<usize>>::new());
        assert_eq!(cycles(1, &[(0, 0)]), vec![vec![0]]);
        assert_eq!(cycles(2, &[(0, 1), (1, 1), (1, 0)]), vec![vec![1], vec![0, 1]]);
        assert_eq!(cycles(4, &[(0, 1), (1, 2), (2, 1), (2, 3)]), vec![vec![1, 2]]);
        assert_eq!(cycles(4, &[(0, 1), (1, 0), (2, 3), (3, 2)]), vec![vec![0, 1], vec![2, 3]]);
    }

    #[test]
    fn a_long_chain_does_not_overflow_the_stack() {
        let edges: Vec<(usize, usize)> = (0..200_000).map(|n| (n, n + 1)).collect();
        assert_eq!(cycles(200_001, &edges), Vec::<Vec<usize>>::new());
    }
}
