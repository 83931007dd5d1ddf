//! Sixteen bytes at a time: which of them are what. Where the processor can compare them at once, it does.

/// The bytes that are looked at together.
pub const BLOCK: usize = 16;

/// The sixteen bytes of `bytes` from `at` on, if there are so many.
#[inline]
pub(crate) fn load(bytes: &[u8], at: usize) -> Option<&[u8; BLOCK]> {
    bytes.get(at..)?.first_chunk()
}

/// What the bytes of a block are: each of these has a bit for each byte, from the lowest on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Kinds {
    /// A quote or a backslash.
    pub(crate) marks: u32,
    /// A quote, a backslash or a control character of ASCII.
    pub(crate) odd: u32,
    /// A space.
    pub(crate) spaces: u32,
    /// No ASCII.
    pub(crate) high: u32,
}

#[cfg(not(all(target_family = "wasm", target_feature = "simd128")))]
mod how {
    use super::{BLOCK, Kinds};

    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGHS: u64 = ONES * 0x80;

    /// The two halves of a block.
    type Halves = [u64; 2];

    #[inline]
    fn halves(block: &[u8; BLOCK]) -> Halves {
        let both = u128::from_le_bytes(*block);
        #[allow(clippy::cast_possible_truncation, reason = "it is cut in two")]
        [both as u64, (both >> 64) as u64]
    }

    /// The high bits of the bytes as bits side by side.
    #[inline]
    fn bits(of: Halves) -> u32 {
        let [low, high] = of;
        #[allow(clippy::cast_possible_truncation, reason = "they are 8 bits")]
        let each = |half: u64| (((half & HIGHS) >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56) as u32;
        each(low) | (each(high) << 8)
    }

    /// The high bit of each byte that is 0, and whatever in the other bits.
    #[inline]
    fn zeros(word: u64) -> u64 {
        !((word & !HIGHS).wrapping_add(!HIGHS) | word)
    }

    #[inline]
    fn one_of<const N: usize>(word: u64, marks: [u8; N]) -> u64 {
        let mut found = 0;
        for mark in marks {
            found |= zeros(word ^ (ONES * u64::from(mark)));
        }
        found
    }

    #[inline]
    fn escaped(word: u64) -> u64 {
        one_of(word, [b'"', b'\\']) | zeros(word & (ONES * 0xE0))
    }

    /// The bits of the bytes that are one of `marks`.
    #[inline]
    pub fn any_of<const N: usize>(block: &[u8; BLOCK], marks: [u8; N]) -> u32 {
        let [low, high] = halves(block);
        bits([one_of(low, marks), one_of(high, marks)])
    }

    /// The bits of the bytes that JSON must escape.
    #[inline]
    pub(crate) fn escapes(block: &[u8; BLOCK]) -> u32 {
        let [low, high] = halves(block);
        bits([escaped(low), escaped(high)])
    }

    #[inline]
    pub(crate) fn kinds(block: &[u8; BLOCK]) -> Kinds {
        let [low, high] = halves(block);
        let odd = |half| escaped(half) | one_of(half, [0x7F]);
        Kinds {
            marks: any_of(block, [b'"', b'\\']),
            odd: bits([odd(low), odd(high)]),
            spaces: any_of(block, [b' ']),
            high: bits([low, high]),
        }
    }
}

#[cfg(all(target_family = "wasm", target_feature = "simd128"))]
mod how {
    use core::arch::wasm32::{i8x16_bitmask, i8x16_eq, u8x16_le, u8x16_splat, u64x2, v128, v128_or};

    use super::{BLOCK, Kinds};

    #[inline]
    fn vector(block: &[u8; BLOCK]) -> v128 {
        let both = u128::from_le_bytes(*block);
        #[allow(clippy::cast_possible_truncation, reason = "it is cut in two")]
        u64x2(both as u64, (both >> 64) as u64)
    }

    #[inline]
    fn bits(of: v128) -> u32 {
        u32::from(i8x16_bitmask(of))
    }

    #[inline]
    fn one_of<const N: usize>(block: v128, marks: [u8; N]) -> v128 {
        let mut found = u8x16_splat(0);
        for mark in marks {
            found = v128_or(found, i8x16_eq(block, u8x16_splat(mark)));
        }
        found
    }

    #[inline]
    fn escaped(block: v128) -> v128 {
        v128_or(one_of(block, [b'"', b'\\']), u8x16_le(block, u8x16_splat(0x1F)))
    }

    /// The bits of the bytes that are one of `marks`.
    #[inline]
    pub fn any_of<const N: usize>(block: &[u8; BLOCK], marks: [u8; N]) -> u32 {
        bits(one_of(vector(block), marks))
    }

    /// The bits of the bytes that JSON must escape.
    #[inline]
    pub(crate) fn escapes(block: &[u8; BLOCK]) -> u32 {
        bits(escaped(vector(block)))
    }

    #[inline]
    pub(crate) fn kinds(block: &[u8; BLOCK]) -> Kinds {
        let vector = vector(block);
        Kinds {
            marks: any_of(block, [b'"', b'\\']),
            odd: bits(v128_or(escaped(vector), one_of(vector, [0x7F]))),
            spaces: any_of(block, [b' ']),
            high: bits(vector),
        }
    }
}

pub use how::any_of;
pub(crate) use how::{escapes, kinds};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_is_told_wherever_it_stands() {
        for place in 0..BLOCK {
            for byte in 0..=255 {
                for others in [0, b'x', 0xFF] {
                    let mut block = [others; BLOCK];
                    if let Some(at) = block.get_mut(place) {
                        *at = byte;
                    }
                    let told = |is: fn(u8) -> bool| {
                        let bits = block.iter().zip(0..).map(|(byte, at)| u32::from(is(*byte)) << at);
                        bits.sum::<u32>()
                    };
                    let wanted = Kinds {
                        marks: told(|byte| matches!(byte, b'"' | b'\\')),
                        odd: told(|byte| byte.is_ascii_control() || matches!(byte, b'"' | b'\\')),
                        spaces: told(|byte| byte == b' '),
                        high: told(|byte| !byte.is_ascii()),
                    };
                    assert_eq!(kinds(&block), wanted, "{block:?}");
                    assert_eq!(
                        escapes(&block),
                        told(|byte| byte < 0x20 || matches!(byte, b'"' | b'\\'))
                    );
                    assert_eq!(
                        any_of(&block, [b'"', 0x80, 0]),
                        told(|byte| matches!(byte, b'"' | 0x80 | 0))
                    );
                }
            }
        }
    }
}
