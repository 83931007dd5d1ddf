//! Finds the header line of a table, what ends a line, and what parts cells, in bytes that come bit by bit.

use std::borrow::Cow;

use crate::decode::Charset;
use crate::error::{ReadError, codes};

/// Looks for the first line that is a header, and for what ends a line and parts cells.
#[derive(Debug, Default)]
pub struct HeaderScan {
    /// The delimiter that the caller, the format or a `sep=` line gives.
    delimiter: Option<u8>,
    /// Where the line that is being looked at begins, and how far it has been looked at.
    start: usize,
    at: usize,
    in_quotes: bool,
    quote_line: u64,
    /// How often each of [`DELIMITERS`] stands in it outside of quotes.
    counts: [usize; 4],
    /// The line in which it begins, and the one that has been reached in it.
    pub first_line: u64,
    line: u64,
}

/// Tried in this order when they are equally frequent.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// The header line: where it is, and where the first row begins.
#[derive(Debug)]
pub struct Header {
    /// Where it begins in the head.
    pub start: usize,
    /// Where its end of line stands.
    pub end: usize,
    /// Where the first row begins in the head.
    pub next: usize,
    /// In which line of the file the first row begins.
    pub next_line: u64,
    /// In which line of the file it begins.
    pub line: u64,
    /// What parts cells.
    pub delimiter: u8,
    /// What ends a row.
    pub end_of_line: u8,
}

impl Header {
    /// The text of the header line, which stands in `head`.
    ///
    /// # Errors
    /// When it is none.
    #[cold]
    #[inline(never)]
    pub fn text<'a>(&self, head: &'a [u8], charset: &mut Charset) -> Result<Cow<'a, str>, ReadError> {
        let record = head.get(self.start..self.end).unwrap_or_default();
        if record.contains(&0) {
            let message = "this file is not text (it has zero bytes): export the attendees as CSV (UTF-8); \
                           or, if it is UTF-16, say so with encoding: \"utf-16le\"";
            return Err(ReadError::new(codes::BINARY_FILE, message));
        }
        if record.trim_ascii_start().starts_with(b"<") {
            let message = "this file is a web page or XML, not a table: export the attendees as CSV (UTF-8)";
            return Err(ReadError::new(codes::MARKUP_FILE, message));
        }
        let not_text =
            |problem| ReadError::new(codes::BINARY_FILE, ["the header ", problem].concat()).at(self.line);
        charset.text(record).map_err(not_text)
    }
}

impl HeaderScan {
    /// A scan at the first byte of a file; `delimiter` is what the caller or the format says.
    pub fn new(delimiter: Option<u8>) -> Self {
        Self {
            delimiter,
            first_line: 1,
            line: 1,
            ..Self::default()
        }
    }

    /// Forgets the lines before the one that is being looked at, and says how many bytes of the head they are.
    pub fn forget(&mut self) -> usize {
        let before = std::mem::take(&mut self.start);
        self.at -= before;
        before
    }

    /// Refuses a line that is too long to be a header: `found`, or what `head` holds of the line so far.
    ///
    /// # Errors
    /// When it is longer than `max_bytes`.
    #[cold]
    #[inline(never)]
    pub fn check_length(
        &self,
        found: Option<&Header>,
        head: &[u8],
        max_bytes: usize,
    ) -> Result<(), ReadError> {
        let length = found.map_or(head.len() - self.start, |found| found.end - found.start);
        if length <= max_bytes {
            return Ok(());
        }
        let message = format!(
            "the header line is longer than {max_bytes} bytes: this is no table of attendees, \
             or its line ends are missing"
        );
        Err(ReadError::new(codes::HEADER_TOO_LONG, message).at(self.first_line))
    }

    /// The line of a quote that stays open at the end of the file.
    pub fn open_quote(&self, at_end: bool) -> Option<u64> {
        (at_end && self.in_quotes).then_some(self.quote_line)
    }

    /// Looks on in `head`, which begins with the first line that is not forgotten. Gives nothing when more is
    /// needed, or when the file ends without a header.
    #[cold]
    #[inline(never)]
    pub fn scan(&mut self, head: &[u8], at_end: bool) -> Option<Header> {
        loop {
            let Some(&byte) = head.get(self.at) else {
                if !at_end || self.in_quotes {
                    return None;
                }
                return self.header(head, head.len(), head.len(), b'\n');
            };
            let before = if self.at == self.start {
                None
            } else {
                head.get(self.at - 1)
            };
            match byte {
                b'"' if self.in_quotes => self.in_quotes = false,
                b'"' => {
                    let starts_cell = before.is_none_or(|before| {
                        matches!(before, b' ' | b'"')
                            || DELIMITERS.contains(before)
                            || Some(*before) == self.delimiter
                    });
                    self.in_quotes = starts_cell;
                    self.quote_line = self.line;
                }
                b'\n' | b'\r' if self.in_quotes => self.line += u64::from(byte == b'\n'),
                b'\n' | b'\r' => {
                    let next = match (byte, head.get(self.at + 1)) {
                        (b'\n', _) => Some((self.at + 1, b'\n')),
                        (_, Some(b'\n')) => Some((self.at + 2, b'\n')),
                        (_, None) if !at_end => None,
                        _ => Some((self.at + 1, b'\r')),
                    };
                    let (next, end_of_line) = next?;
                    if let Some(header) = self.header(head, self.at, next, end_of_line) {
                        return Some(header);
                    }
                    self.start = next;
                    self.at = next;
                    self.counts = [0; 4];
                    self.line += 1;
                    self.first_line = self.line;
                    continue;
                }
                _ if !self.in_quotes => {
                    for (count, delimiter) in self.counts.iter_mut().zip(DELIMITERS) {
                        *count += usize::from(byte == delimiter);
                    }
                }
                _ => {}
            }
            self.at += 1;
        }
    }

    /// The header that ends at `end`, unless that line is blank or says `sep=;`.
    fn header(&mut self, head: &[u8], end: usize, next: usize, end_of_line: u8) -> Option<Header> {
        let record = head.get(self.start..end).unwrap_or_default();
        if record
            .iter()
            .all(|byte| byte.is_ascii_whitespace() || DELIMITERS.contains(byte))
        {
            return None;
        }
        if let Some((b"sep=" | b"SEP=" | b"Sep=", rest)) = record.split_at_checked(4)
            && let [delimiter] = rest.trim_ascii_end()
        {
            self.delimiter = self.delimiter.or(Some(*delimiter));
            return None;
        }
        let most = DELIMITERS
            .into_iter()
            .zip(self.counts)
            .rev()
            .max_by_key(|(_, count)| *count);
        let delimiter = self
            .delimiter
            .or(most.map(|(delimiter, _)| delimiter))
            .unwrap_or(b',');
        Some(Header {
            start: self.start,
            end,
            next,
            line: self.first_line,
            next_line: self.line + 1,
            delimiter,
            end_of_line,
        })
    }
}
