//! What one value of an ordinary attendee is, decided on its bytes.

use crate::block::{BLOCK, any_of, kinds};

/// Longest e-mail address that is taken, in bytes: what fits an SMTP path. A bound of this client, not the API's.
pub const MAX_EMAIL_BYTES: usize = 254;

/// Whether `text` is an id: `^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$` (D).
#[inline]
pub fn is_id(text: impl AsRef<[u8]>) -> bool {
    let bytes = text.as_ref();
    bytes.len() <= 128
        && bytes.first().is_some_and(u8::is_ascii_alphanumeric)
        && bytes.iter().fold(0, |seen, &byte| seen | marks(byte)) & NOT_IN_ID == 0
}

/// Marks of a byte, which may be joined.
const AT: u8 = 1;
const NOT_IN_EMAIL: u8 = 2;
const NOT_ASCII: u8 = 4;
const NOT_IN_ID: u8 = 8;
/// An @ or a dot, of which two in a row are suspect.
const JOINT: u8 = 16;

/// What each byte is, to an id and to an e-mail address.
const MARKS: [u8; 256] = {
    let mut marks = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        #[allow(
            clippy::indexing_slicing,
            reason = "this runs in the compiler, which checks it"
        )]
        #[allow(clippy::cast_possible_truncation, reason = "it is below 256")]
        {
            let this = byte as u8;
            let email = match this {
                b'@' => AT | JOINT,
                0..=b' '
                | 0x7F
                | b'"'
                | b'('
                | b')'
                | b','
                | b':'
                | b';'
                | b'<'
                | b'>'
                | b'['
                | b'\\'
                | b']' => NOT_IN_EMAIL,
                b'.' => JOINT,
                0x80.. => NOT_ASCII,
                _ => 0,
            };
            let in_id = this.is_ascii_alphanumeric() || matches!(this, b'.' | b'_' | b':' | b'-');
            marks[byte] = if in_id { email } else { email | NOT_IN_ID };
        }
        byte += 1;
    }
    marks
};

#[inline]
fn marks(byte: u8) -> u8 {
    MARKS.get(usize::from(byte)).copied().unwrap_or_default()
}

/// Whether no e-mail address that is taken can hold this byte.
pub fn is_in_no_email(byte: u8) -> bool {
    marks(byte) & NOT_IN_EMAIL != 0
}

/// Whether these bytes are surely one e-mail address: ASCII, and no dot or @ where one is suspect.
pub fn is_plain_email(bytes: &[u8]) -> bool {
    let (blocks, rest) = bytes.as_chunks::<BLOCK>();
    let mut email = Email::default();
    for block in blocks {
        email.at(email_kinds(block, 0), BLOCK);
    }
    match bytes.last_chunk() {
        _ if rest.is_empty() => {}
        // What it has in common with the block before it was looked at.
        Some(last) => email.at(email_kinds(last, BLOCK - rest.len()), rest.len()),
        None => {
            for byte in rest {
                email.at_byte(*byte);
            }
        }
    }
    email.is_plain() && bytes.len() <= MAX_EMAIL_BYTES
}

/// What was seen of an e-mail address.
struct Email {
    /// A bit: what is in none.
    wrong: u32,
    ats: u32,
    /// A bit: a joint where one is suspect.
    suspect: u32,
    /// Whether the last byte is a joint, as 1; so is the start.
    before: u32,
}

impl Default for Email {
    fn default() -> Self {
        Self {
            wrong: 0,
            ats: 0,
            suspect: 0,
            before: 1,
        }
    }
}

impl Email {
    /// Takes in so many bytes, of which no higher bit tells: what is in no plain address, each @, and each joint.
    #[inline]
    fn at(&mut self, [wrong, ats, joints]: [u32; 3], length: usize) {
        self.wrong |= wrong;
        self.ats += ats.count_ones();
        self.suspect |= joints & ((joints << 1) | self.before);
        self.before = (joints >> (length - 1)) & 1;
    }

    #[inline]
    fn at_byte(&mut self, byte: u8) {
        let marks = marks(byte);
        let is = |mark: u8| u32::from(marks & mark != 0);
        self.at([is(NOT_IN_EMAIL | NOT_ASCII), is(AT), is(JOINT)], 1);
    }

    #[inline]
    fn is_plain(&self) -> bool {
        self.wrong == 0 && self.ats == 1 && self.suspect | self.before == 0
    }
}

/// What [`Email::at`] takes, of the bytes of a block from this one on.
#[inline]
fn email_kinds(block: &[u8; BLOCK], from: usize) -> [u32; 3] {
    let kinds = kinds(block);
    let wrong = any_of(block, [b'(', b')', b',', b':', b';', b'<', b'>', b'[', b']']);
    let ats = any_of(block, [b'@']);
    let wrong = kinds.odd | kinds.spaces | kinds.high | wrong;
    let joints = ats | any_of(block, [b'.']);
    [wrong >> from, ats >> from, joints >> from]
}

/// The rest after `https://`, of bytes that hold no gap at all and surely are an address on linkedin.com or become one once
/// it is there.
#[inline]
pub fn plain_linkedin(bytes: &[u8]) -> Option<&[u8]> {
    let rest = bytes
        .strip_prefix(b"https://")
        .or_else(|| bytes.strip_prefix(b"http://"))
        .unwrap_or(bytes);
    let host = rest.strip_prefix(b"www.").unwrap_or(rest);
    let path = host.strip_prefix(b"linkedin.com/")?;
    path.iter().any(|byte| *byte != b'/').then_some(rest)
}

/// Whether a gap beyond ASCII may be among these bytes of UTF-8: whether one stands there that some gap begins with.
#[inline]
pub fn may_hold_gap(bytes: &[u8]) -> bool {
    bytes.iter().any(|byte| matches!(byte, 0xC2 | 0xE1..=0xE3 | 0xEF))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Byte by byte.
    fn is_plain(bytes: &[u8]) -> bool {
        let mut email = Email::default();
        for byte in bytes {
            email.at_byte(*byte);
        }
        email.is_plain()
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn an_address_is_seen_alike_by_blocks_and_by_bytes(
            local in "[a-z]{0,20}(\\.[a-z]{0,15}){0,2}",
            odd in prop_oneof![6 => "@", 1 => "[@.\u{0}-\u{7f}é]{0,3}"],
            domain in "([a-z]{1,20}\\.){0,2}[a-z]{0,17}",
        ) {
            let text = [local, odd, domain].concat();
            prop_assert_eq!(is_plain_email(text.as_bytes()), is_plain(text.as_bytes()), "{:?}", text);
        }
    }

    #[test]
    fn every_byte_is_seen_wherever_it_stands() {
        for place in 0..40 {
            for byte in 0..=255 {
                let mut text = b"ada.lovelace.of.london@mail.example.com".to_vec();
                text.insert(place.min(text.len()), byte);
                assert_eq!(is_plain_email(&text), is_plain(&text), "{text:?}");
            }
        }
    }

    #[test]
    fn an_address_has_a_length() {
        for (length, plain) in [(MAX_EMAIL_BYTES, true), (MAX_EMAIL_BYTES + 1, false)] {
            let address = ["a@", &"b".repeat(length - 2)].concat();
            assert_eq!(is_plain_email(address.as_bytes()), plain);
        }
    }
}
