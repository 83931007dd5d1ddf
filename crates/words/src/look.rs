//! Whether text can be taken as it is, decided by its words.

use crate::word::{HIGHS, ONES};

/// What a text was seen to hold. Where it says that something is not there, it is not; where it does not, it may be.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// A high bit: a control character of ASCII, a quote or a backslash.
    odd: u64,
    /// A high bit: two spaces in a row, or one at the start.
    gaps: u64,
    /// A high bit: a space.
    spaces: u64,
    /// A high bit: a byte that is not ASCII.
    high: u64,
    /// Whether the text so far ends with a space, as 0x80; so does no text.
    last: u64,
}

impl Default for Look {
    fn default() -> Self {
        Self {
            odd: 0,
            gaps: 0,
            spaces: 0,
            high: 0,
            last: 0x80,
        }
    }
}

impl Look {
    /// Takes in the next eight bytes.
    ///
    /// What is looked for is below something, or is 0 once a bit pattern is flipped, and subtraction borrows into the
    /// high bit. A borrow from a byte that is looked for can make one of the next one, which does no harm.
    #[inline]
    pub fn at(&mut self, word: u64) {
        let ascii = !word & HIGHS;
        // Exchanges the quote with the space, so that it is next to the control characters.
        let control_or_quote = (word ^ (ONES * 0x02)).wrapping_sub(ONES * 0x21);
        let backslash = (word ^ (ONES * u64::from(b'\\'))).wrapping_sub(ONES);
        let delete = word.wrapping_add(ONES);
        self.odd |= (control_or_quote | backslash | delete) & ascii;
        let spaces = (word ^ (ONES * u64::from(b' '))).wrapping_sub(ONES) & ascii;
        self.spaces |= spaces;
        self.gaps |= spaces & ((spaces << 8) | self.last);
        self.last = spaces >> 56;
        self.high |= word;
    }

    /// Takes in a character that is none of those that count.
    #[inline]
    pub fn at_letter(&mut self) {
        self.last = 0;
    }

    /// Whether a JSON string can hold the text as it is, but for what is [`not ASCII`](Self::is_ascii).
    #[inline]
    pub fn needs_no_escape(&self) -> bool {
        self.odd == 0
    }

    /// Whether no two spaces stand in a row, and none at the start.
    #[inline]
    pub fn is_tight(&self) -> bool {
        self.gaps == 0
    }

    /// Whether there is no space.
    #[inline]
    pub fn is_one_word(&self) -> bool {
        self.spaces == 0
    }

    /// Whether it is all ASCII.
    #[inline]
    pub fn is_ascii(&self) -> bool {
        self.high & HIGHS == 0
    }
}
