//! Groups of records that become facilities, and which of them people keep apart.

use std::collections::BTreeMap;

/// Disjoint groups of record indices; a group is named by its smallest member.
#[derive(Debug, Clone)]
pub(super) struct Groups {
    parent: Vec<usize>,
    /// Of a group of several its members, ascending, at its smallest; empty elsewhere.
    members: Vec<Vec<usize>>,
    /// Per record: decisions that keep it apart from the records of the decision's other side.
    apart: BTreeMap<usize, Vec<(usize, bool)>>,
}

impl Groups {
    pub(super) fn new(count: usize) -> Self {
        Self { parent: (0..count).collect(), members: vec![Vec::new(); count], apart: BTreeMap::new() }
    }

    pub(super) fn find(&mut self, mut at: usize) -> usize {
        while self.parent[at] != at {
            self.parent[at] = self.parent[self.parent[at]];
            at = self.parent[at];
        }
        at
    }

    /// As `find`, of a group that is only looked at.
    pub(super) fn root(&self, mut at: usize) -> usize {
        while self.parent[at] != at {
            at = self.parent[at];
        }
        at
    }

    pub(super) fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.find(a), self.find(b));
        if a == b {
            return;
        }
        let (keep, give) = (a.min(b), a.max(b));
        self.parent[give] = keep;
        let given = std::mem::take(&mut self.members[give]);
        let kept = &mut self.members[keep];
        if kept.is_empty() {
            kept.push(keep);
        }
        if given.is_empty() {
            kept.push(give)
        } else {
            kept.extend(given)
        }
        kept.sort_unstable();
    }

    pub(super) fn members(&mut self, at: usize) -> Vec<usize> {
        let root = self.find(at);
        self.of_root(root).to_vec()
    }

    /// The members of a group by its smallest.
    fn of_root(&self, root: usize) -> &[usize] {
        // Whoever is alone is its own root.
        if self.members[root].is_empty() { std::slice::from_ref(&self.parent[root]) } else { &self.members[root] }
    }

    /// Keeps the groups of the one side's records apart from those of the other's.
    pub(super) fn keep_apart(&mut self, decision: usize, sides: &[Vec<usize>; 2]) {
        for (records, second) in sides.iter().zip([false, true]) {
            for at in records {
                self.apart.entry(*at).or_default().push((decision, second));
            }
        }
    }

    /// Whether people keep the groups of two records apart.
    pub(super) fn are_apart(&mut self, a: usize, b: usize) -> bool {
        if self.apart.is_empty() {
            return false;
        }
        let marks = |groups: &mut Self, at: usize| -> Vec<(usize, bool)> {
            let members = groups.members(at);
            members.iter().filter_map(|at| groups.apart.get(at)).flatten().copied().collect()
        };
        let (a, b) = (marks(self, a), marks(self, b));
        a.iter().any(|(decision, second)| b.contains(&(*decision, !second)))
    }

    pub(super) fn all(self) -> Vec<Vec<usize>> {
        let roots = (0..self.parent.len()).filter(|at| self.parent[*at] == *at);
        roots.map(|root| self.of_root(root).to_vec()).collect()
    }
}
