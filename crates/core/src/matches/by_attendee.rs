//! The best pairs of each person.

use std::rc::Rc;

use super::best::Best;
use super::index::Index;
use super::names::Names;
use super::query::Choice;
use super::score::Offer;
use super::sort::sort;

/// Ranks the pairs of everybody; a pair counts for both of its people.
#[derive(Debug)]
pub(super) struct ByAttendee {
    wanted: usize,
    people: Index,
    /// Of each person.
    best: Vec<Best>,
    /// People still to be written, the next one last.
    left: Vec<Rc<str>>,
}

impl ByAttendee {
    pub(super) fn new(choice: &Choice) -> Self {
        Self {
            wanted: choice.wanted,
            people: Index::default(),
            best: Vec::new(),
            left: Vec::new(),
        }
    }

    /// Somebody whom a score names, whether or not it can be ranked.
    pub(super) fn meet(&mut self, id: &str) {
        if self.people.add(id).is_some() {
            let person = self.people.ids().last().cloned();
            self.best.push(Best::new(self.wanted, person));
        }
    }

    /// Takes a score into account; both people were met.
    pub(super) fn offer(&mut self, offer: Offer<'_>) {
        let people = [offer.attendee_id, offer.matched_id].map(|id| {
            let number = self.people.find(id)?;
            self.best.get(number)?.admits(&offer.score).then_some(number)
        });
        if people == [None; 2] {
            return;
        }
        let pair = offer.keep();
        for number in people.into_iter().flatten() {
            if let Some(best) = self.best.get_mut(number) {
                best.add(Rc::clone(&pair));
            }
        }
    }

    /// Every score was offered and everybody listed: people follow in the order of the list, then by their ids.
    pub(super) fn begin(&mut self, names: &Names) {
        let ids = self.people.ids().iter().filter(|id| !names.has(id));
        let mut unlisted: Vec<_> = ids.cloned().collect();
        sort(&mut unlisted, &|a, b| a < b);
        self.left = names.listed().iter().cloned().chain(unlisted).collect();
        self.left.reverse();
    }

    /// Appends the next `most` people as a JSON list; an empty one after the last.
    pub(super) fn write(&mut self, names: &Names, most: usize, out: &mut String) {
        out.push('[');
        for n in 0..most {
            let Some(id) = self.left.pop() else { break };
            if n > 0 {
                out.push(',');
            }
            out.push_str("{\"attendee\":");
            names.write(&id, out);
            out.push_str(",\"matches\":[");
            let best = self.people.find(&id).and_then(|number| self.best.get_mut(number));
            let pairs = best.map(Best::take);
            for (m, pair) in pairs.iter().flatten().enumerate() {
                if m > 0 {
                    out.push(',');
                }
                pair.write(Some(&id), &|id, out| names.write(id, out), out);
            }
            out.push_str(if names.named() {
                "],\"named\":true}"
            } else {
                "],\"named\":false}"
            });
        }
        out.push(']');
    }

    #[cfg(test)]
    pub(super) fn held(&self) -> usize {
        self.best.iter().map(Best::held).sum()
    }
}
