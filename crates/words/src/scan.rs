//! Checks JSON text and cuts it into slices in one pass, without a tree.

use std::borrow::Cow;
use std::fmt;

use super::json::plain_prefix;

/// Deepest nesting that the scanner follows; a bound of this client.
pub const MAX_DEPTH: usize = 128;

/// Where and how text stops being JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JsonError {
    /// The byte at fault, counted from 0.
    pub at: usize,
    /// What was expected there.
    pub expected: &'static str,
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the text is not valid JSON: expected {} at byte {}",
            self.expected, self.at
        )
    }
}

impl std::error::Error for JsonError {}

/// A string as it stands in JSON text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text<'a> {
    /// What stands between the quotes.
    pub source: &'a str,
    /// Whether it holds an escape.
    pub escaped: bool,
}

impl<'a> Text<'a> {
    /// The string that is meant. A lone surrogate becomes U+FFFD; [`Scanner::lone_surrogate`] tells of it.
    #[inline]
    pub fn decode(self) -> Cow<'a, str> {
        if self.escaped {
            Cow::Owned(unescape(self.source))
        } else {
            Cow::Borrowed(self.source)
        }
    }
}

fn hex4(text: &str) -> Option<u32> {
    let digits = text.get(..4)?;
    if digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        u32::from_str_radix(digits, 16).ok()
    } else {
        None
    }
}

/// The UTF-16 unit, or pair of units, that `text` begins with after `\u`, and how many bytes it takes there.
fn unicode_escape(text: &str) -> Option<(Option<char>, usize)> {
    let unit = hex4(text)?;
    if !(0xD800..0xDC00).contains(&unit) {
        return Some((char::from_u32(unit), 4));
    }
    let low = text
        .get(4..)
        .and_then(|rest| rest.strip_prefix("\\u"))
        .and_then(hex4);
    match low {
        Some(low) if (0xDC00..0xE000).contains(&low) => Some((
            char::from_u32(0x1_0000 + ((unit - 0xD800) << 10) + (low - 0xDC00)),
            10,
        )),
        _ => Some((None, 4)),
    }
}

fn unescape(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    while let Some((plain, escape)) = rest.split_once('\\') {
        out.push_str(plain);
        let mut chars = escape.chars();
        let meant = match chars.next() {
            Some('b') => '\u{8}',
            Some('f') => '\u{C}',
            Some('n') => '\n',
            Some('r') => '\r',
            Some('t') => '\t',
            Some('u') => {
                let (meant, length) = unicode_escape(chars.as_str()).unwrap_or((None, 0));
                chars = chars.as_str().get(length..).unwrap_or_default().chars();
                meant.unwrap_or('\u{FFFD}')
            }
            Some(same) => same,
            None => break,
        };
        out.push(meant);
        rest = chars.as_str();
    }
    out.push_str(rest);
    out
}

/// Walks over JSON text, checks it, and cuts it into slices. Never recurses, never allocates.
#[derive(Debug, Clone)]
pub struct Scanner<'a> {
    text: &'a str,
    at: usize,
    /// Whether a string since this was last cleared held half of a surrogate pair, which is not a character.
    pub lone_surrogate: bool,
}

