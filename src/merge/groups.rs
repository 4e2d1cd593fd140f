//! Groups of records that become facilities, and which of them people keep apart.

use std::collections::BTreeMap;

/// Disjoint groups of record indices; a group is named by its smallest member.
#[derive(Debug, Clone)]
pub(super) struct Groups {
    parent: Vec<usize>,
    members: BTreeMap<usize, Vec<usize>>,
    /// Per record: decisions that keep it apart from the records of the decision's other side.
    apart: BTreeMap<usize, Vec<(usize, bool)>>,
}

impl Groups {
    pub(super) fn new(count: usize) -> Self {
        Self {
            parent: (0..count).collect(),
            members: (0..count).map(|at| (at, vec![at])).collect(),
            apart: BTreeMap::new(),
        }
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
        let mut given = self.members.remove(&give).unwrap_or_default();
        let kept = self.members.entry(keep).or_default();
        kept.append(&mut given);
        kept.sort_unstable();
    }

    pub(super) fn members(&mut self, at: usize) -> Vec<usize> {
        let root = self.find(at);
        self.members.get(&root).cloned().unwrap_or_default()
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
        self.members.into_values().collect()
    }
}
