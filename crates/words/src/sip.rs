//! `SipHash`, as its authors define it, for content and ids of which there are many.
//!
//! The two kinds in use: SipHash-2-4 with 128 bits, whose values leave the process and so must never change, and
//! SipHash-1-3 with 64 bits, whose values do not.

/// The four words of a hash that is being made.
#[derive(Debug, Clone, Copy)]
struct State {
    a: u64,
    b: u64,
    c: u64,
    d: u64,
}

impl State {
    #[inline]
    fn new(low: u64, high: u64) -> Self {
        Self {
            a: low ^ 0x736f_6d65_7073_6575,
            b: high ^ 0x646f_7261_6e64_6f6d,
            c: low ^ 0x6c79_6765_6e65_7261,
            d: high ^ 0x7465_6462_7974_6573,
        }
    }

    #[inline]
    fn round(&mut self) {
        let Self { a, b, c, d } = self;
        *a = a.wrapping_add(*b);
        *b = b.rotate_left(13) ^ *a;
        *a = a.rotate_left(32);
        *c = c.wrapping_add(*d);
        *d = d.rotate_left(16) ^ *c;
        *a = a.wrapping_add(*d);
        *d = d.rotate_left(21) ^ *a;
        *c = c.wrapping_add(*b);
        *b = b.rotate_left(17) ^ *c;
        *c = c.rotate_left(32);
    }

    #[inline]
    fn word<const ROUNDS: usize>(&mut self, word: u64) {
        self.d ^= word;
        for _ in 0..ROUNDS {
            self.round();
        }
        self.a ^= word;
    }

    #[inline]
    fn value(self) -> u64 {
        self.a ^ self.b ^ self.c ^ self.d
    }
}

/// SipHash-1-3 of `bytes`, 64 bits, under the key of these two words.
pub fn short(low: u64, high: u64, bytes: &[u8]) -> u64 {
    let mut state = State::new(low, high);
    let (words, rest) = bytes.as_chunks::<8>();
    for word in words {
        state.word::<1>(u64::from_le_bytes(*word));
    }
    let tail = rest
        .iter()
        .rev()
        .fold(0, |tail, byte| (tail << 8) | u64::from(*byte));
    state.word::<1>(tail | ((bytes.len() as u64) << 56));
    state.c ^= 0xFF;
    for _ in 0..3 {
        state.round();
    }
    state.value()
}

/// SipHash-2-4 with 128 bits, of text that comes in pieces.
#[derive(Debug, Clone)]
pub struct Wide {
    state: State,
    /// The last bytes, fewer than eight, from the low end up.
    tail: u64,
    length: u64,
}

impl Wide {
    /// One that begins, under the key of these two words.
    pub fn new(low: u64, high: u64) -> Self {
        let mut state = State::new(low, high);
        state.b ^= 0xEE;
        Self {
            state,
            tail: 0,
            length: 0,
        }
    }

    /// Takes in the next piece.
    #[inline(never)]
    pub fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = self.fill(bytes).as_chunks::<8>();
        // Out of memory, and in registers.
        let mut state = self.state;
        for word in words {
            state.word::<2>(u64::from_le_bytes(*word));
        }
        self.state = state;
        self.length += 8 * words.len() as u64;
        self.write_few(rest);
    }

    /// Takes in the next piece here, and another piece there. Each step of a hash waits for the one before: side by side, two
    /// of one length take little longer than one.
    pub fn write_both(&mut self, bytes: &[u8], other: &mut Self, other_bytes: &[u8]) {
        let (bytes, other_bytes) = (self.fill(bytes), other.fill(other_bytes));
        let both = bytes.len().min(other_bytes.len()) / 8 * 8;
        let (words, _) = bytes.as_chunks::<8>();
        let (other_words, _) = other_bytes.as_chunks::<8>();
        let (mut state, mut other_state) = (self.state, other.state);
        for (word, other_word) in words.iter().zip(other_words) {
            state.word::<2>(u64::from_le_bytes(*word));
            other_state.word::<2>(u64::from_le_bytes(*other_word));
        }
        (self.state, other.state) = (state, other_state);
        self.length += both as u64;
        other.length += both as u64;
        // Both are at least that long. A hash of less than was given would be another's key.
        let ((_, rest), (_, other_rest)) = (bytes.split_at(both), other_bytes.split_at(both));
        self.write(rest);
        other.write(other_rest);
    }

    /// Takes in as much of `bytes` as fills a word, and gives the rest.
    fn fill<'a>(&mut self, bytes: &'a [u8]) -> &'a [u8] {
        let missing = self.length.wrapping_neg() % 8;
        #[allow(clippy::cast_possible_truncation, reason = "it is below 8")]
        let (few, rest) = bytes.split_at_checked(missing as usize).unwrap_or((bytes, &[]));
        self.write_few(few);
        rest
    }

    /// Takes in fewer than a word.
    #[inline(never)]
    fn write_few(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.tail |= u64::from(*byte) << (8 * (self.length % 8));
            self.length += 1;
            if self.length.is_multiple_of(8) {
                self.state.word::<2>(self.tail);
                self.tail = 0;
            }
        }
    }

    /// The two halves of the hash.
    pub fn finish(&self) -> [u64; 2] {
        let mut state = self.state;
        state.word::<2>(self.tail | (self.length << 56));
        let half = |state: &mut State| {
            for _ in 0..4 {
                state.round();
            }
            state.value()
        };
        state.c ^= 0xEE;
        let first = half(&mut state);
        state.b ^= 0xDD;
        [first, half(&mut state)]
    }
}

#[cfg(test)]
mod tests {
    use std::hash::Hasher as _;

    use proptest::prelude::*;
    use siphasher::sip::SipHasher13;
    use siphasher::sip128::{Hasher128 as _, SipHasher24};

    use super::*;

    proptest! {
        #[test]
        fn it_gives_what_another_implementation_gives(
            keys: [u64; 2],
            pieces in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..40), 0..8),
        ) {
            let [low, high] = keys;
            let mut wide = Wide::new(low, high);
            let mut wide_oracle = SipHasher24::new_with_keys(low, high);
            for piece in &pieces {
                let mut short_oracle = SipHasher13::new_with_keys(low, high);
                short_oracle.write(piece);
                prop_assert_eq!(short(low, high, piece), short_oracle.finish());
                wide.write(piece);
                wide_oracle.write(piece);
            }
            let wanted = wide_oracle.finish128();
            prop_assert_eq!(wide.finish(), [wanted.h1, wanted.h2]);
        }

        #[test]
        fn side_by_side_it_gives_the_same(
            pieces in proptest::collection::vec(proptest::array::uniform2(proptest::collection::vec(any::<u8>(), 0..60)), 0..6),
        ) {
            let mut alone = [Wide::new(1, 2), Wide::new(3, 4)];
            let [mut one, mut other] = alone.clone();
            for [of_one, of_other] in &pieces {
                one.write_both(of_one, &mut other, of_other);
                for (wide, piece) in alone.iter_mut().zip([of_one, of_other]) {
                    wide.write(piece);
                }
            }
            prop_assert_eq!([one.finish(), other.finish()], alone.map(|wide| wide.finish()));
        }
    }
}
