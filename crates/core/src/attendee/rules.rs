//! What one value of an attendee must be: id, e-mail address, `LinkedIn` address, and tidy text.
//!
//! Only the id pattern and the required name are the API's (D). What an e-mail or `LinkedIn` address must look
//! like is this client's own reading of "valid", and is meant to catch a value in the wrong column.

use std::borrow::Cow;

/// Longest e-mail address that is taken, in bytes: what fits an SMTP path. A bound of this client, not the API's.
pub const MAX_EMAIL_BYTES: usize = 254;

/// Whether `text` is an id: `^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$` (D).
#[inline]
pub fn is_id(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() <= 128
        && bytes.first().is_some_and(u8::is_ascii_alphanumeric)
        && bytes
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b':' | b'-'))
}

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
    let mut at = None;
    for (index, byte) in text.bytes().enumerate() {
        match byte {
            b'@' if at.is_some() => return Some("email has more than one @: give one address"),
            b'@' => at = Some(index),
            0..=b' ' | 0x7F | b'"' | b'(' | b')' | b',' | b':' | b';' | b'<' | b'>' | b'[' | b'\\' | b']' => {
                return Some("email holds a character that an address cannot have: give one bare address");
            }
            _ => {}
        }
    }
    let Some(at) = at else {
        return Some("email has no @: it is not an e-mail address");
    };
    let domain = text.get(at + 1..).unwrap_or_default();
    if at == 0 || domain.is_empty() {
        return Some("email has nothing on one side of its @");
    }
    if domain.starts_with('.') || domain.ends_with('.') || domain.contains("..") {
        return Some("email has a misplaced dot after its @");
    }
    if text.len() > MAX_EMAIL_BYTES {
        return Some("email is longer than 254 bytes");
    }
    if !text.is_ascii() && text.chars().any(is_gap) {
        return Some("email holds a character that an address cannot have: give one bare address");
    }
    None
}

/// The rest of `text` after the prefix `prefix` (which is lower case), whatever the case of `text`.
fn strip_prefix_any_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (head, rest) = text.split_at_checked(prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then_some(rest)
}

/// Completes a `LinkedIn` address that lacks its scheme, or has `http://`, to `https://`. Leaves others as they are.
#[inline]
pub fn with_scheme(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.starts_with("https://") {
        return text;
    }
    complete_scheme(text)
}

fn complete_scheme(text: Cow<'_, str>) -> Cow<'_, str> {
    let rest = ["https://", "http://", "//"]
        .iter()
        .find_map(|scheme| strip_prefix_any_case(&text, scheme));
    let rest = rest.unwrap_or(&text);
    if is_linkedin_host(split_host(rest).0) {
        Cow::Owned(["https://", rest].concat())
    } else {
        text
    }
}

fn split_host(text: &str) -> (&str, &str) {
    text.split_at_checked(text.find(['/', '?', '#']).unwrap_or(text.len()))
        .unwrap_or((text, ""))
}

fn is_linkedin_host(host: &str) -> bool {
    const DOMAIN: &str = "linkedin.com";
    let Some(cut) = host.len().checked_sub(DOMAIN.len()) else {
        return false;
    };
    let Some((subdomain, domain)) = host.split_at_checked(cut) else {
        return false;
    };
    domain.eq_ignore_ascii_case(DOMAIN)
        && (subdomain.is_empty()
            || (subdomain.len() > 1
                && subdomain.ends_with('.')
                && !subdomain.starts_with('.')
                && subdomain
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'))))
}

/// What keeps `text` from being an `https://` address on linkedin.com, if anything.
#[inline]
pub fn linkedin_problem(text: &str) -> Option<&'static str> {
    const SHAPE: &str = "linkedin_url is no LinkedIn address: give it as https://www.linkedin.com/in/name";
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
    if path.trim_matches('/').is_empty() {
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
pub fn trimmed(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(trim(text)),
        Cow::Owned(owned) => {
            if trim(&owned).len() == owned.len() {
                Cow::Owned(owned)
            } else {
                Cow::Owned(trim(&owned).to_owned())
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
pub fn tidied(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => tidy(text),
        Cow::Owned(owned) => match tidy(&owned) {
            Cow::Borrowed(same) if same.len() == owned.len() => Cow::Owned(owned),
            Cow::Borrowed(shorter) => Cow::Owned(shorter.to_owned()),
            Cow::Owned(tidy) => Cow::Owned(tidy),
        },
    }
}

/// Printable ASCII without a space at the ends or two in a row: the common case, decided in one pass.
#[inline]
fn is_plain(bytes: &[u8]) -> bool {
    let mut previous = b' ';
    for &byte in bytes {
        if !(b' '..=b'~').contains(&byte) || (byte == b' ' && previous == b' ') {
            return false;
        }
        previous = byte;
    }
    previous != b' ' || bytes.is_empty()
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