impl<'a> Scanner<'a> {
    /// A scanner at the start of `text`.
    pub fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            lone_surrogate: false,
        }
    }

    /// A scanner of `text` that has come to its byte `at`.
    pub fn from(text: &'a str, at: usize) -> Self {
        Self {
            at,
            ..Self::new(text)
        }
    }

    /// The byte that comes next, counted from 0.
    #[inline]
    pub fn position(&self) -> usize {
        self.at
    }

    /// The text from `start` to here.
    #[inline]
    pub fn since(&self, start: usize) -> &'a str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    /// The next byte, if any, without taking it.
    #[inline]
    pub fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Goes past white space, then takes a look at the next byte.
    #[inline]
    pub fn peek_token(&mut self) -> Option<u8> {
        while let Some(byte) = self.peek() {
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Some(byte);
            }
            self.at += 1;
        }
        None
    }

    /// Takes `byte` if it is the next token.
    #[inline]
    pub fn take(&mut self, byte: u8) -> bool {
        let taken = self.peek_token() == Some(byte);
        self.at += usize::from(taken);
        taken
    }

    /// Takes `byte`, which must be the next token.
    ///
    /// # Errors
    /// When another token comes next.
    #[inline]
    pub fn expect(&mut self, byte: u8, expected: &'static str) -> Result<(), JsonError> {
        if self.take(byte) {
            Ok(())
        } else {
            Err(self.error(expected))
        }
    }

    /// The error that says that `expected` is missing here.
    #[cold]
    pub fn error(&self, expected: &'static str) -> JsonError {
        JsonError {
            at: self.at,
            expected,
        }
    }

    /// Takes a string.
    ///
    /// # Errors
    /// When no string comes next, or it is not closed, or holds a bare control character or an unknown escape.
    #[inline]
    pub fn string(&mut self) -> Result<Text<'a>, JsonError> {
        self.expect(b'"', "a string")?;
        let start = self.at;
        let mut escaped = false;
        loop {
            self.at += plain_prefix(self.text.as_bytes().get(self.at..).unwrap_or_default());
            match self.peek() {
                Some(b'"') => {
                    let source = self.since(start);
                    self.at += 1;
                    return Ok(Text { source, escaped });
                }
                Some(b'\\') => {
                    escaped = true;
                    self.escape()?;
                }
                _ => return Err(self.error("the end of a string")),
            }
        }
    }

    fn escape(&mut self) -> Result<(), JsonError> {
        let rest = self.text.get(self.at + 1..).unwrap_or_default();
        self.at += match rest.as_bytes().first() {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => 2,
            Some(b'u') => {
                let escape = rest.get(1..).and_then(unicode_escape);
                let (meant, length) = escape.ok_or_else(|| self.error("four hex digits"))?;
                self.lone_surrogate |= meant.is_none();
                2 + length
            }
            _ => return Err(self.error("an escape")),
        };
        Ok(())
    }

    /// Takes a whole value of any kind and gives its text.
    ///
    /// # Errors
    /// When the text is no JSON value, or is nested deeper than [`MAX_DEPTH`].
    #[inline]
    pub fn value(&mut self) -> Result<&'a str, JsonError> {
        let _ = self.peek_token();
        let start = self.at;
        // Bit n: whether nesting level n is an object.
        let mut kinds = 0_u128;
        let mut depth = 0_usize;
        loop {
            match self.peek_token() {
                Some(open @ (b'{' | b'[')) => {
                    if depth == MAX_DEPTH {
                        return Err(self.error("no deeper nesting than 128"));
                    }
                    self.at += 1;
                    let object = open == b'{';
                    if !self.take(if object { b'}' } else { b']' }) {
                        kinds = (kinds << 1) | u128::from(object);
                        depth += 1;
                        if object {
                            self.key()?;
                        }
                        continue;
                    }
                }
                Some(b'"') => {
                    self.string()?;
                }
                Some(_) => self.scalar()?,
                None => return Err(self.error("a value")),
            }
            // A value has ended: close what it closes, or go on to the next one.
            loop {
                if depth == 0 {
                    return Ok(self.since(start));
                }
                let object = kinds & 1 == 1;
                if self.take(b',') {
                    if object {
                        self.key()?;
                    }
                    break;
                }
                let (close, expected) = if object {
                    (b'}', "`,` or `}`")
                } else {
                    (b']', "`,` or `]`")
                };
                self.expect(close, expected)?;
                kinds >>= 1;
                depth -= 1;
            }
        }
    }

    /// Takes a key and its colon.
    ///
    /// # Errors
    /// When no key comes next.
    #[inline]
    pub fn key(&mut self) -> Result<Text<'a>, JsonError> {
        let key = self.string()?;
        self.expect(b':', "`:`")?;
        Ok(key)
    }

    #[inline]
    fn scalar(&mut self) -> Result<(), JsonError> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        for word in ["null", "true", "false"] {
            if rest.starts_with(word) {
                self.at += word.len();
                return Ok(());
            }
        }
        let _ = self.skip(b'-');
        if !self.skip(b'0') {
            self.digits()?;
        }
        if self.skip(b'.') {
            self.digits()?;
        }
        if self.skip(b'e') || self.skip(b'E') {
            let _ = self.skip(b'+') || self.skip(b'-');
            self.digits()?;
        }
        Ok(())
    }

    #[inline]
    fn skip(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    #[inline]
    fn digits(&mut self) -> Result<(), JsonError> {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        if self.at == start {
            Err(self.error("a value"))
        } else {
            Ok(())
        }
    }
}
