//! Splits the head of a table into records and cells, for one delimiter.

use super::steps::step;
use std::borrow::Cow;
use std::ops::Range;

use crate::decode::windows_1252;

/// One record of the head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Record {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Where the next record begins.
    pub(crate) next: usize,
    /// The line in which it begins, and the one in which the next one does.
    pub(crate) line: u64,
    pub(crate) next_line: u64,
    pub(crate) cells: Vec<Range<usize>>,
    /// Whether its end was seen.
    pub(crate) is_whole: bool,
}

/// What the splitter found.
#[derive(Debug, Default)]
pub(crate) struct Records {
    pub(crate) records: Vec<Record>,
    /// The line of a quote that is open at the end of the head.
    pub(crate) open_quote: Option<u64>,
}

/// What ends a line: the more frequent of a line feed and a lone carriage return.
pub(crate) fn end_of_line(head: &[u8]) -> u8 {
    let feeds: usize = head.iter().map(|byte| usize::from(*byte == b'\n')).sum();
    let returns = head
        .windows(2)
        .filter(|pair| pair.first() == Some(&b'\r') && pair.get(1) != Some(&b'\n'))
        .count();
    if returns > feeds { b'\r' } else { b'\n' }
}

/// Splits up to `most` records, by the rules of the table's own splitter.
pub(crate) fn split(head: &[u8], delimiter: u8, end_of_line: u8, most: usize) -> Records {
    let mut found = Records::default();
    let (mut start, mut cell, mut line) = (0, 0, 1);
    let mut record_line = 1;
    let mut cells = Vec::new();
    let (mut in_quotes, mut closed_at, mut is_blank, mut quote_line) = (false, None, true, 1);
    for (at, &byte) in head.iter().enumerate() {
        step(1);
        if byte == b'"' {
            if in_quotes {
                in_quotes = false;
                closed_at = Some(at);
            } else if closed_at.map_or(is_blank, |closed| closed + 1 == at) {
                in_quotes = true;
                quote_line = line;
                is_blank = false;
            }
        } else if in_quotes {
            line += u64::from(byte == end_of_line);
        } else if byte == delimiter {
            cells.push(cell..at);
            (cell, closed_at, is_blank) = (at + 1, None, true);
        } else if byte == end_of_line {
            cells.push(cell..at);
            line += 1;
            found.records.push(Record {
                start,
                end: at,
                next: at + 1,
                line: record_line,
                next_line: line,
                cells: std::mem::take(&mut cells),
                is_whole: true,
            });
            (start, cell, closed_at, is_blank, record_line) = (at + 1, at + 1, None, true, line);
            if found.records.len() == most {
                return found;
            }
        } else if byte != b' ' {
            is_blank = false;
        }
    }
    if start < head.len() {
        cells.push(cell..head.len());
        found.open_quote = in_quotes.then_some(quote_line);
        found.records.push(Record {
            start,
            end: head.len(),
            next: head.len(),
            line: record_line,
            next_line: line + 1,
            cells,
            is_whole: false,
        });
    }
    found
}

/// The text of a cell, without its quotes.
pub(crate) fn text<'a>(head: &'a [u8], cell: &Range<usize>) -> Cow<'a, str> {
    let bytes = head.get(cell.clone()).unwrap_or_default();
    step(1 + bytes.len());
    let source = match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => windows_1252(bytes).map_or_else(|| String::from_utf8_lossy(bytes), Cow::Owned),
    };
    let trimmed = source.trim();
    match trimmed.strip_prefix('"') {
        None if trimmed.len() == source.len() => source,
        None => Cow::Owned(trimmed.to_owned()),
        Some(inner) => Cow::Owned(inner.strip_suffix('"').unwrap_or(inner).replace("\"\"", "\"")),
    }
}

impl Record {
    pub(crate) fn is_blank(&self, head: &[u8]) -> bool {
        self.cells.iter().all(|cell| text(head, cell).is_empty())
    }
}
