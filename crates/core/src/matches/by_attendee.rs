//! The best pairs of each person.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::best::Best;
use super::names::Names;
use super::query::Choice;
use super::score::Offer;

/// Ranks the pairs of everybody; a pair counts for both of its people.
#[derive(Debug)]
pub(super) struct ByAttendee {
    wanted: usize,
    people: BTreeMap<Rc<str>, Best>,
    /// People still to be written, the next one last.
    left: Vec<Rc<str>>,
}

impl ByAttendee {
    pub(super) fn new(choice: &Choice) -> Self {
        Self {
            wanted: choice.wanted,
            people: BTreeMap::new(),
            left: Vec::new(),
        }
    }

    /// Somebody whom a score names, whether or not it can be ranked.
    pub(super) fn meet(&mut self, id: &str) {
        if !self.people.contains_key(id) {
            self.people.insert(id.into(), Best::new(self.wanted));
        }
    }

    /// Takes a score into account.
    pub(super) fn offer(&mut self, offer: Offer<'_>) {
        let ids = [offer.attendee_id, offer.matched_id];
        let admits = |id: &str| self.people.get(id).is_none_or(|best| best.admits(&offer.score));
        let admitted = ids.map(admits);
        if admitted == [false; 2] {
            return;
        }
        let pair = offer.keep();
        for (id, admitted) in ids.into_iter().zip(admitted) {
            if let (Some(best), true) = (self.people.get_mut(id), admitted) {
                best.add(Rc::clone(&pair));
            }
        }
    }

    /// Every score was offered and everybody listed: people follow in the order of the list, then by their ids.
    pub(super) fn begin(&mut self, names: &Names) {
        let unlisted = self.people.keys().filter(|id| !names.has(id));
        self.left = names.listed().chain(unlisted).cloned().collect();
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
            let pairs = self.people.get_mut(&id).map(Best::take);
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
        self.people.values().map(Best::held).sum()
    }
}
