//! Writes JSON strings, several bytes at a time.

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x8080_8080_8080_8080;

/// The number of bytes at the front of `bytes` before one that a JSON string must escape: `"`, `\` or a control
/// character.
#[inline]
pub fn plain_prefix(bytes: &[u8]) -> usize {
    let (words, rest) = bytes.as_chunks::<8>();
    let mut length = 0;
    for word in words {
        let word = u64::from_le_bytes(*word);
        let quote = word ^ (ONES * 0x22);
        let slash = word ^ (ONES * 0x5C);
        // Each term has the high bit of a byte set where that byte is 0 or below 0x20. A borrow can set one too
        // many, but only above a true one, so that the lowest is right.
        let found = (quote.wrapping_sub(ONES) & !quote)
            | (slash.wrapping_sub(ONES) & !slash)
            | (word.wrapping_sub(ONES * 0x20) & !word);
        let found = found & HIGHS;
        if found != 0 {
            return length + (found.trailing_zeros() / 8) as usize;
        }
        length += 8;
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
