//! What one value of an ordinary attendee is, decided on its bytes.

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
#[inline]
pub fn is_plain_email(bytes: &[u8]) -> bool {
    let (mut seen, mut ats, mut suspect, mut before) = (0, 0, 0, JOINT);
    for &byte in bytes {
        let marks = marks(byte);
        seen |= marks;
        ats += u32::from(marks & AT);
        suspect |= marks & before;
        before = marks;
    }
    seen & (NOT_IN_EMAIL | NOT_ASCII) == 0
        && ats == 1
        && (suspect | before) & JOINT == 0
        && bytes.len() <= MAX_EMAIL_BYTES
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
