//! Idempotency keys that derive from content.

use core::fmt::Write as _;

use crate::attendee::words::sip::Wide;

/// What a part's key covers beside the attendees: where they go, and all else that stands in the body.
#[derive(Debug, Clone, Copy)]
pub(crate) struct KeyScope<'a> {
    pub(crate) event_id: &'a str,
    pub(crate) run_key: &'a str,
    /// None and an empty text are the same: an empty one is no URL, and is refused.
    pub(crate) webhook_url: Option<&'a str>,
}

impl KeyScope<'_> {
    pub(super) fn hasher(&self) -> Wide {
        let webhook_url = self.webhook_url.unwrap_or("");
        hasher(&[self.event_id, OPERATION, self.run_key, webhook_url])
    }
}

/// The longest run key, in characters.
const LONGEST_RUN_KEY: usize = 255;

/// Checks a run key that was given: a blank one would mean the same as none, and say nothing of it.
///
/// # Errors
/// What is wrong with it, to stand after its name.
pub fn check_run_key(run_key: &str) -> core::result::Result<(), &'static str> {
    if run_key.trim().is_empty() || run_key.chars().count() > LONGEST_RUN_KEY {
        return Err("must have 1 to 255 characters, and not be blank; leave it out for none");
    }
    Ok(())
}

/// A key that is derived from content: a word, and 128 bits over the pieces.
///
/// The hash is `SipHash` with a fixed key: it tells contents apart, and does not defend against somebody who makes two
/// contents of the same event collide on purpose.
pub(crate) fn content_key(word: &str, pieces: &[&str]) -> String {
    key_of(word, &hasher(pieces))
}

/// The word of a part's key, and what its hash has between the event and the run key.
pub(crate) const WORD: &str = "imp";
const OPERATION: &str = "attendees.import";

/// The hash of pieces, to go on with.
fn hasher(pieces: &[&str]) -> Wide {
    let mut hasher = Wide::new(0x6d65_7368_6970_6b65, 0x7972_6f77_7320_3031);
    for piece in pieces {
        hasher.write(&length(piece));
        hasher.write(piece.as_bytes());
    }
    hasher
}

pub(super) fn length(piece: &str) -> [u8; 8] {
    (piece.len() as u64).to_le_bytes()
}

pub(super) fn key_of(word: &str, hasher: &Wide) -> String {
    let [first, second] = hasher.finish();
    let mut key = String::with_capacity(word.len() + 33);
    // Writing to a string cannot fail.
    let _ = write!(key, "{word}_{first:016x}{second:016x}");
    key
}

#[cfg(test)]
mod tests {
    use super::check_run_key;

    #[test]
    fn a_run_key_has_bounds() {
        for good in ["x", " x ", "2026-11-24", &"é".repeat(255)] {
            assert_eq!(check_run_key(good), Ok(()), "{good}");
        }
        for bad in ["", " ", "\t\n\u{a0}", &"x".repeat(256)] {
            assert!(check_run_key(bad).is_err(), "{bad}");
        }
    }
}
