//! A part: rows that go out in one payload. Parts are the leaves of a tree: a base part that the server calls too large
//! is halved, and its halves again, so that the same rows make the same leaves whenever an import is run again.

use core::cell::OnceCell;

use super::key::{KeyScope, WORD, key_of, length};
use crate::attempt::Attempt;
use crate::check::Body;
use crate::error::{Error, Result};
use crate::request::Text;

/// How a part's body begins.
const HEAD: &str = "{\"attendees\":[";
/// About what its end takes.
const TAIL: usize = 256;

/// The way to a base part itself.
pub(crate) const WHOLE: u64 = 1;

/// Where a part stands: its base part, and the way down from it (1 is the whole, `2n` and `2n + 1` are the halves of n).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Place {
    pub(crate) base: u32,
    pub(crate) path: u64,
}

/// One row of a part.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RowRef {
    /// Its number in the source, from 1.
    pub(crate) number: u64,
    /// A hash of its attendee id: ids themselves are personal, and larger.
    pub(crate) id: u64,
    /// Where its JSON begins.
    pub(super) start: usize,
}

/// Rows that go out together.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) place: Place,
    pub(crate) rows: Vec<RowRef>,
    /// The server may have it: an attempt to send it was not answered, or not in a way that can be read.
    pub(crate) seen: bool,
    /// Which attempt it goes out as.
    pub(crate) attempt: Attempt,
    /// Whether the write was answered by a run that had already ended.
    pub(crate) replayed: bool,
    /// The body's text so far: [`HEAD`], then the attendees, comma between comma; at last what ends it.
    body: Text,
    /// Where the attendees end.
    end: usize,
    /// Made when it is first asked for, when the part is complete.
    key: OnceCell<String>,
}

impl Part {
    pub(crate) fn new(base: u32) -> Self {
        Self {
            place: Place { base, path: WHOLE },
            rows: Vec::new(),
            seen: false,
            attempt: Attempt::default(),
            replayed: false,
            body: HEAD.to_owned().into(),
            end: HEAD.len(),
            key: OnceCell::new(),
        }
    }

    /// The one after it, in `spare`, with as much room: parts of one source are alike.
    pub(crate) fn next(&self, spare: Option<Text>) -> Self {
        let mut next = Self::new(self.place.base + 1);
        next.rows.reserve_exact(self.rows.len());
        if let Some(spare) = spare {
            next.body = spare;
        }
        let body = next.body.to_mut();
        body.clear();
        body.reserve_exact(self.end + self.end / 64 + TAIL);
        body.push_str(HEAD);
        next
    }

    /// Takes out the body of a part that is not sent again: the room serves another part.
    pub(crate) fn take_body(&mut self) -> Text {
        self.end = 0;
        core::mem::take(&mut self.body)
    }

    /// Makes it the attempt after the one whose run failed. Returns false where there is no further attempt.
    ///
    /// # Errors
    /// An internal error only.
    pub(crate) fn advance(&mut self, scope: &KeyScope<'_>, run_id: &str) -> Result<bool> {
        let first = self.key(scope)?.to_owned();
        if !self.attempt.advance(WORD, &first, run_id) {
            return Ok(false);
        }
        // The body holds the key of the attempt before.
        self.body.to_mut().truncate(self.end);
        Ok(true)
    }

    /// The size of the list, in bytes.
    pub(crate) fn bytes(&self) -> usize {
        self.end.saturating_sub(HEAD.len())
    }

    /// The attendees, comma between comma, without the brackets.
    ///
    /// # Errors
    /// An internal error, where the body was taken out: a key over nothing would be the key of every part.
    pub(crate) fn list(&self) -> Result<&str> {
        let list = self.body.get(HEAD.len()..self.end);
        list.ok_or_else(|| Error::internal("a part was asked for its attendees without having them"))
    }

    /// Takes in a row. It is not complete yet, and nobody else has its body.
    pub(crate) fn push(&mut self, number: u64, id: u64, json: &str) {
        let body = self.body.to_mut();
        if !self.rows.is_empty() {
            body.push(',');
        }
        self.rows.push(RowRef {
            number,
            id,
            start: body.len(),
        });
        body.push_str(json);
        self.end = body.len();
    }

