//! Copying that looks at what it copies.

use crate::block::{BLOCK, kinds};
use crate::look::Look;

/// Bytes that are written from the front into room that is already there.
#[derive(Debug, Default)]
pub struct Room {
    bytes: Vec<u8>,
    length: usize,
}

impl Room {
    /// Begins anew, with room for `bytes` and a block more.
    #[inline]
    pub fn begin(&mut self, bytes: usize) {
        self.length = 0;
        if self.bytes.len() < bytes + BLOCK {
            self.bytes.resize(bytes + BLOCK, 0);
        }
    }

    /// What was written.
    #[inline]
    pub fn written(&self) -> &[u8] {
        // The length never passes the end of the buffer; if it did, an empty text would be sent in place of what was written.
        self.bytes.split_at(self.length).0
    }

    /// How much was written.
    #[inline]
    pub fn len(&self) -> usize {
        self.length
    }

    /// Forgets what was written from `length` on.
    #[inline]
    pub fn back_to(&mut self, length: usize) {
        self.length = self.length.min(length);
    }

    /// Whether nothing was written.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// Writes bytes that are known beforehand; none where there is no room.
    #[inline]
    pub fn put<const N: usize>(&mut self, bytes: &[u8; N]) -> Option<()> {
        let place = self.bytes.get_mut(self.length..)?.first_chunk_mut::<N>()?;
        *place = *bytes;
        self.length += N;
        Some(())
    }

    /// Copies `length` bytes of `from` and looks at them. None, where there is no room, or fewer bytes than a
    /// [block](crate::BLOCK) of `from` behind them.
    #[inline]
    pub fn copy(&mut self, from: &[u8], length: usize, look: &mut Look) -> Option<()> {
        let (mut from, mut to) = (from, self.bytes.get_mut(self.length..)?);
        let mut left = length;
        if left > 0 {
            loop {
                let (block, behind) = from.split_first_chunk::<BLOCK>()?;
                let (place, room) = to.split_first_chunk_mut::<BLOCK>()?;
                *place = *block;
                look.at(kinds(block), left.min(BLOCK));
                if left <= BLOCK {
                    break;
                }
                left -= BLOCK;
                (from, to) = (behind, room);
            }
        }
        self.length += length;
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_copied_is_what_was_seen(text in prop_oneof!["[a-c !#\\[\\]\"\\\\\u{0}-\u{1f}\u{7f}é😀]{0,50}", "[a-z ]{0,50}"], behind in "[ \"\u{1}é]{16}") {
            let (mut room, mut look) = (Room::default(), Look::default());
            room.begin(text.len() + 4);
            prop_assert!(room.put(b"<[").is_some());
            let given = [text.as_str(), behind.as_str()].concat();
            prop_assert!(room.copy(given.as_bytes(), text.len(), &mut look).is_some());
            prop_assert!(room.put(b"]>").is_some());
            let written = ["<[", &text, "]>"].concat();
            prop_assert_eq!(room.written(), written.as_bytes());
            prop_assert_eq!(room.len(), text.len() + 4);
            let odd = text.contains(|c: char| c.is_ascii_control() || matches!(c, '"' | '\\'));
            let gaps = text.starts_with(' ') || text.contains("  ");
            prop_assert_eq!((look.needs_no_escape(), look.is_tight()), (!odd, !gaps));
            prop_assert_eq!(look.is_one_word(), !text.contains(' '));
            prop_assert_eq!(look.is_ascii(), text.is_ascii());
        }

        #[test]
        fn without_room_or_bytes_behind_nothing_is_written(room_for in 0usize..60, given in 0usize..60, length in 0usize..60) {
            let (mut room, mut look) = (Room::default(), Look::default());
            room.begin(room_for);
            let copied = room.copy(&vec![b'x'; given], length, &mut look);
            prop_assert_eq!(room.len(), if copied.is_some() { length } else { 0 });
            prop_assert!(copied.is_some() || given < length + BLOCK || room_for < length);
            prop_assert!(copied.is_none() || given >= length);
        }
    }
}
