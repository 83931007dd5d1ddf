//! Ids that were seen.

use crate::sip::short;

/// A hash of an id, for telling apart those of one import or one list.
pub fn id_hash(id: &str) -> u64 {
    short(0x6d65_7368_6969_6473, 0x6174_7465_6e64_6565, id.as_bytes())
}

/// Which ids were seen. It keeps a hash of each: ids themselves can be personal, and are larger.
///
/// As long as they are few, under a table, which is fast. Then as pages, which takes little more than they do.
#[derive(Debug, Default)]
pub struct Seen {
    /// In the order in which they came.
    hashes: Vec<u64>,
    /// A power of two of places, 0 where there is none: else the number of a hash, from 1, and above it some bits of that
    /// hash. It stands in the place that its last bits tell, or soon after.
    table: Vec<u32>,
    many: Option<Box<Many>>,
}

/// So many places are in the first table, and in the last.
const FIRST: usize = 1 << 8;
const LAST: usize = 1 << 16;
/// The bits of a place that are a number.
const NUMBER: u32 = 0xFFFF;

impl Seen {
    /// Whether `id` is new.
    pub fn insert(&mut self, id: &str) -> bool {
        self.insert_hash(id_hash(id))
    }

    /// Whether the id with that hash is new.
    pub fn insert_hash(&mut self, hash: u64) -> bool {
        if let Some(many) = &mut self.many {
            return many.insert(hash);
        }
        if self.hashes.len() == room(self.table.len()) {
            self.grow();
            return self.insert_hash(hash);
        }
        if !put(&mut self.table, hash, &self.hashes) {
            return false;
        }
        self.hashes.push(hash);
        true
    }

    fn grow(&mut self) {
        let before = core::mem::take(&mut self.hashes);
        let places = (4 * self.table.len()).max(FIRST);
        if places > LAST {
            self.table = Vec::new();
            let many = self.many.insert(Box::default());
            for hash in before {
                many.insert(hash);
            }
            return;
        }
        self.table = vec![0; places];
        self.hashes.reserve_exact(room(places));
        for hash in before {
            put(&mut self.table, hash, &self.hashes);
            self.hashes.push(hash);
        }
    }

    /// Whether none was.
    pub fn is_empty(&self) -> bool {
        self.hashes.is_empty() && self.many.is_none()
    }
}

/// How many hashes a table of so many places takes.
const fn room(places: usize) -> usize {
    places / 8 * 7
}

/// Puts what will be the next of `hashes` into a table that has room; whether it is new there.
#[inline]
#[allow(
    clippy::cast_possible_truncation,
    reason = "some of the bits are what is wanted"
)]
fn put(table: &mut [u32], hash: u64, hashes: &[u64]) -> bool {
    let mask = table.len() - 1;
    let above = (hash >> 32) as u32 & !NUMBER;
    let mut at = hash as usize & mask;
    while let Some(place) = table.get_mut(at) {
        if *place == 0 {
            *place = above | (hashes.len() as u32 + 1);
            return true;
        }
        if *place & !NUMBER == above && hashes.get((*place & NUMBER) as usize - 1) == Some(&hash) {
            return false;
        }
        at = (at + 1) & mask;
    }
    false
}

/// The end of a hash: its first bits are told by where it stands.
type Rest = [u8; 6];
const REST: usize = size_of::<Rest>();

/// The first bits of a hash choose its list, the next its group within.
const LIST_BITS: u32 = 9;
const GROUP_BITS: u32 = 7;
const GROUPS: usize = 1 << GROUP_BITS;
const _: () = assert!(LIST_BITS + GROUP_BITS + 48 >= 64);

/// Hashes on pages, a list of pages for each of the first bits. A page is never moved, so that there are no holes in memory,
/// and of each list only the last one is not full.
#[derive(Debug)]
struct Many {
    lists: Vec<List>,
    /// Pages, allocated many at once.
    slabs: Vec<Box<[Page]>>,
    pages: u32,
}

/// So many hashes are on a page.
const ON_PAGE: usize = 85;
type Page = [Rest; ON_PAGE];
const IN_SLAB: usize = 128;

/// The hashes that begin alike, group after group. Those of a group stand in no order.
#[derive(Debug, Clone)]
struct List {
    /// How many hashes each group has: less than fills a memory.
    groups: [u16; GROUPS],
    length: usize,
    pages: Vec<u32>,
}

impl Default for Many {
    fn default() -> Self {
        let list = List {
            groups: [0; GROUPS],
            length: 0,
            pages: Vec::new(),
        };
        Self {
            lists: vec![list; 1 << LIST_BITS],
            slabs: Vec::new(),
            pages: 0,
        }
    }
}