    /// The whole body, which also has the members of `envelope`, of which there is at least one.
    ///
    /// # Errors
    /// An internal error only.
    pub(crate) fn body(&mut self, envelope: &Body) -> Result<Text> {
        if self.body.len() == self.end {
            let rest = envelope.to_json();
            let rest = rest
                .strip_prefix('{')
                .ok_or_else(|| Error::internal("the text of an object does not begin as one"))?;
            let body = self.body.to_mut();
            body.push_str("],");
            body.push_str(rest);
        }
        Ok(self.body.clone())
    }

    /// Whether it has more than one row, and so can be halved.
    pub(crate) fn divisible(&self) -> bool {
        is_divisible(self.rows.len(), self.place.path)
    }

    /// The first and the second half. A part of one row is its own first half; see [`Part::divisible`].
    ///
    /// # Errors
    /// The part as it is, with an internal error.
    pub(crate) fn halves(mut self) -> core::result::Result<(Self, Self), (Box<Self>, Box<Error>)> {
        let Place { base, path } = self.place;
        let middle = middle(self.rows.len());
        let cut = self.rows.get(middle).map_or(self.end, |row| row.start);
        let Some(second) = self.body.get(cut..self.end) else {
            let error = Error::internal("the rows of a part do not lie within its body");
            return Err((Box::new(self), error));
        };
        let second = [HEAD, second].concat();
        let mut rows = self.rows.split_off(middle);
        for row in &mut rows {
            row.start = row.start - cut + HEAD.len();
        }
        self.end = cut - usize::from(!rows.is_empty());
        let body = self.body.to_mut();
        body.truncate(self.end);
        body.shrink_to_fit();
        self.place.path = path * 2;
        self.key = OnceCell::new();
        self.attempt = Attempt::default();
        let seen = self.seen;
        Ok((
            self,
            Self {
                place: Place {
                    base,
                    path: path * 2 + 1,
                },
                rows,
                seen,
                attempt: Attempt::default(),
                replayed: false,
                end: second.len(),
                body: second.into(),
                key: OnceCell::new(),
            },
        ))
    }

    /// The idempotency key of the first attempt: the same for the same body, but for the key itself, sent to the same event.
    ///
    /// # Errors
    /// An internal error only.
    pub(crate) fn key(&self, scope: &KeyScope<'_>) -> Result<&str> {
        if let Some(key) = self.key.get() {
            return Ok(key);
        }
        let mut hasher = scope.hasher();
        let list = self.list()?;
        hasher.write(&length(list));
        hasher.write(list.as_bytes());
        Ok(self.key.get_or_init(|| key_of(WORD, &hasher)))
    }

    /// Makes the keys of two complete parts at once, which is faster than one after the other.
    ///
    /// # Errors
    /// An internal error only.
    pub(crate) fn make_keys(&self, other: &Self, scope: &KeyScope<'_>) -> Result<()> {
        let mut hasher = scope.hasher();
        let mut of_other = hasher.clone();
        let (list, list_of_other) = (self.list()?, other.list()?);
        hasher.write(&length(list));
        of_other.write(&length(list_of_other));
        hasher.write_both(list.as_bytes(), &mut of_other, list_of_other.as_bytes());
        // One that is there already is the same.
        let _ = self.key.set(key_of(WORD, &hasher));
        let _ = other.key.set(key_of(WORD, &of_other));
        Ok(())
    }
}

/// Whether a part of so many rows can be halved.
pub(crate) const fn is_divisible(rows: usize, path: u64) -> bool {
    rows > 1 && path < 1 << 62
}

/// How many of so many rows are in the first half.
pub(crate) const fn middle(rows: usize) -> usize {
    rows.div_ceil(2)
}

#[cfg(test)]
mod tests {
    use super::super::key::content_key;
    use super::*;
    use crate::ids::id_hash;
    use proptest::prelude::*;

    fn scope<'a>(event_id: &'a str, run_key: &'a str) -> KeyScope<'a> {
        KeyScope {
            event_id,
            run_key,
            webhook_url: None,
        }
    }

