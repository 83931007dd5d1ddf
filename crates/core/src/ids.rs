//! Ids that are made here, and ids that were seen.

use crate::error::{Error, Result};

pub(crate) use crate::attendee::words::seen::{Seen, id_hash};

/// A version 4 UUID of 16 random bytes.
///
/// # Errors
/// An internal error only: an empty text would be the same idempotency key for every call.
pub fn uuid(mut bytes: [u8; 16]) -> Result<String> {
    let [.., version, _, variant, _, _, _, _, _, _, _] = &mut bytes;
    *version = (*version & 0x0f) | 0x40;
    *variant = (*variant & 0x3f) | 0x80;
    // Every call makes one: digit by digit into a string that grows, it would take longer than all else that is made here.
    let mut text = *b"00000000-0000-0000-0000-000000000000";
    let mut bits = u128::from_be_bytes(bytes);
    for place in text.iter_mut().filter(|place| **place != b'-') {
        bits = bits.rotate_left(4);
        *place = digit((bits & 15) as u8);
    }
    let text = str::from_utf8(&text).map(str::to_owned);
    text.map_err(|_| Error::internal("a UUID is not text"))
}

/// Appends the two hex digits of `byte`.
pub fn push_hex(byte: u8, out: &mut String) {
    for nibble in [byte >> 4, byte & 15] {
        out.push(char::from(digit(nibble)));
    }
}

/// The hex digit of a number below 16.
const fn digit(nibble: u8) -> u8 {
    nibble + if nibble < 10 { b'0' } else { b'a' - 10 }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_uuid_says_its_version_and_variant() {
        assert_eq!(
            super::uuid([0xff; 16]).as_deref(),
            Ok("ffffffff-ffff-4fff-bfff-ffffffffffff")
        );
        assert_eq!(
            super::uuid([0; 16]).as_deref(),
            Ok("00000000-0000-4000-8000-000000000000")
        );
    }

    #[test]
    fn a_uuid_is_its_bytes_in_their_order() {
        let bytes = [
            0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0x4d, 0xef, 0x9f, 0xed, 0xcb, 0xa9, 0x87, 0x65, 0x43, 0x21,
        ];
        assert_eq!(
            super::uuid(bytes).as_deref(),
            Ok("01234567-89ab-4def-9fed-cba987654321")
        );
    }
}
