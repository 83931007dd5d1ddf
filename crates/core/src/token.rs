//! Tokens: a version word, a dot, and JSON in base64url. A token that is read comes from outside and is checked as such.
//!
//! The version word is two letters for the kind of token and a number for its format, such as `mf2`. A new format takes the
//! next number: a token of another number is refused with [`TOKEN_VERSION`], never guessed at.

use crate::error::{Error, Result};
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

/// The code of a token that another version of the client made.
pub(crate) const TOKEN_VERSION: &str = "TOKEN_VERSION";
/// The code of a text that is not a token.
pub(crate) const INVALID_TOKEN: &str = "INVALID_TOKEN";

/// Reads what [`write`] wrote under `version`: a token of `what`, such as "a flow".
///
/// # Errors
/// A validation error: [`TOKEN_VERSION`] for a token of the same kind in another format, else [`INVALID_TOKEN`].
pub(crate) fn read(version: &str, what: &str, token: &str) -> Result<Value> {
    let (word, text) = token.split_once('.').ok_or_else(|| invalid(what))?;
    if word != version {
        return Err(if is_other_version(version, word) {
            of_other_version(version, word, what)
        } else {
            invalid(what)
        });
    }
    if token.len() > LONGEST {
        return Err(invalid(what));
    }
    let json = decode(text).and_then(|bytes| String::from_utf8(bytes).ok());
    let state = json.and_then(|json| Value::parse(&json).ok());
    state.ok_or_else(|| invalid(what))
}

/// Whether `word` names the same kind of token as `version`, in another format.
fn is_other_version(version: &str, word: &str) -> bool {
    let kind = version.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let number = word.strip_prefix(kind);
    number.is_some_and(|number| {
        (1..=9).contains(&number.len()) && number.bytes().all(|digit| digit.is_ascii_digit())
    })
}

fn of_other_version(version: &str, word: &str, what: &str) -> Box<Error> {
    let message = [
        "is a token of ",
        what,
        " in the format ",
        word,
        ", and this version of the client reads ",
        version,
        ": go on with the version that made it, or start again without the token",
    ]
    .concat();
    Error::invalid("token", TOKEN_VERSION, message)
}

/// The error of a text that is not a token of `what`.
pub(crate) fn invalid(what: &str) -> Box<Error> {
    let message = [
        "is not a token of ",
        what,
        " that this client made: start again without it",
    ]
    .concat();
    Error::invalid("token", INVALID_TOKEN, message)
}

/// The letter of the lowest six bits.
fn letter(bits: u32) -> char {
    let [.., low] = bits.to_be_bytes();
    let six = low & 63;
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

    fn code(version: &str, token: &str) -> String {
        read(version, "a flow", token).unwrap_err().code
    }

    proptest! {
        #[test]
        fn what_was_written_is_read(state in proptest::collection::vec(".*", 0..5)) {
            let state: Value = state.iter().map(String::as_str).collect();
            let token = write("mf2", &state);
            prop_assert!(token.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b)));
            prop_assert_eq!(read("mf2", "a flow", &token), Ok(state));
            prop_assert_eq!(code("mp2", &token), INVALID_TOKEN);
        }

        #[test]
        fn another_version_is_refused_as_such(number in 0_u32..100, text in "[A-Za-z0-9_-]{0,20}") {
            prop_assume!(number != 2);
            prop_assert_eq!(code("mf2", &format!("mf{number}.{text}")), TOKEN_VERSION);
        }

        #[test]
        fn nothing_that_is_read_breaks_it(token in ".*") {
            let _ = read("mf2", "a flow", &token);
            let _ = read("mf2", "a flow", &format!("mf2.{token}"));
            let _ = read("mf2", "a flow", &format!("mf{token}"));
        }
    }

    #[test]
    fn what_is_not_a_token_is_told_from_one_of_another_version() {
        for (token, expected) in [
            ("mf1.e30", TOKEN_VERSION),
            ("mf3.e30", TOKEN_VERSION),
            ("mf10.", TOKEN_VERSION),
            ("mf02.e30", TOKEN_VERSION),
            ("mp2.e30", INVALID_TOKEN),
            ("mp1.e30", INVALID_TOKEN),
            ("mf.e30", INVALID_TOKEN),
            ("mf2", INVALID_TOKEN),
            ("mf1", INVALID_TOKEN),
            ("mf2.", INVALID_TOKEN),
            ("mf2.!!!!", INVALID_TOKEN),
            ("mf-1.e30", INVALID_TOKEN),
            ("mf1234567890.e30", INVALID_TOKEN),
            ("", INVALID_TOKEN),
        ] {
            assert_eq!(code("mf2", token), expected, "{token}");
        }
    }
}
