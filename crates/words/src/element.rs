//! An ordinary attendee in JSON text, told in one pass: it can be sent to the letter.
//!
//! Anything out of the ordinary, and so all that is wrong, is left to the careful way of the crate that stands on this one,
//! which gives the same for every attendee that is taken here.

use crate::block::{self, BLOCK, kinds};
use crate::look::Look;
use crate::plain;
use crate::scan::Scanner;
use crate::word::load;

/// An attendee that can be sent as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ordinary<'a> {
    /// The id.
    pub id: &'a str,
    /// The whole element.
    pub json: &'a str,
}

/// The keys, in the order in which attendees are written.
const ID: u8 = 0;
const NAME: u8 = 1;
const EMAIL: u8 = 2;
const LINKEDIN: u8 = 3;
const TITLE: u8 = 4;
const COMPANY: u8 = 5;
const RAW: u8 = 6;

const fn word(bytes: [u8; 8]) -> u64 {
    u64::from_le_bytes(bytes)
}

/// Which key with its colon and the quote of its value begins at `at`, and how long that is; of `raw`, without the quote.
#[inline]
fn key(bytes: &[u8], at: usize) -> Option<(u8, usize)> {
    const LAST_OUT: u64 = u64::MAX >> 8;
    let start = load(bytes, at)?;
    let ends = |end: &[u8]| bytes.get(at + 8..).is_some_and(|rest| rest.starts_with(end));
    Some(match start {
        _ if start == word(*b"attendee") && ends(b"_id\":\"") => (ID, 14),
        _ if start & LAST_OUT == word(*b"name\":\"\0") => (NAME, 7),
        _ if start == word(*b"email\":\"") => (EMAIL, 8),
        _ if start == word(*b"linkedin") && ends(b"_url\":\"") => (LINKEDIN, 15),
        _ if start == word(*b"title\":\"") => (TITLE, 8),
        _ if start == word(*b"company\"") && ends(b":\"") => (COMPANY, 10),
        _ if start & (LAST_OUT >> 8) == word(*b"raw\":{\0\0") => (RAW, 5),
        _ => return None,
    })
}

/// A string up to its closing quote.
struct Value {
    end: usize,
    look: Look,
    /// Whether a quote or a backslash is escaped in it.
    escaped: bool,
}

/// The string whose first character is at `start`.
#[inline]
fn string(bytes: &[u8], start: usize) -> Option<Value> {
    let (mut at, mut look, mut escaped) = (start, Look::default(), false);
    loop {
        let kinds = kinds(block::load(bytes, at)?);
        if kinds.marks == 0 {
            look.at(kinds, BLOCK);
            at += BLOCK;
            continue;
        }
        let before = kinds.marks.trailing_zeros() as usize;
        if before > 0 {
            look.at(kinds, before);
            at += before;
        }
        match bytes.get(at..at + 2)? {
            [b'"', _] => {
                return Some(Value {
                    end: at,
                    look,
                    escaped,
                });
            }
            // As they are written here too; any other escape is not.
            [_, b'"' | b'\\'] => {
                look.at_letter();
                escaped = true;
                at += 2;
            }
            _ => return None,
        }
    }
}

/// The attendee that begins at the byte `at` of `text`, if it is an ordinary one.
pub fn ordinary(text: &str, start: usize) -> Option<Ordinary<'_>> {
    let bytes = text.as_bytes();
    let (mut at, mut seen) = (start, 0_u8);
    let (mut in_order, mut escaped) = (true, false);
    let mut id = "";
    let mut before = b'{';
    loop {
        if *bytes.get(at)? != before || *bytes.get(at + 1)? != b'"' {
            return None;
        }
        let (key, length) = key(bytes, at + 2)?;
        let bit = 1 << key;
        if seen & bit != 0 {
            return None;
        }
        in_order &= seen < bit;
        seen |= bit;
        let from = at + 2 + length;
        if key == RAW {
            let mut scanner = Scanner::from(text, from);
            scanner.value().ok()?;
            if scanner.lone_surrogate {
                return None;
            }
            at = scanner.position();
        } else {
            let value = string(bytes, from)?;
            let of = bytes.get(from..value.end)?;
            let tidy = value.look.is_tight()
                && value.look.needs_no_escape()
                && !matches!(of, [] | [.., b' '])
                && (value.look.is_ascii() || !plain::may_hold_gap(of));
            let sound = match key {
                ID => plain::is_id(of),
                EMAIL => plain::is_plain_email(of),
                LINKEDIN => {
                    of.starts_with(b"https://")
                        && value.look.is_one_word()
                        && plain::plain_linkedin(of).is_some()
                }
                _ => true,
            };
            if !(tidy && sound) {
                return None;
            }
            if key == ID {
                id = text.get(from..value.end)?;
            }
            escaped |= value.escaped;
            at = value.end + 1;
        }
        before = b',';
        if *bytes.get(at)? == b'}' {
            break;
        }
    }
    // A value with an escape is written anew, which puts the keys in order.
    let needed = (1 << ID) | (1 << NAME);
    if seen & needed != needed || (escaped && !in_order) {
        return None;
    }
    Some(Ordinary {
        id,
        json: text.get(start..=at)?,
    })
}
