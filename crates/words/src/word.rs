//! Eight bytes at a time: what a word holds.

pub(crate) const ONES: u64 = 0x0101_0101_0101_0101;
pub(crate) const HIGHS: u64 = ONES * 0x80;

/// The high bit of each byte of `word` that is one of these marks of ASCII. Right above such a bit one too many can be set;
/// the lowest is right, and so is none.
#[inline]
pub const fn any_of<const N: usize>(word: u64, marks: [u8; N]) -> u64 {
    let mut found = 0;
    let mut rest: &[u8] = &marks;
    // A byte that is looked for is 0 once it is flipped, and borrows.
    while let [mark, others @ ..] = rest {
        found |= (word ^ (ONES * *mark as u64)).wrapping_sub(ONES);
        rest = others;
    }
    found & !word & HIGHS
}

/// What stands in for the bytes behind the end of a text: nothing that is looked for.
const FILL: u64 = ONES * b'x' as u64;

/// The first `length` bytes of `word`, one to eight, and nothing that is looked for behind them.
#[inline]
pub(crate) const fn first(word: u64, length: usize) -> u64 {
    let kept = u64::MAX >> (64 - 8 * length);
    (word & kept) | (FILL & !kept)
}

/// The eight bytes of `bytes` from `at` on, if there are so many.
#[inline]
pub(crate) fn load(bytes: &[u8], at: usize) -> Option<u64> {
    let word = bytes.get(at..)?.first_chunk::<8>()?;
    Some(u64::from_le_bytes(*word))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn marks_are_found(bytes in proptest::array::uniform8(prop_oneof![any::<u8>(), 0x20u8..0x28]), marks in proptest::array::uniform3(0x20u8..0x28)) {
            let found = any_of(u64::from_le_bytes(bytes), marks).to_le_bytes();
            let mut before = false;
            for (byte, found) in bytes.iter().zip(found) {
                let is_mark = marks.contains(byte);
                prop_assert!(found == 0 || found == 0x80);
                // All are found, and nothing else but right above one of them.
                prop_assert!(!is_mark || found != 0);
                prop_assert!(is_mark || found == 0 || before);
                before = found != 0;
            }
        }

        #[test]
        fn what_stands_behind_is_not_seen(bytes: [u8; 8], length in 1usize..9) {
            let seen = first(u64::from_le_bytes(bytes), length).to_le_bytes();
            for (at, (seen, byte)) in seen.into_iter().zip(bytes).enumerate() {
                prop_assert_eq!(seen, if at < length { byte } else { b'x' });
            }
        }
    }
}
