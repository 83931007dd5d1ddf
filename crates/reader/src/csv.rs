//! The cells of a delimited table: RFC 4180, and what people's programs make of it.
//!
//! Beyond the RFC: a quote inside an unquoted cell is just a character, spaces may stand before an opening quote,
//! and text after a closing quote belongs to the cell. A scan can stop anywhere and go on when more bytes are there.

use std::borrow::Cow;

use meshi_partner_core::attendee::words::{BLOCK, any_of};
use meshi_partner_reader_parts::row::LONGEST_MARK;

/// A cell's place in its record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Cell {
    start: usize,
    end: usize,
    /// How many quotes of a quoted cell mean something; 0 for an unquoted one.
    quotes: usize,
}

/// The text of a cell, as far as it is told by the quotes at its two ends or by there being none.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Inner<'a> {
    /// The text, and what follows it in the file.
    pub(crate) from: &'a [u8],
    pub(crate) length: usize,
    /// Whether its quotes are doubled.
    pub(crate) doubled: bool,
}

impl Cell {
    /// What stands there, quotes and all.
    #[inline]
    pub(crate) fn source(self, record: &str) -> &str {
        record.get(self.start..self.end).unwrap_or_default()
    }

    /// What is meant. Only a cell with doubled quotes, or with text after its closing quote, is copied.
    #[inline]
    pub(crate) fn value(self, record: &str) -> Cow<'_, str> {
        let source = self.source(record);
        if self.quotes == 0 {
            Cow::Borrowed(source)
        } else {
            self.unquoted(source)
        }
    }

    /// Its text in `data`, if that is told by the quotes at its two ends or by there being none; doubled quotes may be
    /// inside. `length` is where the record ends.
    #[inline]
    pub(crate) fn inner(self, data: &[u8], length: usize) -> Option<Inner<'_>> {
        let (start, end) = (self.start, self.end.min(length));
        let (from, length) = (data.get(start..)?, end.checked_sub(start)?);
        if self.quotes == 0 {
            return Some(Inner {
                from,
                length,
                doubled: false,
            });
        }
        match from.get(..length)? {
            [b'"', .., b'"'] => Some(Inner {
                from: from.get(1..)?,
                length: length - 2,
                doubled: self.quotes > 2,
            }),
            _ => None,
        }
    }

    /// It without the spaces around it, where it is not quoted and so can be. `length` is where the record ends. None where
    /// what is left would be taken for a mark for nothing, and with that many spaces is not.
    pub(crate) fn trimmed(self, data: &[u8], length: usize) -> Option<Self> {
        let text = data.get(self.start..self.end.min(length))?;
        let is_text = |byte: &u8| *byte != b' ';
        if self.quotes > 0 {
            return Some(self);
        }
        let before = text.iter().position(is_text).unwrap_or(text.len());
        let left = text.iter().rposition(is_text).map_or(0, |last| last + 1 - before);
        let start = self.start + before;
        (left > 4 || left == 0 || text.len() <= LONGEST_MARK).then_some(Self {
            start,
            end: start + left,
            ..self
        })
    }

    #[inline]
    fn unquoted(self, source: &str) -> Cow<'_, str> {
        let inner = source.strip_prefix('"').and_then(|inner| inner.strip_suffix('"'));
        match inner {
            Some(inner) if self.quotes == 2 => Cow::Borrowed(inner),
            _ => self.unquoted_oddly(source),
        }
    }

    #[cold]
    fn unquoted_oddly(self, source: &str) -> Cow<'_, str> {
        let source = source.trim_matches([' ', '\r', '\t']);
        let inner = source.strip_prefix('"').unwrap_or(source);
        match inner.strip_suffix('"') {
            Some(inner) if self.quotes == 2 => Cow::Borrowed(inner),
            _ => Cow::Owned(undouble(inner)),
        }
    }

    /// Whether nothing but spaces and quotes stands there.
    #[inline]
    pub(crate) fn is_blank(self, record: &[u8]) -> bool {
        let bytes = record.get(self.start..self.end).unwrap_or_default();
        bytes
            .iter()
            .all(|&byte| byte <= b' ' || (byte == b'"' && self.quotes == 2))
    }
}

/// The text of a quoted cell after its opening quote: doubled quotes are one, the first single one closes.
fn undouble(mut rest: &str) -> String {
    let mut out = String::with_capacity(rest.len());
    while let Some((text, after)) = rest.split_once('"') {
        out.push_str(text);
        let Some(more) = after.strip_prefix('"') else {
            rest = after;
            break;
        };
        out.push('"');
        rest = more;
    }
    out.push_str(rest);
    out
}

impl Open {
    /// Ends the cell at `place`, and begins the next one behind it.
    #[inline]
    fn end(&mut self, place: usize) -> Cell {
        let cell = Cell {
            end: place,
            ..self.cell
        };
        self.cell = Cell {
            start: place + 1,
            ..Cell::default()
        };
        self.closed_at = None;
        cell
    }

    /// What it is after a quote at `place`.
    fn quote(mut self, place: usize, data: &[u8]) -> Self {
        if self.in_quotes {
            self.in_quotes = false;
            self.closed_at = Some(place);
        } else {
            let opens = if let Some(closed) = self.closed_at {
                closed + 1 == place
            } else {
                let before = data.get(self.cell.start..place).unwrap_or_default();
                before.iter().all(|&byte| byte == b' ')
            };
            if !opens {
                return self;
            }
            self.in_quotes = true;
            self.quote_line = self.inner_lines;
        }
        self.cell.quotes += 1;
        self
    }
}

