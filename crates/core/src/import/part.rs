//! A part: rows that go out in one payload. Parts are the leaves of a tree: a base part that the server calls too large
//! is halved, and its halves again, so that the same rows make the same leaves whenever an import is run again.

use core::cell::OnceCell;
use core::fmt::Write as _;

use crate::attendee::words::sip::Wide;
use crate::check::Body;
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
            body: HEAD.to_owned().into(),
            end: HEAD.len(),
            key: OnceCell::new(),
        }
    }

    /// The one after it, in `spare`, with as much room: parts of one source are alike.
    pub(crate) fn next(&self, spare: Option<Text>) -> Self {
        let mut next = Self::new(self.place.base + 1);
        next.rows.reserve_exact(self.rows.len());
        next.body = spare.unwrap_or_default();
        let body = next.body.to_mut();
        body.clear();
        body.reserve_exact(self.end + self.end / 64 + TAIL);
        body.push_str(HEAD);
        next
    }

    /// What is left of a part that the server has: its rows, and the room that it took.
    pub(crate) fn into_rows(self) -> (Vec<RowRef>, Text) {
        (self.rows, self.body)
    }

    /// The size of the list, in bytes.
    pub(crate) fn bytes(&self) -> usize {
        self.end - HEAD.len()
    }

    /// The attendees, comma between comma, without the brackets.
    pub(crate) fn list(&self) -> &str {
        self.body.get(HEAD.len()..self.end).unwrap_or_default()
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
    pub(crate) fn body(&mut self, envelope: &Body) -> Text {
        if self.body.len() == self.end {
            let rest = envelope.to_json();
            let body = self.body.to_mut();
            body.push_str("],");
            body.push_str(rest.strip_prefix('{').unwrap_or(&rest));
        }
        self.body.clone()
    }

    /// Whether it has more than one row, and so can be halved.
    pub(crate) fn divisible(&self) -> bool {
        is_divisible(self.rows.len(), self.place.path)
    }

    /// The first and the second half. A part of one row is its own first half; see [`Part::divisible`].
    pub(crate) fn halves(mut self) -> (Self, Self) {
        let Place { base, path } = self.place;
        let middle = middle(self.rows.len());
        let cut = self.rows.get(middle).map_or(self.end, |row| row.start);
        let mut rows = self.rows.split_off(middle);
        for row in &mut rows {
            row.start = row.start - cut + HEAD.len();
        }
        let second = [HEAD, self.body.get(cut..self.end).unwrap_or_default()].concat();
        self.end = cut - usize::from(!rows.is_empty());
        let body = self.body.to_mut();
        body.truncate(self.end);
        body.shrink_to_fit();
        self.place.path = path * 2;
        self.key = OnceCell::new();
        let seen = self.seen;
        (
            self,
            Self {
                place: Place {
                    base,
                    path: path * 2 + 1,
                },
                rows,
                seen,
                end: second.len(),
                body: second.into(),
                key: OnceCell::new(),
            },
        )
    }

    /// The idempotency key: the same for the same rows of the same event, whenever it is asked for.
    pub(crate) fn key(&self, event_id: &str, salt: &str) -> &str {
        self.key
            .get_or_init(|| content_key(WORD, &[event_id, OPERATION, salt, self.list()]))
    }

    /// Makes the keys of two complete parts at once, which is faster than one after the other.
    pub(crate) fn make_keys(&self, other: &Self, event_id: &str, salt: &str) {
        let mut hasher = hasher(&[event_id, OPERATION, salt]);
        let mut of_other = hasher.clone();
        let (list, list_of_other) = (self.list(), other.list());
        hasher.write(&length(list));
        of_other.write(&length(list_of_other));
        hasher.write_both(list.as_bytes(), &mut of_other, list_of_other.as_bytes());
        // One that is there already is the same.
        let _ = self.key.set(key_of(WORD, &hasher));
        let _ = other.key.set(key_of(WORD, &of_other));
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

/// A key that is derived from content: a word, and 128 bits over the pieces.
///
/// The hash is `SipHash` with a fixed key: it tells contents apart, and is no defence against somebody who makes two
/// contents of the same event collide on purpose.
pub(crate) fn content_key(word: &str, pieces: &[&str]) -> String {
    key_of(word, &hasher(pieces))
}

/// The word of a part's key, and what its hash has between the event and the salt.
const WORD: &str = "imp";
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

fn length(piece: &str) -> [u8; 8] {
    (piece.len() as u64).to_le_bytes()
}

fn key_of(word: &str, hasher: &Wide) -> String {
    let [first, second] = hasher.finish();
    let mut key = String::with_capacity(word.len() + 33);
    // Writing to a string cannot fail.
    let _ = write!(key, "{word}_{first:016x}{second:016x}");
    key
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::id_hash;
    use proptest::prelude::*;

    fn envelope() -> Body {
        let mut envelope = Body::default();
        envelope.set("idempotency_key", "k");
        envelope
    }

    fn leaves(mut part: Part, most: usize, into: &mut Vec<Part>) {
        if part.rows.len() > most {
            // As it has when it was sent.
            let _ = part.body(&envelope());
            let (a, b) = part.halves();
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
            let lists: Vec<&str> = parts.iter().map(Part::list).collect();
            prop_assert_eq!(lists.join(","), rows.join(","));
            let mut paths: Vec<u64> = parts.iter().map(|p| p.place.path).collect();
            paths.dedup();
            prop_assert_eq!(paths.len(), parts.len());
            for part in &mut parts {
                let whole = [r#"{"attendees":["#, part.list(), r#"],"idempotency_key":"k"}"#].concat();
                for body in [part.body(&envelope()), part.body(&envelope())] {
                    prop_assert_eq!(body.as_str(), &whole);
                }
                prop_assert_eq!((part.bytes(), part.list().len()), (part.list().len(), whole.len() - 38));
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
            one.make_keys(&other, "e", "salt");
            assert_eq!(one.key("", ""), part(rows).key("e", "salt"));
            assert_eq!(other.key("", ""), part(of_other).key("e", "salt"));
        }
    }

    #[test]
    fn a_key_is_of_its_content() {
        let key = |event: &str, salt: &str, row: &str| {
            let mut part = Part::new(0);
            part.push(1, 1, row);
            part.key(event, salt).to_owned()
        };
        assert_eq!(key("e", "", "{1}"), key("e", "", "{1}"));
        for other in [key("f", "", "{1}"), key("e", "s", "{1}"), key("e", "", "{2}")] {
            assert_ne!(key("e", "", "{1}"), other);
        }
        assert_ne!(content_key("k", &["ab", "c"]), content_key("k", &["a", "bc"]));
        assert_eq!(key("e", "s", "{12}"), "imp_77b6f63f463f31e58f6d26090659f4e2");
        assert_eq!(content_key("imp", &[]).len(), 36);
    }
}
