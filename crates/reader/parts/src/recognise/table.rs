//! A table from text to a small value, by hash: the words of the dictionaries, looked up without being kept.

use meshi_partner_core::attendee::words::sip::Wide;

/// A fixed table with open addressing.
#[derive(Debug)]
pub(super) struct Table<V> {
    slots: Vec<Option<(u64, V)>>,
}

impl<V: Copy> Table<V> {
    /// A table with room for `count` entries.
    pub(super) fn with_room_for(count: usize) -> Self {
        Self {
            slots: vec![None; (count * 2).next_power_of_two().max(16)],
        }
    }

    /// Puts a value, or what `merge` makes of the one that is there and it. A full table takes nothing more.
    pub(super) fn put(&mut self, text: &str, value: V, merge: fn(V, V) -> V) {
        let hash = hash(text);
        if let Some(slot) = self.slot(hash).and_then(|at| self.slots.get_mut(at)) {
            let value = slot.map_or(value, |(_, known)| merge(known, value));
            *slot = Some((hash, value));
        }
    }

    pub(super) fn get(&self, text: &str) -> Option<V> {
        let slot = self.slots.get(self.slot(hash(text))?)?;
        slot.map(|(_, value)| value)
    }

    /// The slot of this hash, or the first free one after its place.
    fn slot(&self, hash: u64) -> Option<usize> {
        let mask = self.slots.len() - 1;
        let start = usize::try_from(hash & 0xFFFF_FFFF).unwrap_or(0);
        (0..self.slots.len())
            .map(|step| start.wrapping_add(step) & mask)
            .find(|at| {
                self.slots
                    .get(*at)
                    .is_some_and(|slot| slot.is_none_or(|(known, _)| known == hash))
            })
    }
}

fn hash(text: &str) -> u64 {
    let mut hasher = Wide::new(0, 0);
    hasher.write(text.as_bytes());
    let [first, second] = hasher.finish();
    first ^ second
}
