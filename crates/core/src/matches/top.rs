//! The best pairs of a whole event, or of one person in it.

use std::rc::Rc;

use super::best::Best;
use super::names::Names;
use super::query::Choice;
use super::score::{Offer, Pair};

/// Ranks the pairs of one event.
#[derive(Debug)]
pub(super) struct Top {
    attendee_id: Option<String>,
    best: Best,
    ranked: Vec<Rc<Pair>>,
}

impl Top {
    pub(super) fn new(choice: &Choice) -> Self {
        Self {
            attendee_id: choice.attendee_id.clone(),
            best: Best::new(choice.wanted, choice.attendee_id.as_deref().map(Rc::from)),
            ranked: Vec::new(),
        }
    }

    /// Takes a score into account.
    pub(super) fn offer(&mut self, offer: Offer<'_>) {
        let asked = self
            .attendee_id
            .as_deref()
            .is_none_or(|id| id == offer.attendee_id || id == offer.matched_id);
        if asked && self.best.admits(&offer.score) {
            self.best.add(offer.keep());
        }
    }

    /// Every score was offered: says whose names are needed.
    pub(super) fn rank(&mut self, names: &mut Names) {
        self.ranked = self.best.take();
        for pair in &self.ranked {
            names.need(&pair.attendee_id);
            names.need(&pair.matched_id);
        }
    }

    /// Appends the matches, best first, as a JSON list.
    pub(super) fn write(&self, names: &Names, out: &mut String) {
        let mut before = '[';
        for pair in &self.ranked {
            out.push(before);
            before = ',';
            pair.write(self.attendee_id.as_deref(), &|id, out| names.write(id, out), out);
        }
        if before == '[' {
            out.push('[');
        }
        out.push(']');
    }

    #[cfg(test)]
    pub(super) fn held(&self) -> usize {
        self.best.held()
    }
}