impl Many {
    fn insert(&mut self, hash: u64) -> bool {
        #[allow(clippy::cast_possible_truncation, reason = "the bits that are left are few")]
        let bits = |from: u32, count: u32| (hash >> (64 - from - count)) as usize & ((1 << count) - 1);
        let Some(list) = self.lists.get_mut(bits(0, LIST_BITS)) else {
            return true;
        };
        let group = bits(LIST_BITS, GROUP_BITS);
        let [rest @ .., _, _] = hash.to_le_bytes();
        let start: usize = list
            .groups
            .iter()
            .take(group)
            .map(|count| usize::from(*count))
            .sum();
        let Some(count) = list.groups.get_mut(group) else {
            return true;
        };
        let place = start + usize::from(*count);
        let known = |at: usize| {
            let page = list
                .pages
                .get(at / ON_PAGE)
                .and_then(|page| page_of(&mut self.slabs, *page));
            page.is_some_and(|page| page.get(at % ON_PAGE) == Some(&rest))
        };
        if (start..place).any(known) {
            return false;
        }
        *count += 1;
        if list.length.is_multiple_of(ON_PAGE) {
            if (self.pages as usize).is_multiple_of(IN_SLAB) {
                self.slabs
                    .push(vec![[[0; REST]; ON_PAGE]; IN_SLAB].into_boxed_slice());
            }
            list.pages.push(self.pages);
            self.pages += 1;
        }
        list.length += 1;
        // Makes room: what falls off a full page begins the next one.
        let (mut from, mut carried) = (place % ON_PAGE, rest);
        for page in list.pages.iter().skip(place / ON_PAGE) {
            let Some(tail) = page_of(&mut self.slabs, *page).and_then(|page| page.get_mut(from..)) else {
                break;
            };
            tail.rotate_right(1);
            if let Some(first) = tail.first_mut() {
                carried = core::mem::replace(first, carried);
            }
            from = 0;
        }
        true
    }
}

fn page_of(slabs: &mut [Box<[Page]>], page: u32) -> Option<&mut Page> {
    let page = page as usize;
    slabs.get_mut(page / IN_SLAB)?.get_mut(page % IN_SLAB)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::{LAST, LIST_BITS, Many, Seen};

    /// Numbers that are all over.
    fn scattered(from: u64, count: u64) -> impl Iterator<Item = u64> {
        (from..from + count).map(|number| {
            let number = number.wrapping_mul(0x9E37_79B9_7F4A_7C15);
            (number ^ (number >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9)
        })
    }

    /// Hashes that often have their first bits, or all of them, in common.
    fn hashes(most: usize) -> impl Strategy<Value = Vec<u64>> {
        let any = prop_oneof![
            any::<u64>(),
            0u64..9,
            u64::MAX - 9..=u64::MAX,
            (0u64..4).prop_map(|n| n << 46),
            any::<u64>().prop_map(|hash| hash >> LIST_BITS)
        ];
        proptest::collection::vec(any, 0..most)
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn an_id_is_new_once(hashes in hashes(800)) {
            let (mut seen, mut many, mut expected) = (Seen::default(), Many::default(), HashSet::new());
            for hash in hashes {
                let new = expected.insert(hash);
                prop_assert_eq!(seen.insert_hash(hash), new);
                prop_assert_eq!(many.insert(hash), new);
            }
            prop_assert_eq!(seen.is_empty(), expected.is_empty());
        }
    }

    #[test]
    fn nothing_is_forgotten_when_few_become_many() {
        let count = LAST as u64;
        let mut seen = Seen::default();
        assert!(scattered(1, count).all(|hash| seen.insert_hash(hash)));
        assert!(seen.many.is_some() && seen.table.is_empty());
        assert!(!scattered(1, count).any(|hash| seen.insert_hash(hash)));
        assert!(scattered(count + 1, count).all(|hash| seen.insert_hash(hash)));
        assert!(!scattered(1, 2 * count).any(|hash| seen.insert_hash(hash)));
    }

    #[test]
    fn many_take_little_more_than_six_bytes_each() {
        let mut many = Many::default();
        let count = 500_000;
        scattered(1, count).for_each(|hash| assert!(many.insert(hash)));
        let pages: usize = many.lists.iter().map(|list| list.pages.len()).sum();
        assert_eq!(pages, many.pages as usize);
        let slabs: usize = many.slabs.iter().map(|slab| size_of_val(&**slab)).sum();
        assert!(slabs < 7 * 500_000, "{slabs}");
    }
}
