//! What the contract allows, checked before anything is sent. Each rule collects issues; none stops at the first.

mod date;
pub(crate) mod near;
mod query;
mod schema;

pub use date::is_date;
pub(crate) use date::{days_of, instant_of};
pub use near::is_near;
pub use query::Query;
pub use schema::{Body, Field, Rule};

use crate::error::{Error, Issue, Result};

/// The server's code for an id that breaks its pattern (D).
pub const INVALID_ID: &str = "INVALID_PARTNER_ID";
/// Our code for a field that the contract gives no code to.
pub const INVALID_FIELD: &str = "INVALID_FIELD";

/// Issues found so far.
#[derive(Debug, Default)]
pub struct Issues(Vec<Issue>);

impl Issues {
    /// Adds one.
    pub fn add(&mut self, path: impl Into<String>, code: &str, message: impl Into<String>) {
        self.0.push(Issue::new(path, code, message));
    }

    /// Takes those of `other`.
    pub fn append(&mut self, mut other: Self) {
        self.0.append(&mut other.0);
    }

    /// Whether all is well so far.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All is well, or a validation error that holds every issue.
    ///
    /// # Errors
    /// When there is an issue.
    pub fn into_result(self) -> Result<()> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(Error::validation(self.0))
        }
    }

    /// A partner's own id: `^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$` (D).
    pub fn id(&mut self, path: &str, value: &str) {
        if !is_partner_id(value) {
            self.add(
                path,
                INVALID_ID,
                format!(
                    "{} is not a valid id: 1 to 128 letters, digits, \".\", \"_\", \":\" or \"-\", the first a letter or digit",
                    quoted(value)
                ),
            );
        }
    }

    /// A kind: `^[A-Za-z][A-Za-z0-9_-]{0,63}$` (D).
    pub fn kind(&mut self, path: &str, value: &str) {
        let mut bytes = value.bytes();
        let first = bytes.next().is_some_and(|b| b.is_ascii_alphabetic());
        if !first || value.len() > 64 || !bytes.all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-') {
            self.add(
                path,
                "INVALID_PARTNER_KIND",
                format!(
                    "{} is not a valid kind: 1 to 64 letters, digits, \"_\" or \"-\", the first a letter, such as \"event\"",
                    quoted(value)
                ),
            );
        }
    }

    /// An id that the server made, such as a run's: no pattern is published, so just what a path segment can hold. No
    /// slash, though it would be encoded: a proxy on the way may decode it.
    pub fn server_id(&mut self, path: &str, value: &str) {
        if value.is_empty()
            || value.len() > 512
            || value == "."
            || value == ".."
            || value.chars().any(|c| c.is_control() || matches!(c, '/' | '\\'))
        {
            self.add(
                path,
                INVALID_FIELD,
                format!("{} is not a valid id of the server: it is 1 to 512 bytes without a slash, a backslash or a control character", quoted(value)),
            );
        }
    }

    /// An idempotency key: 1 to 255 characters (I).
    pub fn idempotency_key(&mut self, value: &str) {
        if value.is_empty() || value.chars().count() > 255 || value.chars().any(char::is_control) {
            self.add(
                "idempotencyKey",
                "INVALID_IDEMPOTENCY_KEY",
                "an idempotency key has 1 to 255 characters and no control characters; leave the option out to have one made",
            );
        }
    }
}

/// Whether `value` is a partner's own id (D).
pub fn is_partner_id(value: &str) -> bool {
    let mut bytes = value.bytes();
    value.len() <= 128
        && bytes.next().is_some_and(|b| b.is_ascii_alphanumeric())
        && bytes.all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b':' | b'-'))
}

/// A value as it is shown in a message: quoted, control characters escaped, cut short.
pub fn quoted(value: &str) -> String {
    let mut shown = String::from("\"");
    for (n, c) in value.chars().enumerate() {
        if n == 60 {
            shown.push('…');
            break;
        }
        if c.is_control() {
            shown.extend(c.escape_default());
        } else {
            shown.push(c);
        }
    }
    shown.push('"');
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn code(check: impl FnOnce(&mut Issues)) -> Option<String> {
        let mut issues = Issues::default();
        check(&mut issues);
        issues.into_result().err().map(|error| error.code)
    }

    #[test]
    fn ids_follow_their_pattern() {
        let long = "a".repeat(128);
        for good in ["a", "0", "evt_2026.a:b-c", &*long] {
            assert_eq!(code(|i| i.id("event_id", good)), None, "{good}");
        }
        let longer = "a".repeat(129);
        for bad in [
            "", ".", "..", "-a", "_a", ":a", "a/b", "a b", "ä", "a\n", "a%2f", &*longer,
        ] {
            assert_eq!(
                code(|i| i.id("event_id", bad)).as_deref(),
                Some(INVALID_ID),
                "{bad:?}"
            );
        }
    }

    #[test]
    fn kinds_follow_theirs() {
        let longer = "k".repeat(65);
        for (kind, good) in [
            ("event", true),
            ("a_b-1", true),
            ("1a", false),
            ("", false),
            ("a.b", false),
            (&*longer, false),
        ] {
            assert_eq!(code(|i| i.kind("kind", kind)).is_none(), good, "{kind:?}");
        }
    }

    #[test]
    fn a_server_id_cannot_walk_up() {
        for (id, good) in [
            ("run_1", true),
            ("a b", true),
            (".", false),
            ("..", false),
            ("", false),
            ("a\nb", false),
            ("../auth", false),
            ("..\\auth", false),
            ("a/b", false),
            ("..%2fauth", true),
        ] {
            assert_eq!(code(|i| i.server_id("run_id", id)).is_none(), good, "{id:?}");
        }
    }

    proptest! {
        #[test]
        fn an_id_is_valid_exactly_when_the_pattern_says_so(value in "[A-Za-z0-9._:/ é-]{0,5}") {
            let mut chars = value.chars();
            let expected = chars.next().is_some_and(|c| c.is_ascii_alphanumeric())
                && chars.all(|c| c.is_ascii_alphanumeric() || "._:-".contains(c));
            prop_assert_eq!(is_partner_id(&value), expected);
        }
    }
}
