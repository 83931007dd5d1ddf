//! Numbers for ids, in the order in which they came.

use std::rc::Rc;

use crate::ids::id_hash;

/// Places in the first table.
const FIRST: usize = 64;

/// Which number each id has. A hash table, since the standard library's maps are many times as much code.
#[derive(Debug, Default)]
pub(super) struct Index {
    ids: Vec<Rc<str>>,
    /// Numbers from 1, each in the place that the hash of its id says or soon after; 0 where there is none. A power of two of
    /// places, of which half are in use at most.
    table: Vec<u32>,
}

impl Index {
    /// The number of an id.
    pub(super) fn find(&self, id: &str) -> Option<usize> {
        let number = self.table.get(self.place(id)?)?;
        usize::try_from(*number).ok()?.checked_sub(1)
    }

    /// Gives an id the next number; `None` when it has one.
    pub(super) fn add(&mut self, id: &str) -> Option<usize> {
        if self.find(id).is_some() {
            return None;
        }
        let number = self.ids.len();
        self.ids.push(id.into());
        if self.ids.len() * 2 > self.table.len() {
            self.table = vec![0; (self.table.len() * 2).max(FIRST)];
            for number in 0..number {
                self.put(number);
            }
        }
        self.put(number);
        Some(number)
    }

    /// Every id, in the order of the numbers.
    pub(super) fn ids(&self) -> &[Rc<str>] {
        &self.ids
    }

    fn put(&mut self, number: usize) {
        let place = self.ids.get(number).and_then(|id| self.place(id));
        let Some(place) = place.and_then(|place| self.table.get_mut(place)) else {
            return;
        };
        // There is no memory for as many ids as 32 bits can count.
        *place = u32::try_from(number).map_or(u32::MAX, |number| number.saturating_add(1));
    }

    /// The place of an id, or the free one where it belongs; none in an empty table.
    fn place(&self, id: &str) -> Option<usize> {
        let mask = self.table.len().checked_sub(1)?;
        #[allow(clippy::cast_possible_truncation, reason = "the last bits are what is wanted")]
        let mut at = id_hash(id) as usize & mask;
        loop {
            let known = match *self.table.get(at)? {
                0 => return Some(at),
                number => self.ids.get(number as usize - 1)?,
            };
            if **known == *id {
                return Some(at);
            }
            at = (at + 1) & mask;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn each_id_has_the_number_of_its_first_coming(ids in prop::collection::vec("[ab]{0,8}", 0..400)) {
            let mut index = Index::default();
            let mut expected: Vec<&str> = Vec::new();
            for id in &ids {
                let known = expected.iter().position(|known| known == id);
                prop_assert_eq!(index.find(id), known);
                let added = known.is_none().then_some(expected.len());
                prop_assert_eq!(index.add(id), added);
                if known.is_none() {
                    expected.push(id);
                }
            }
            prop_assert_eq!(index.ids().iter().map(|id| &**id).collect::<Vec<_>>(), expected);
        }
    }
}
