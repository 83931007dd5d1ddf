//! Whether text can be taken as it is.

use crate::block::Kinds;

/// What a text was seen to hold.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// A bit: a control character of ASCII, a quote or a backslash.
    odd: u32,
    /// A bit: two spaces in a row, or one at the start.
    gaps: u32,
    /// A bit: a space.
    spaces: u32,
    /// A bit: a byte that is not ASCII.
    high: u32,
    /// Whether the text so far ends with a space, as 1; so does no text.
    last: u32,
}

impl Default for Look {
    fn default() -> Self {
        Self {
            odd: 0,
            gaps: 0,
            spaces: 0,
            high: 0,
            last: 1,
        }
    }
}

impl Look {
    /// Takes in the first `length` bytes of a block, at least one.
    #[inline]
    pub(crate) fn at(&mut self, kinds: Kinds, length: usize) {
        let kept = u32::MAX >> (u32::BITS as usize - length);
        let spaces = kinds.spaces & kept;
        self.odd |= kinds.odd & kept;
        self.spaces |= spaces;
        self.gaps |= spaces & ((spaces << 1) | self.last);
        self.high |= kinds.high & kept;
        self.last = spaces >> (length - 1);
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
        self.high == 0
    }
}
