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

/// The low 48 bits of a hash. The position of a hash implies its first 16 bits.
type Rest = [u8; 6];
const REST: usize = size_of::<Rest>();

/// A bucket is chosen by at least this many leading bits of a hash, and by at most [`MOST_BITS`].
const FEWEST_BITS: u32 = 9;
const MOST_BITS: u32 = 16;
/// The bits after those choose the group within the bucket.
const GROUP_BITS: u32 = 7;
const GROUPS: usize = 1 << GROUP_BITS;
const _: () = assert!(FEWEST_BITS + GROUP_BITS + 48 >= 64);
/// A bucket that holds this many hashes is split before the next insertion. An insertion moves the bytes behind its place in
/// the bucket, so that this bounds what it moves.
const BUCKET_LIMIT: usize = 2048;

/// Hashes in buckets, by extendible hashing: a directory maps leading bits to buckets, and a full bucket is split in two by
/// the next bit. Pages never move, so that growing leaves no holes in memory, and only the last page of a bucket is not full.
#[derive(Debug)]
struct Many {
    /// The bucket of each value of the first `bits` bits of a hash.
    directory: Vec<u32>,
    bits: u32,
    buckets: Vec<Bucket>,
    /// Pages, allocated many at once.
    slabs: Vec<Box<[Page]>>,
    pages: u32,
    /// Pages that a split has emptied.
    free: Vec<u32>,
}

/// The number of hashes on a page.
const ON_PAGE: usize = 85;
type Page = [Rest; ON_PAGE];
const IN_SLAB: usize = 128;

/// The hashes whose first `bits` bits are equal, group after group. Those of a group stand in no order.
#[derive(Debug, Clone)]
struct Bucket {
    bits: u32,
    /// The number of hashes in each group.
    groups: [u32; GROUPS],
    length: usize,
    pages: Vec<u32>,
}

impl Bucket {
    const fn new(bits: u32) -> Self {
        Self {
            bits,
            groups: [0; GROUPS],
            length: 0,
            pages: Vec::new(),
        }
    }
}

impl Default for Many {
    fn default() -> Self {
        Self {
            directory: (0..1 << FEWEST_BITS).collect(),
            bits: FEWEST_BITS,
            buckets: vec![Bucket::new(FEWEST_BITS); 1 << FEWEST_BITS],
            slabs: Vec::new(),
            pages: 0,
            free: Vec::new(),
        }
    }
}

/// `count` bits of `hash`, `from` bits below its top.
#[allow(clippy::cast_possible_truncation, reason = "at most 16 bits are asked for")]
const fn bits_of(hash: u64, from: u32, count: u32) -> usize {
    (hash >> (64 - from - count)) as usize & ((1 << count) - 1)
}

impl Many {
    fn insert(&mut self, hash: u64) -> bool {
        loop {
            let slot = bits_of(hash, 0, self.bits);
            let Some(index) = self.directory.get(slot).map(|index| *index as usize) else {
                return true;
            };
            match self.buckets.get(index) {
                Some(bucket) if bucket.length >= BUCKET_LIMIT && bucket.bits < MOST_BITS => {
                    self.split(index, slot);
                }
                _ => return self.insert_into(index, hash),
            }
        }
    }

    /// Moves the hashes of a bucket to two buckets that differ in the next bit. `slot` is a directory entry of the bucket.
    fn split(&mut self, index: usize, slot: usize) {
        let Some(bucket) = self.buckets.get_mut(index) else {
            return;
        };
        let bits = bucket.bits;
        let old = core::mem::replace(bucket, Bucket::new(bits + 1));
        let prefix = slot >> (self.bits - bits);
        let hashes = self.hashes_of(&old, prefix);
        self.free.extend(&old.pages);

        if bits == self.bits {
            self.directory = self.directory.iter().flat_map(|entry| [*entry; 2]).collect();
            self.bits += 1;
        }
        #[allow(clippy::cast_possible_truncation, reason = "there are at most 2^17 buckets")]
        let upper = self.buckets.len() as u32;
        self.buckets.push(Bucket::new(bits + 1));
        let width = 1 << (self.bits - bits - 1);
        let from = (2 * prefix + 1) * width;
        for entry in self.directory.iter_mut().skip(from).take(width) {
            *entry = upper;
        }
        for hash in hashes {
            let is_upper = bits_of(hash, bits, 1) == 1;
            self.insert_into(if is_upper { upper as usize } else { index }, hash);
        }
    }

