//! A stable id for an attendee whose file has none.

use std::hash::Hasher;

use meshi_partner_core::attendee::rules;
use siphasher::sip128::{Hasher128, SipHasher24};

/// Part of the public contract of the derivation: another key would make other ids of the same files.
const KEY: &[u8; 16] = b"meshi-partner/em";

/// Puts into `out` the id that stands for an e-mail address: `em_` and 32 hex digits.
///
/// They are the SipHash-2-4-128 of the trimmed address with its ASCII letters in lower case, under a fixed key, so
/// that the same address gives the same id in every file and run, and does not itself stand in URLs and logs. It is
/// no secret: who knows an address can compute its id. Tags (`jane+news@…`) are kept, since they can be people.
pub fn derive_id(email: &str, out: &mut String) {
    let email = rules::trim(email);
    let mut hasher = SipHasher24::new_with_key(KEY);
    if email.bytes().any(|byte| byte.is_ascii_uppercase()) {
        hasher.write(email.to_ascii_lowercase().as_bytes());
    } else {
        hasher.write(email.as_bytes());
    }
    let mut rest = hasher.finish128().as_u128();
    let mut digits = [0; 32];
    for digit in &mut digits {
        rest = rest.rotate_left(4);
        let nibble = rest.to_le_bytes().first().copied().unwrap_or_default() & 15;
        *digit = nibble + if nibble < 10 { b'0' } else { b'a' - 10 };
    }
    out.clear();
    out.push_str("em_");
    out.push_str(std::str::from_utf8(&digits).unwrap_or_default());
}
