//! The header row of a table: where it is, and its text.

use std::borrow::Cow;

use crate::decode::Charset;
use crate::error::{ReadError, codes};

/// The header row: where it is, and where the first row begins.
#[derive(Debug, Clone)]
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
    /// Which record of the head it is, counted from 0.
    pub record: usize,
    /// What parts cells.
    pub delimiter: u8,
    /// What ends a row.
    pub end_of_line: u8,
}

impl Header {
    /// The text of the header row, which stands in `head`.
    ///
    /// # Errors
    /// When it is not text.
    #[cold]
    #[inline(never)]
    pub fn text<'a>(&self, head: &'a [u8], charset: &mut Charset) -> Result<Cow<'a, str>, ReadError> {
        let record = head.get(self.start..self.end).unwrap_or_default();
        if record.contains(&0) {
            let message = "this file is not text (it has zero bytes): export the attendees as CSV (UTF-8); \
                           or, if it is UTF-16, say so with encoding: \"utf-16le\"";
            return Err(ReadError::new(codes::BINARY_FILE, message));
        }
        let not_text =
            |problem| ReadError::new(codes::BINARY_FILE, ["the header ", problem].concat()).at(self.line);
        charset.text(record).map_err(not_text)
    }
}

/// The error of a header row that is longer than a record may be.
#[cold]
pub fn too_long(max_bytes: usize, line: u64) -> ReadError {
    let message = format!(
        "the header line is longer than {max_bytes} bytes: this is no table of attendees, or its line ends are missing"
    );
    ReadError::new(codes::HEADER_TOO_LONG, message).at(line)
}
