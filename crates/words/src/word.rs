//! Eight bytes at a time: what a word holds.

pub(crate) const ONES: u64 = 0x0101_0101_0101_0101;
const LOWS: u64 = ONES * 0x7F;
pub(crate) const HIGHS: u64 = ONES * 0x80;

/// The high bit of each byte of `word` that is 0, and no other bit.
#[inline]
pub const fn zeros(word: u64) -> u64 {
    !(((word & LOWS) + LOWS) | word | LOWS)
}

/// The high bit of each byte of `word` that is `byte`, and no other bit.
#[inline]
pub const fn equal(word: u64, byte: u8) -> u64 {
    zeros(word ^ (ONES * byte as u64))
}

/// What stands in for the bytes behind the end of a text: nothing that is looked for.
const FILL: u64 = ONES * b'x' as u64;

/// The first `length` bytes of `word`, of 8 at most, and nothing that is looked for behind them.
#[inline]
pub(crate) const fn first(word: u64, length: usize) -> u64 {
    if length >= 8 {
        return word;
    }
    let behind = u64::MAX << (8 * length);
    (word & !behind) | (FILL & behind)
}

/// The eight bytes of `bytes` from `at` on, if there are so many.
#[inline]
pub(crate) fn load(bytes: &[u8], at: usize) -> Option<u64> {
    let word = bytes.get(at..)?.first_chunk::<8>()?;
    Some(u64::from_le_bytes(*word))
}
