//! The best pairs of a stream, in memory for twice as many at most.

use core::cmp::Ordering;
use std::rc::Rc;

use super::number::Number;
use super::score::Pair;
use super::sort::sort;

/// Collects up to twice the pairs that are wanted, then sorts, merges the directions of each pair and drops the rest.
#[derive(Debug)]
pub(super) struct Best {
    wanted: usize,
    /// Whose pairs these are, where they are one person's: of two directions with equal scores, this person's is kept.
    person: Option<Rc<str>>,
    kept: Vec<Rc<Pair>>,
    /// Whether the first `wanted` pairs are distinct and sorted, so that the last of them is the one to beat.
    full: bool,
}

impl Best {
    /// The best `wanted` pairs, at least one; of `person` only, where there is one.
    pub(super) fn new(wanted: usize, person: Option<Rc<str>>) -> Self {
        Self {
            wanted,
            person,
            kept: Vec::new(),
            full: false,
        }
    }

    /// Whether a pair with this score could be among the best.
    pub(super) fn admits(&self, score: &Number) -> bool {
        let weakest = self.full.then(|| self.kept.get(self.wanted - 1)).flatten();
        weakest.is_none_or(|weakest| *score >= weakest.score)
    }

    /// Takes a pair into account.
    pub(super) fn add(&mut self, pair: Rc<Pair>) {
        self.kept.push(pair);
        if self.kept.len() >= self.wanted.saturating_mul(2) {
            self.compact();
        }
    }

    fn compact(&mut self) {
        let person = self.person.as_deref();
        let is_others = |pair: &Pair| person.is_some_and(|person| *person != *pair.attendee_id);
        sort(&mut self.kept, &|a, b| {
            a.key()
                .cmp(&b.key())
                .then_with(|| b.score.cmp(&a.score))
                .then_with(|| is_others(a).cmp(&is_others(b)))
                .then_with(|| a.rank(b))
                == Ordering::Less
        });
        self.kept.dedup_by(|later, first| later.key() == first.key());
        sort(&mut self.kept, &|a, b| a.rank(b) == Ordering::Less);
        self.kept.truncate(self.wanted);
        self.full = self.kept.len() == self.wanted;
    }

    /// How many pairs are held, duplicates included.
    #[cfg(test)]
    pub(super) fn held(&self) -> usize {
        self.kept.len()
    }

    /// The best pairs, best first.
    pub(super) fn take(&mut self) -> Vec<Rc<Pair>> {
        self.compact();
        core::mem::take(&mut self.kept)
    }
}