    /// The whole hashes of a bucket whose leading bits are `prefix`.
    fn hashes_of(&mut self, bucket: &Bucket, prefix: usize) -> Vec<u64> {
        let mut hashes = Vec::with_capacity(bucket.length);
        let mut at = 0;
        for (group, count) in bucket.groups.iter().enumerate() {
            let leading = (prefix << GROUP_BITS | group) as u64;
            let leading = leading << (64 - bucket.bits - GROUP_BITS);
            for _ in 0..*count {
                let page = bucket.pages.get(at / ON_PAGE);
                let page = page.and_then(|page| page_of(&mut self.slabs, *page));
                if let Some([a, b, c, d, e, f]) = page.and_then(|page| page.get(at % ON_PAGE)) {
                    hashes.push(leading | u64::from_le_bytes([*a, *b, *c, *d, *e, *f, 0, 0]));
                }
                at += 1;
            }
        }
        hashes
    }

    fn insert_into(&mut self, index: usize, hash: u64) -> bool {
        let Some(bucket) = self.buckets.get_mut(index) else {
            return true;
        };
        let group = bits_of(hash, bucket.bits, GROUP_BITS);
        let [rest @ .., _, _] = hash.to_le_bytes();
        let before = bucket.groups.iter().take(group);
        let start: usize = before.map(|count| *count as usize).sum();
        let Some(count) = bucket.groups.get_mut(group) else {
            return true;
        };
        let place = start + *count as usize;
        let known = |at: usize| {
            let page = bucket.pages.get(at / ON_PAGE);
            let page = page.and_then(|page| page_of(&mut self.slabs, *page));
            page.is_some_and(|page| page.get(at % ON_PAGE) == Some(&rest))
        };
        if (start..place).any(known) {
            return false;
        }
        *count += 1;
        if bucket.length.is_multiple_of(ON_PAGE) {
            let page = self.free.pop().unwrap_or_else(|| {
                if (self.pages as usize).is_multiple_of(IN_SLAB) {
                    self.slabs
                        .push(vec![[[0; REST]; ON_PAGE]; IN_SLAB].into_boxed_slice());
                }
                self.pages += 1;
                self.pages - 1
            });
            bucket.pages.push(page);
        }
        bucket.length += 1;
        // Makes room: the last hash of a full page moves to the start of the next page.
        let (mut from, mut carried) = (place % ON_PAGE, rest);
        for page in bucket.pages.iter().skip(place / ON_PAGE) {
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

    use super::{BUCKET_LIMIT, FEWEST_BITS, LAST, MOST_BITS, Many, Seen};

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
            any::<u64>().prop_map(|hash| hash >> FEWEST_BITS)
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
        let used: usize = many.buckets.iter().map(|bucket| bucket.pages.len()).sum();
        assert_eq!(used + many.free.len(), many.pages as usize);
        let slabs: usize = many.slabs.iter().map(|slab| size_of_val(&**slab)).sum();
        assert!(slabs < 7 * 500_000, "{slabs}");
    }

    /// An insertion moves at most the bytes of one bucket, however many ids were seen before.
    #[test]
    fn a_bucket_does_not_grow_with_the_number_of_ids() {
        let mut many = Many::default();
        for count in [100_000, 1_000_000, 2_000_000] {
            let known = many
                .buckets
                .iter()
                .map(|bucket| bucket.length as u64)
                .sum::<u64>();
            scattered(known + 1, count - known).for_each(|hash| assert!(many.insert(hash)));
            let longest = many.buckets.iter().map(|bucket| bucket.length).max();
            assert!(longest <= Some(BUCKET_LIMIT), "{count}: {longest:?}");
        }
        assert!(!scattered(1, 2_000_000).any(|hash| many.insert(hash)));
    }

    /// Hashes that somebody chose so that they begin alike are told apart as others are.
    #[test]
    fn chosen_hashes_fill_one_bucket_and_no_more_of_the_directory() {
        let mut many = Many::default();
        let chosen = |hash: u64| hash >> 20 | 0xABCD << 48;
        let count = 4 * BUCKET_LIMIT as u64;
        assert!(scattered(1, count).all(|hash| many.insert(chosen(hash) & !0xF | hash & 0xF)));
        assert!(!scattered(1, count).any(|hash| many.insert(chosen(hash) & !0xF | hash & 0xF)));
        assert_eq!(many.bits, MOST_BITS);
    }
}
