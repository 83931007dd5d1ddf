//! Tokens: a version word, a dot, and JSON in base64url. What is read back is data from outside, and is checked as such.

use crate::error::Error;
use crate::value::Value;

/// Longer than any token that was made here.
const LONGEST: usize = 4 << 20;

/// Writes `state` under `version`.
pub(crate) fn write(version: &str, state: &Value) -> String {
    let json = state.to_json();
    let mut token = String::with_capacity(version.len() + 1 + json.len() * 4 / 3 + 2);
    token.push_str(version);
    token.push('.');
    for chunk in json.as_bytes().chunks(3) {
        let bits =
            chunk.iter().fold(0u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for n in 0..=chunk.len() {
            token.push(letter((bits >> (18 - 6 * n)) & 63));
        }
    }
    token
}

/// Reads what [`write`] wrote; none for what it cannot have written under `version`.
pub(crate) fn read(version: &str, token: &str) -> Option<Value> {
    if token.len() > LONGEST {
        return None;
    }
    let text = token.strip_prefix(version)?.strip_prefix('.')?;
    let json = String::from_utf8(decode(text)?).ok()?;
    Value::parse(&json).ok()
}

/// The error of what is no token of `what`.
pub(crate) fn unfit(what: &str) -> Box<Error> {
    let message = [
        "is no token of ",
        what,
        " that this version of the client made: start again without it",
    ]
    .concat();
    Error::invalid("token", "INVALID_TOKEN", message)
}

fn letter(six: u32) -> char {
    let six = u8::try_from(six & 63).unwrap_or_default();
    char::from(match six {
        0..26 => b'A' + six,
        26..52 => b'a' + six - 26,
        52..62 => b'0' + six - 52,
        62 => b'-',
        _ => b'_',
    })
}

fn decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    for chunk in text.as_bytes().chunks(4) {
        let mut bits = 0u32;
        for byte in chunk {
            let six = match byte {
                b'A'..=b'Z' => byte - b'A',
                b'a'..=b'z' => byte - b'a' + 26,
                b'0'..=b'9' => byte - b'0' + 52,
                b'-' => 62,
                b'_' => 63,
                _ => return None,
            };
            bits = bits << 6 | u32::from(six);
        }
        let [_, a, b, c] = (bits << (6 * (4 - chunk.len()))).to_be_bytes();
        bytes.extend(
            [a, b, c]
                .iter()
                .take(chunk.len().checked_sub(1).filter(|n| *n > 0)?),
        );
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_was_written_is_read(state in proptest::collection::vec(".*", 0..5)) {
            let state: Value = state.iter().map(String::as_str).collect();
            let token = write("v1", &state);
            prop_assert!(token.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b)));
            prop_assert_eq!(read("v1", &token), Some(state));
            prop_assert_eq!(read("v2", &token), None);
        }

        #[test]
        fn nothing_that_is_read_breaks_it(token in ".*") {
            let _ = read("v1", &token);
            let _ = read("v1", &format!("v1.{token}"));
        }
    }
}
