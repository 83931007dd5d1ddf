//! Ids that were seen.

use crate::sip::short;

/// A hash of an id, for telling apart those of one import or one list.
pub fn id_hash(id: &str) -> u64 {
    short(0x6d65_7368_6969_6473, 0x6174_7465_6e64_6565, id.as_bytes())
}

/// Which ids were seen. It keeps a hash of each: ids themselves can be personal, and are larger.
///
/// Sorted lists under the hash's first bits, since they take little more than the hashes themselves: a table would take
/// twice as much, and three times while it grows.
#[derive(Debug, Default)]
pub struct Seen(Vec<Vec<u64>>);

/// How many of a hash's first bits choose its list.
const BITS: u32 = 10;

impl Seen {
    /// Whether `id` is new.
    pub fn insert(&mut self, id: &str) -> bool {
        self.insert_hash(id_hash(id))
    }

    /// Whether the id with that hash is new.
    pub fn insert_hash(&mut self, hash: u64) -> bool {
        if self.0.is_empty() {
            self.0.resize(1 << BITS, Vec::new());
        }
        let Some(list) = usize::try_from(hash >> (64 - BITS))
            .ok()
            .and_then(|at| self.0.get_mut(at))
        else {
            return true;
        };
        let Err(at) = list.binary_search(&hash) else {
            return false;
        };
        if list.len() == list.capacity() {
            list.reserve_exact(list.len() / 4 + 4);
        }
        list.insert(at, hash);
        true
    }

    /// Whether none was.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::Seen;

    proptest! {
        #[test]
        fn an_id_is_new_once(hashes in proptest::collection::vec(prop_oneof![any::<u64>(), 0u64..9, u64::MAX - 9..=u64::MAX], 0..300)) {
            let (mut seen, mut expected) = (Seen::default(), HashSet::new());
            for hash in hashes {
                prop_assert_eq!(seen.insert_hash(hash), expected.insert(hash));
            }
            prop_assert_eq!(seen.is_empty(), expected.is_empty());
        }
    }

    #[test]
    fn what_was_seen_takes_little_more_than_its_hashes_and_grows_seldom() {
        let mut seen = Seen::default();
        let (mut grown, mut before) = (0, 0);
        // All in one list.
        for hash in 0..4_000 {
            seen.insert_hash(hash);
            let room: usize = seen.0.iter().map(Vec::capacity).sum();
            assert!(
                room <= seen.0.iter().map(Vec::len).sum::<usize>() * 5 / 4 + 4,
                "{room}"
            );
            grown += u32::from(room != before);
            before = room;
        }
        assert!(grown < 40, "{grown}");
    }
}