/// Finds the cells and the end of one record after another.
#[derive(Debug)]
pub(crate) struct Splitter {
    delimiter: u8,
    /// What ends a record: a line feed, or in old files a carriage return.
    end_of_line: u8,
    cells: Vec<Cell>,
    /// How far the record has been scanned.
    at: usize,
    open: Open,
}

/// The cell that has not ended, and what of its record is not in the cells.
#[derive(Debug, Clone, Copy, Default)]
struct Open {
    cell: Cell,
    in_quotes: bool,
    /// Where the cell's last closing quote stands, if it has one.
    closed_at: Option<usize>,
    /// Line ends inside of quotes, in this record.
    inner_lines: u64,
    /// The count of [`Self::inner_lines`] when the open quote was met.
    quote_line: u64,
}

impl Splitter {
    pub(crate) fn new(delimiter: u8, end_of_line: u8) -> Self {
        Self {
            delimiter,
            end_of_line,
            cells: Vec::new(),
            at: 0,
            open: Open::default(),
        }
    }

    /// The cells found since the last [`Self::reset`].
    #[inline]
    pub(crate) fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// Line ends inside of the record's quoted cells.
    #[inline]
    pub(crate) fn inner_lines(&self) -> u64 {
        self.open.inner_lines
    }

    /// How many lines into the record a quote stands that is still open.
    pub(crate) fn open_quote(&self) -> Option<u64> {
        self.open.in_quotes.then_some(self.open.quote_line)
    }

    /// Makes ready for the next record.
    #[inline]
    pub(crate) fn reset(&mut self) {
        self.cells.clear();
        self.at = 0;
        self.open = Open::default();
    }

    /// Scans on in `data`, which begins with the record and may go on past it. Gives the place of the record's end
    /// of line, or nothing when more data is needed.
    #[inline]
    pub(crate) fn scan(&mut self, data: &[u8]) -> Option<usize> {
        // Out of memory, and in registers.
        let mut open = self.open;
        let mut at = self.at;
        let marks = [b'"', self.delimiter, self.end_of_line];
        let (blocks, rest) = data.get(at..)?.as_chunks::<BLOCK>();
        for block in blocks {
            let mut found = any_of(block, marks);
            while found != 0 {
                let byte = found.trailing_zeros() as usize;
                let mark = block.get(byte).copied().unwrap_or_default();
                let place = at + byte;
                if self.mark(&mut open, mark, place, data) {
                    self.open = open;
                    return Some(place);
                }
                found &= found - 1;
            }
            at += BLOCK;
        }
        for &byte in rest {
            if self.mark(&mut open, byte, at, data) {
                self.open = open;
                return Some(at);
            }
            at += 1;
        }
        (self.open, self.at) = (open, at);
        None
    }

    /// Ends the record at `length`, where the data ends.
    pub(crate) fn end(&mut self, length: usize) {
        self.cells.push(self.open.end(length));
    }

    /// Takes in a byte that can mean something; says whether it ends the record.
    #[inline]
    fn mark(&mut self, open: &mut Open, byte: u8, place: usize, data: &[u8]) -> bool {
        let ends = byte == self.end_of_line;
        if !ends && byte != self.delimiter {
            if byte == b'"' {
                *open = open.quote(place, data);
            }
            return false;
        }
        if open.in_quotes {
            open.inner_lines += u64::from(ends);
            return false;
        }
        self.cells.push(open.end(place));
        ends
    }

    /// Goes over the rest of a record that is too long to be held. Gives the place of its end of line in `data`,
    /// which is what follows after the bytes seen so far.
    pub(crate) fn skip(&mut self, data: &[u8], skip: &mut Skip) -> Option<usize> {
        for (place, &byte) in data.iter().enumerate() {
            if self.open.in_quotes {
                if byte == b'"' {
                    self.open.in_quotes = false;
                    skip.after_quote = true;
                } else if byte == self.end_of_line {
                    self.open.inner_lines += 1;
                }
                continue;
            }
            if byte == self.end_of_line {
                return Some(place);
            }
            if byte == b'"' && (skip.cell_is_blank || skip.after_quote) {
                self.open.in_quotes = true;
                self.open.quote_line = self.open.inner_lines;
                skip.cell_is_blank = false;
            } else if byte == self.delimiter {
                skip.cell_is_blank = true;
            } else if byte != b' ' {
                skip.cell_is_blank = false;
            }
            skip.after_quote = false;
        }
        None
    }

    /// What [`Self::skip`] must know of a record of which `data` has been scanned to its end.
    pub(crate) fn begin_skip(&self, data: &[u8]) -> Skip {
        let before = data.get(self.open.cell.start..).unwrap_or_default();
        Skip {
            cell_is_blank: !self.open.in_quotes
                && self.open.cell.quotes == 0
                && before.iter().all(|&byte| byte == b' '),
            after_quote: !self.open.in_quotes
                && self.open.closed_at.is_some_and(|place| place + 1 == data.len()),
        }
    }
}

/// Where a skipped record stands between two chunks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Skip {
    cell_is_blank: bool,
    after_quote: bool,
}
