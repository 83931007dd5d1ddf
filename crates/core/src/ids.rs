//! Ids that are made here, and ids that were seen.

use core::hash::Hasher;

use siphasher::sip::SipHasher13;

/// A hash of an id, for telling apart those of one import or one list.
pub(crate) fn id_hash(id: &str) -> u64 {
    let mut hasher = SipHasher13::new_with_keys(0x6d65_7368_6969_6473, 0x6174_7465_6e64_6565);
    hasher.write(id.as_bytes());
    hasher.finish()
}

/// Which ids were seen. It keeps a hash of each: ids themselves can be personal, and are larger.
///
/// Sorted lists under the hash's first bits, since they take little more than the hashes themselves: a table would take
/// twice as much, and three times while it grows.
#[derive(Debug, Default)]
pub(crate) struct Seen(Vec<Vec<u64>>);

/// How many of a hash's first bits choose its list.
const BITS: u32 = 10;

impl Seen {
    /// Whether `id` is new.
    pub(crate) fn insert(&mut self, id: &str) -> bool {
        self.insert_hash(id_hash(id))
    }

    /// Whether the id with that hash is new.
    pub(crate) fn insert_hash(&mut self, hash: u64) -> bool {
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

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A version 4 UUID of 16 random bytes.
pub fn uuid(mut bytes: [u8; 16]) -> String {
    let [.., version, _, variant, _, _, _, _, _, _, _] = &mut bytes;
    *version = (*version & 0x0f) | 0x40;
    *variant = (*variant & 0x3f) | 0x80;
    let mut text = String::with_capacity(36);
    for (n, byte) in bytes.iter().enumerate() {
        if matches!(n, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        push_hex(*byte, &mut text);
    }
    text
}

/// Appends the two hex digits of `byte`.
pub fn push_hex(byte: u8, out: &mut String) {
    for nibble in [byte >> 4, byte & 15] {
        out.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
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

    #[test]
    fn a_uuid_says_its_version_and_variant() {
        assert_eq!(super::uuid([0xff; 16]), "ffffffff-ffff-4fff-bfff-ffffffffffff");
        assert_eq!(super::uuid([0; 16]), "00000000-0000-4000-8000-000000000000");
    }
}
