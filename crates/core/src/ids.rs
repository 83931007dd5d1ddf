//! Ids that are made here, and ids that were seen.

use core::hash::{BuildHasherDefault, Hasher};
use std::collections::HashSet;

use siphasher::sip::SipHasher13;

/// A hash of an id, for telling apart those of one import or one list.
pub(crate) fn id_hash(id: &str) -> u64 {
    let mut hasher = SipHasher13::new_with_keys(0x6d65_7368_6969_6473, 0x6174_7465_6e64_6565);
    hasher.write(id.as_bytes());
    hasher.finish()
}

/// Which ids were seen. It keeps a hash of each: ids themselves can be personal, and are larger.
#[derive(Debug, Default)]
pub(crate) struct Seen(HashSet<u64, BuildHasherDefault<Given>>);

impl Seen {
    /// Whether `id` is new.
    pub(crate) fn insert(&mut self, id: &str) -> bool {
        self.insert_hash(id_hash(id))
    }

    /// Whether the id with that hash is new.
    pub(crate) fn insert_hash(&mut self, hash: u64) -> bool {
        self.0.insert(hash)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The "hasher" of what is a hash already.
#[derive(Debug, Default)]
pub(crate) struct Given(u64);

impl Hasher for Given {
    fn write(&mut self, bytes: &[u8]) {
        // Only whole numbers are hashed with it.
        for byte in bytes {
            self.0 = self.0 << 8 | u64::from(*byte);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// A version 4 UUID of 16 random bytes.
pub fn uuid(mut bytes: [u8; 16]) -> String {
    let [.., version, _, variant, _, _, _, _, _, _, _] = &mut bytes;
    *version = (*version & 0x0f) | 0x40;
    *variant = (*variant & 0x3f) | 0x80;
    let mut text = String::with_capacity(36);
    for (n, byte) in bytes.iter().enumerate() {
        if matches!(n, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        push_hex(*byte, &mut text);
    }
    text
}

/// Appends the two hex digits of `byte`.
pub fn push_hex(byte: u8, out: &mut String) {
    for nibble in [byte >> 4, byte & 15] {
        out.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_uuid_says_its_version_and_variant() {
        assert_eq!(super::uuid([0xff; 16]), "ffffffff-ffff-4fff-bfff-ffffffffffff");
        assert_eq!(super::uuid([0; 16]), "00000000-0000-4000-8000-000000000000");
    }
}
