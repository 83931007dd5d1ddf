//! What one value of an attendee must be: id, e-mail address, `LinkedIn` address, and tidy text.
//!
//! Only the id pattern and the required name are the API's (D). What an e-mail or `LinkedIn` address must look
//! like is this client's own reading of "valid", and is meant to catch a value in the wrong column.

use std::borrow::Cow;

pub use meshi_partner_words::plain::{MAX_EMAIL_BYTES, is_id};
use meshi_partner_words::plain::{is_in_no_email, is_plain_email};

/// What is wrong with an attendee's id, if anything.
#[inline]
pub fn id_problem(id: &str) -> Option<&'static str> {
    if is_id(id) { None } else { Some(explain_id(id)) }
}

#[cold]
fn explain_id(id: &str) -> &'static str {
    if id.is_empty() {
        "attendee_id is required"
    } else if id.len() > 128 && is_id(id.get(..128).unwrap_or_default()) {
        "attendee_id is longer than 128 characters"
    } else if id.starts_with(['.', '_', ':', '-']) {
        "attendee_id must begin with an ASCII letter or digit"
    } else {
        "attendee_id may only hold ASCII letters, digits, `.`, `_`, `:` and `-`, and begins with a letter or digit"
    }
}

/// What keeps `text` from being one e-mail address, if anything.
#[inline]
pub fn email_problem(text: &str) -> Option<&'static str> {
    if is_plain_email(text.as_bytes()) {
        None
    } else {
        explain_email(text)
    }
}

/// Looks at an address that may be wrong in all detail.
#[cold]
fn explain_email(text: &str) -> Option<&'static str> {
    if text.bytes().any(is_in_no_email) || text.chars().any(is_gap) {
        return Some("email holds a character that an address cannot have: give one bare address");
    }
    let Some((local, domain)) = text.split_once('@') else {
        return Some("email has no @: it is not an e-mail address");
    };
    if domain.contains('@') {
        Some("email has more than one @: give one address")
    } else if local.is_empty() || domain.is_empty() {
        Some("email has nothing on one side of its @")
    } else if domain.split('.').any(str::is_empty) {
        Some("email has a misplaced dot after its @")
    } else if text.len() > MAX_EMAIL_BYTES {
        Some("email is longer than 254 bytes")
    } else {
        None
    }
}

/// The rest of `text` after the prefix `prefix` (which is lower case), whatever the case of `text`.
#[inline]
fn strip_prefix_any_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (head, rest) = text.split_at_checked(prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then_some(rest)
}

/// Completes a `LinkedIn` address that lacks its scheme or its host, or has `http://`, to `https://`. Leaves others as they
/// are.
#[inline]
pub fn complete_scheme(text: &mut Cow<'_, str>) {
    if text.starts_with("https://") {
        return;
    }
    let rest = ["https://", "http://", "//"]
        .iter()
        .find_map(|scheme| strip_prefix_any_case(text, scheme));
    let rest = rest.unwrap_or(text);
    if is_linkedin_host(split_host(rest).0) {
        *text = Cow::Owned(["https://", rest].concat());
        return;
    }
    // The path of a profile alone: `/in/ada`.
    let path = text.strip_prefix('/').unwrap_or(text);
    if let Some(profile) = strip_prefix_any_case(path, "in/")
        && !profile.is_empty()
        && !profile.starts_with('/')
    {
        *text = Cow::Owned(["https://www.linkedin.com/in/", profile].concat());
    }
}

/// An address without its scheme: the host, and what follows it.
#[inline]
fn split_host(text: &str) -> (&str, &str) {
    let end = text.bytes().position(|byte| matches!(byte, b'/' | b'?' | b'#'));
    text.split_at_checked(end.unwrap_or(text.len()))
        .unwrap_or((text, ""))
}

#[inline]
fn is_linkedin_host(host: &str) -> bool {
    const DOMAIN: &[u8] = b"linkedin.com";
    let Some((subdomain, domain)) = host
        .len()
        .checked_sub(DOMAIN.len())
        .and_then(|cut| host.as_bytes().split_at_checked(cut))
    else {
        return false;
    };
    let lower = domain
        .iter()
        .zip(DOMAIN)
        .all(|(byte, wanted)| byte.to_ascii_lowercase() == *wanted);
    lower
        && match subdomain {
            [] => true,
            [b'.', ..] => false,
            [rest @ .., b'.'] => rest
                .iter()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-')),
            _ => false,
        }
}

