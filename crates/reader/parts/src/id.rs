//! A stable id for an attendee whose file has none.

use meshi_partner_core::attendee::rules;
use meshi_partner_core::attendee::words::sip::Wide;

/// Part of the public contract of the derivation: another key would make other ids of the same files.
const KEY: [&[u8; 8]; 2] = [b"meshi-pa", b"rtner/em"];

/// Puts into `out` the id that stands for an e-mail address: `em_` and 32 hex digits.
///
/// They are the SipHash-2-4-128 of the trimmed address with its ASCII letters in lower case, under a fixed key, so
/// that the same address gives the same id in every file and run, and does not itself stand in URLs and logs. It is
/// no secret: who knows an address can compute its id. Tags (`jane+news@…`) are kept, since they can be people.
pub fn derive_id(email: &str, out: &mut String) {
    put(&derived(rules::trim(email).as_bytes()), out);
}

/// Part of the public contract of the derivation, as [`KEY`] is.
const NUMBER_KEY: [&[u8; 8]; 2] = [b"meshi-pa", b"rtner/on"];

/// Puts into `out` the id of a row in a file of orders: `on_` and 32 hex digits of the SipHash-2-4-128 of the order's number
/// and the e-mail address, or else the name.
pub fn derive_number_id(number: &str, email: Option<&str>, name: &str, out: &mut String) {
    let [low, high] = NUMBER_KEY.map(|half| u64::from_le_bytes(*half));
    let mut hasher = Wide::new(low, high);
    hasher.write(rules::trim(number).as_bytes());
    if let Some(email) = email {
        hasher.write(b"\0e\0");
        hasher.write(&rules::trim(email).as_bytes().to_ascii_lowercase());
    } else {
        hasher.write(b"\0n\0");
        hasher.write(rules::tidy(name).to_lowercase().as_bytes());
    }
    put(
        &hex(*b"on_--------------------------------", hasher.finish()),
        out,
    );
}

/// Part of the public contract of the derivation, as [`KEY`] is.
const TEXT_KEY: [&[u8; 8]; 2] = [b"meshi-pa", b"rtner/id"];

/// Puts into `out` the id of a row whose own id is not one that the server takes, such as `user 1` or `7/2026`: `id_` and 32
/// hex digits of the SipHash-2-4-128 of the trimmed value. It depends on that value alone.
pub fn derive_text_id(text: &str, out: &mut String) {
    let [low, high] = TEXT_KEY.map(|half| u64::from_le_bytes(*half));
    let mut hasher = Wide::new(low, high);
    hasher.write(rules::trim(text).as_bytes());
    put(
        &hex(*b"id_--------------------------------", hasher.finish()),
        out,
    );
}

/// Puts ASCII into `out`.
fn put(id: &[u8], out: &mut String) {
    out.clear();
    out.extend(id.iter().map(|byte| char::from(*byte)));
}

/// The length of a derived id.
pub const DERIVED: usize = 35;

/// [`derive_id`] of an address that is trimmed.
pub fn derived(email: &[u8]) -> [u8; DERIVED] {
    let [low, high] = KEY.map(|half| u64::from_le_bytes(*half));
    let mut hasher = Wide::new(low, high);
    if email.iter().any(u8::is_ascii_uppercase) {
        hasher.write(&email.to_ascii_lowercase());
    } else {
        hasher.write(email);
    }
    hex(*b"em_--------------------------------", hasher.finish())
}

fn hex(mut id: [u8; DERIVED], [first, second]: [u64; 2]) -> [u8; DERIVED] {
    let mut rest = (u128::from(second) << 64) | u128::from(first);
    for digit in id.iter_mut().skip(3) {
        rest = rest.rotate_left(4);
        let nibble = rest.to_le_bytes().first().copied().unwrap_or_default() & 15;
        *digit = nibble + if nibble < 10 { b'0' } else { b'a' - 10 };
    }
    id
}
