//! Writes JSON strings, a block of bytes at a time.

use crate::block::{BLOCK, escapes};

/// The number of bytes at the front of `bytes` before one that a JSON string must escape: `"`, `\` or a control
/// character.
pub fn plain_prefix(bytes: &[u8]) -> usize {
    let (blocks, rest) = bytes.as_chunks::<BLOCK>();
    let mut length = 0;
    for block in blocks {
        let found = escapes(block);
        if found != 0 {
            return length + found.trailing_zeros() as usize;
        }
        length += BLOCK;
    }
    if let (Some(last), false) = (bytes.last_chunk(), rest.is_empty()) {
        // What it has in common with the block before it needs no escape.
        let found = escapes(last).trailing_zeros() as usize;
        return bytes.len() - BLOCK + found.min(BLOCK);
    }
    length
        + rest
            .iter()
            .position(|&byte| must_escape(byte))
            .unwrap_or(rest.len())
}

#[inline]
fn must_escape(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
}

/// Appends `text` as a JSON string, quotes included.
#[inline]
pub fn write_string(text: &str, out: &mut String) {
    out.push('"');
    let plain = plain_prefix(text.as_bytes());
    if plain == text.len() {
        out.push_str(text);
    } else {
        write_escaped(text, plain, out);
    }
    out.push('"');
}

#[cold]
fn write_escaped(mut text: &str, mut plain: usize, out: &mut String) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    while let Some((head, rest)) = text.split_at_checked(plain) {
        out.push_str(head);
        let mut chars = rest.chars();
        match chars.next() {
            None => return,
            Some('"') => out.push_str("\\\""),
            Some('\\') => out.push_str("\\\\"),
            Some('\n') => out.push_str("\\n"),
            Some('\r') => out.push_str("\\r"),
            Some('\t') => out.push_str("\\t"),
            Some(c) => {
                out.push_str("\\u00");
                for nibble in [c as usize >> 4, c as usize & 15] {
                    out.push(char::from(*HEX.get(nibble).unwrap_or(&b'0')));
                }
            }
        }
        text = chars.as_str();
        plain = plain_prefix(text.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_needs_no_escape_is_counted(text in "[a-é\u{7f}]{0,40}", more in "[\u{1}\n\"\\\\a]{0,20}") {
            let bytes = [text.as_bytes(), more.as_bytes()].concat();
            let wanted = bytes.iter().take_while(|byte| !must_escape(**byte)).count();
            prop_assert_eq!(plain_prefix(&bytes), wanted);
        }
    }
}