/// What keeps `text` from being an `https://` address on linkedin.com, if anything.
#[inline]
pub fn linkedin_problem(text: &str) -> Option<&'static str> {
    const SHAPE: &str = "linkedin_url is not a LinkedIn address: give it as https://www.linkedin.com/in/name";
    let Some(rest) = text.strip_prefix("https://") else {
        return Some(SHAPE);
    };
    let (host, path) = split_host(rest);
    if !is_linkedin_host(host) {
        return Some("linkedin_url is not on linkedin.com: give it as https://www.linkedin.com/in/name");
    }
    if path.bytes().any(|byte| byte <= b' ' || byte == 0x7F) || (!path.is_ascii() && path.chars().any(is_gap))
    {
        return Some("linkedin_url holds a space or control character: give one address");
    }
    if path.bytes().all(|byte| byte == b'/') {
        return Some("linkedin_url names no profile: give it as https://www.linkedin.com/in/name");
    }
    None
}

/// White space, a control character, or a mark that takes no room (U+200B, U+FEFF).
fn is_gap(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{200B}' | '\u{FEFF}')
}

/// `text` without white space, control characters and zero-width spaces at its ends.
#[inline]
pub fn trim(text: &str) -> &str {
    match (text.as_bytes().first(), text.as_bytes().last()) {
        (Some(b'!'..=b'~'), Some(b'!'..=b'~')) | (None, _) => text,
        _ => text.trim_matches(is_gap),
    }
}

/// [`trim`] for a value that may be owned.
#[inline]
pub fn trim_in_place(text: &mut Cow<'_, str>) {
    match text {
        Cow::Borrowed(text) => *text = trim(text),
        Cow::Owned(owned) => {
            if trim(owned).len() != owned.len() {
                *owned = trim(owned).to_owned();
            }
        }
    }
}

/// `text` on one line: trimmed, and every run of white space and control characters one space.
#[inline]
pub fn tidy(text: &str) -> Cow<'_, str> {
    if is_plain(text.as_bytes()) {
        Cow::Borrowed(text)
    } else {
        squeeze(text)
    }
}

/// [`tidy`] for a value that may be owned.
#[inline]
pub fn tidy_in_place(text: &mut Cow<'_, str>) {
    if is_plain(text.as_bytes()) {
        return;
    }
    match text {
        Cow::Borrowed(borrowed) => *text = squeeze(borrowed),
        Cow::Owned(owned) => {
            if let Cow::Owned(tidy) = squeeze(owned) {
                *owned = tidy;
            } else {
                trim_in_place(text);
            }
        }
    }
}

/// Printable ASCII without a space at the ends or two in a row: the common case, decided in one pass.
#[inline]
fn is_plain(bytes: &[u8]) -> bool {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const LOWS: u64 = ONES * 0x7F;
    const HIGHS: u64 = ONES * 0x80;
    let (words, rest) = bytes.as_chunks::<8>();
    // The high bit of a byte says "a space"; the start counts as one.
    let mut last = 0x80;
    for word in words {
        let word = u64::from_le_bytes(*word);
        let no_space = word ^ (ONES * u64::from(b' '));
        let spaces = !(((no_space & LOWS) + LOWS) | no_space) & HIGHS;
        // Below a space by borrow, above `~` by carry; what the two make of other bytes is caught by `word` itself.
        let odd = (word.wrapping_sub(ONES * 0x20) | word.wrapping_add(ONES) | word) & HIGHS;
        if odd | (spaces & ((spaces << 8) | last)) != 0 {
            return false;
        }
        last = spaces >> 56;
    }
    let mut after_space = last != 0;
    for &byte in rest {
        let space = byte == b' ';
        if !(b' '..=b'~').contains(&byte) || (space && after_space) {
            return false;
        }
        after_space = space;
    }
    !after_space || bytes.is_empty()
}

fn squeeze(text: &str) -> Cow<'_, str> {
    let text = text.trim_matches(is_gap);
    let mut after_gap = false;
    let needs_work = text.chars().any(|c| {
        let gap = is_gap(c);
        let work = gap && (c != ' ' || after_gap);
        after_gap = gap;
        work
    });
    if !needs_work {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{200B}' | '\u{FEFF}' => {}
            _ if !is_gap(c) => out.push(c),
            _ if out.ends_with(' ') => {}
            _ => out.push(' '),
        }
    }
    Cow::Owned(out)
}