    fn envelope() -> Body {
        let mut envelope = Body::default();
        envelope.set("idempotency_key", "k");
        envelope
    }

    fn leaves(mut part: Part, most: usize, into: &mut Vec<Part>) {
        if part.rows.len() > most {
            // As it has when it was sent.
            part.body(&envelope()).unwrap();
            let (a, b) = part.halves().unwrap();
            leaves(a, most, into);
            leaves(b, most, into);
        } else {
            into.push(part);
        }
    }

    proptest! {
        #[test]
        fn halving_keeps_every_row_in_order(sizes in proptest::collection::vec(1usize..30, 1..40), most in 1usize..5) {
            let mut part = Part::new(0);
            let rows: Vec<String> = sizes.iter().enumerate().map(|(n, size)| format!("{{{n}{}}}", "x".repeat(*size))).collect();
            for (n, row) in rows.iter().enumerate() {
                part.push(n as u64 + 1, id_hash(row), row);
            }
            let mut parts = Vec::new();
            leaves(part, most, &mut parts);
            let numbers: Vec<u64> = parts.iter().flat_map(|p| p.rows.iter().map(|r| r.number)).collect();
            prop_assert_eq!(numbers, (1..=rows.len() as u64).collect::<Vec<_>>());
            let lists: Vec<&str> = parts.iter().map(|part| part.list().unwrap()).collect();
            prop_assert_eq!(lists.join(","), rows.join(","));
            let mut paths: Vec<u64> = parts.iter().map(|p| p.place.path).collect();
            paths.dedup();
            prop_assert_eq!(paths.len(), parts.len());
            for part in &mut parts {
                let whole = [r#"{"attendees":["#, part.list().unwrap(), r#"],"idempotency_key":"k"}"#].concat();
                for body in [part.body(&envelope()).unwrap(), part.body(&envelope()).unwrap()] {
                    prop_assert_eq!(body.as_str(), &whole);
                }
                let list = part.list().unwrap().len();
                prop_assert_eq!((part.bytes(), list), (list, whole.len() - 38));
            }
        }
    }

    #[test]
    fn keys_that_are_made_at_once_are_those_that_are_made_alone() {
        let part = |rows: u64| {
            let mut part = Part::new(0);
            (0..rows).for_each(|n| part.push(n + 1, n, &format!("{{{}}}", n * n)));
            part
        };
        for (rows, of_other) in [(1, 1), (3, 40), (40, 7), (1_000, 1_000)] {
            let (one, other) = (part(rows), part(of_other));
            let scope = scope("e", "again");
            one.make_keys(&other, &scope).unwrap();
            assert_eq!(one.key(&scope), part(rows).key(&scope));
            assert_eq!(other.key(&scope), part(of_other).key(&scope));
        }
    }

    #[test]
    fn a_part_without_its_body_has_no_key() {
        let mut part = Part::new(0);
        part.push(1, 1, "{1}");
        part.take_body();
        let error = part.key(&scope("e", "")).unwrap_err();
        assert_eq!(error.kind, crate::error::Kind::Internal);
    }

    #[test]
    fn a_key_is_of_its_content() {
        let key_in = |scope: KeyScope<'_>, row: &str| {
            let mut part = Part::new(0);
            part.push(1, 1, row);
            part.key(&scope).unwrap().to_owned()
        };
        let key = |event: &str, run_key: &str, row: &str| key_in(scope(event, run_key), row);
        let with_url = |webhook_url| KeyScope {
            webhook_url: Some(webhook_url),
            ..scope("e", "")
        };
        assert_eq!(key("e", "", "{1}"), key("e", "", "{1}"));
        for other in [
            key("f", "", "{1}"),
            key("e", "s", "{1}"),
            key("e", "", "{2}"),
            key_in(with_url("https://a"), "{1}"),
        ] {
            assert_ne!(key("e", "", "{1}"), other);
        }
        assert_ne!(
            key_in(with_url("https://a"), "{1}"),
            key_in(with_url("https://b"), "{1}")
        );
        assert_ne!(content_key("k", &["ab", "c"]), content_key("k", &["a", "bc"]));
        assert_eq!(content_key("imp", &[]).len(), 36);
    }
}
