//! Reads a delimited table: its header, then row after row, each held only as long as it takes.

use std::borrow::Cow;

use meshi_partner_core::attendee::{Sink, rules};

use crate::csv::{Cell, Skip, Splitter};
use crate::decode::Charset;
use crate::error::{ReadError, codes};
use crate::options::{Encoding, Field, Format, Options};
use crate::plan::{Plan, no_name};
use crate::row::{Place, Values, Writer, raw_member};

/// So much of a chunk is added at a time to a row that an earlier chunk began.
const STEP: usize = 4096;

#[derive(Debug)]
pub(crate) struct Table {
    header: HeaderScan,
    /// What cannot be read before more has come: the header's lines, later a row.
    carry: Vec<u8>,
    body: Option<Body>,
}

#[derive(Debug)]
struct Body {
    plan: Plan,
    splitter: Splitter,
    charset: Charset,
    skip: Option<Skip>,
    max_record_bytes: usize,
    rows: u64,
    /// The line at which the next record begins.
    line: u64,
    writer: Writer,
}

impl Table {
    pub(crate) fn new(options: &Options) -> Self {
        let delimiter = if options.format == Format::Tsv {
            Some(b'\t')
        } else {
            options.delimiter
        };
        Self {
            header: HeaderScan {
                delimiter,
                line: 1,
                ..HeaderScan::default()
            },
            carry: Vec::new(),
            body: None,
        }
    }

    pub(crate) fn plan(&self) -> Option<&Plan> {
        self.body.as_ref().map(|body| &body.plan)
    }

    pub(crate) fn rows(&self) -> u64 {
        self.body.as_ref().map_or(0, |body| body.rows)
    }

    pub(crate) fn push(
        &mut self,
        chunk: &[u8],
        options: &Options,
        encoding: Encoding,
        sink: &mut dyn Sink,
    ) -> Result<(), ReadError> {
        if let Some(body) = &mut self.body {
            body.push(&mut self.carry, chunk, sink);
            return Ok(());
        }
        self.carry.extend_from_slice(chunk);
        self.try_header(false, options, encoding)?;
        if let Some(body) = &mut self.body {
            let head = std::mem::take(&mut self.carry);
            body.push(
                &mut self.carry,
                head.get(self.header.next..).unwrap_or_default(),
                sink,
            );
        }
        Ok(())
    }

    pub(crate) fn finish(
        &mut self,
        options: &Options,
        encoding: Encoding,
        sink: &mut dyn Sink,
    ) -> Result<(), ReadError> {
        if self.body.is_none() {
            self.try_header(true, options, encoding)?;
            if let Some(body) = &mut self.body {
                let head = std::mem::take(&mut self.carry);
                body.push(
                    &mut self.carry,
                    head.get(self.header.next..).unwrap_or_default(),
                    sink,
                );
            }
        }
        match &mut self.body {
            Some(body) => body.finish(&self.carry, sink),
            None => Err(ReadError::new(
                codes::EMPTY_FILE,
                "the file is empty: it needs a header line and rows",
            )),
        }
    }

    fn try_header(&mut self, at_end: bool, options: &Options, encoding: Encoding) -> Result<(), ReadError> {
        let Some(found) = self.header.scan(&self.carry, at_end) else {
            if let Some(line) = self.header.open_quote(at_end) {
                return Err(unterminated(line));
            }
            if self.carry.len() - self.header.start > options.max_record_bytes {
                let bytes = options.max_record_bytes;
                let message = format!(
                    "the header line is longer than {bytes} bytes: this is no table of attendees, \
                     or its line ends are missing"
                );
                return Err(ReadError::new(codes::HEADER_TOO_LONG, message).at(self.header.line));
            }
            return Ok(());
        };
        let mut splitter = Splitter::new(found.delimiter, found.end_of_line);
        let record = self.carry.get(found.start..found.end).unwrap_or_default();
        if record.contains(&0) {
            let message = "this file is not text (it has zero bytes): export the attendees as CSV (UTF-8)";
            return Err(ReadError::new(codes::BINARY_FILE, message));
        }
        let trimmed = record.trim_ascii_start();
        if trimmed.starts_with(b"<") {
            let message = "this file is a web page or XML, not a table: export the attendees as CSV (UTF-8)";
            return Err(ReadError::new(codes::MARKUP_FILE, message));
        }
        let mut charset = Charset::new(encoding);
        let text = charset.text(record).map_err(|problem| {
            ReadError::new(codes::BINARY_FILE, format!("the header {problem}")).at(found.line)
        })?;
        if splitter.scan(text.as_bytes()).is_none() {
            splitter.end(text.len());
        }
        let headers: Vec<Cow<'_, str>> = splitter
            .cells()
            .iter()
            .map(|cell| rules::tidied(cell.value(&text)))
            .collect();
        let filled = headers
            .iter()
            .rposition(|header| !header.is_empty())
            .map_or(0, |last| last + 1);
        let plan = Plan::new(headers.iter().take(filled).map(AsRef::as_ref), options, true)?;
        if !plan.has_name() {
            return Err(no_name(&plan.columns).at(found.line));
        }
        splitter.reset();
        self.header.next = found.next;
        self.body = Some(Body {
            plan,
            splitter,
            charset,
            skip: None,
            max_record_bytes: options.max_record_bytes,
            rows: 0,
            line: self.header.line + 1,
            writer: Writer::default(),
        });
        Ok(())
    }
}

fn unterminated(line: u64) -> ReadError {
    let message = "a quote opens in this line and is never closed, so that the rest of the file is one cell: \
                   close it, or double it if it is meant as a character";
    ReadError::new(codes::UNTERMINATED_QUOTE, message).at(line)
}

impl Body {
    fn push(&mut self, carry: &mut Vec<u8>, mut chunk: &[u8], sink: &mut dyn Sink) {
        while !chunk.is_empty() {
            if let Some(skip) = &mut self.skip {
                let Some(end) = self.splitter.skip(chunk, skip) else {
                    return;
                };
                self.skip = None;
                self.reject_long(sink);
                chunk = chunk.get(end + 1..).unwrap_or_default();
            } else if carry.is_empty() {
                match self.splitter.scan(chunk) {
                    Some(end) => {
                        let (record, rest) = chunk.split_at_checked(end).unwrap_or((chunk, &[]));
                        self.record(record, sink);
                        chunk = rest.get(1..).unwrap_or_default();
                    }
                    None => {
                        self.hold(carry, chunk, chunk);
                        return;
                    }
                }
            } else {
                let (step, rest) = chunk.split_at_checked(STEP).unwrap_or((chunk, &[]));
                let had = carry.len();
                carry.extend_from_slice(step);
                if let Some(end) = self.splitter.scan(carry) {
                    self.record(carry.get(..end).unwrap_or_default(), sink);
                    carry.clear();
                    chunk = chunk.get(end + 1 - had..).unwrap_or_default();
                } else {
                    let whole = std::mem::take(carry);
                    self.hold(carry, &whole, &[]);
                    if self.skip.is_none() {
                        *carry = whole;
                    }
                    chunk = rest;
                }
            }
        }
    }

    /// Keeps `held`, the beginning of a row that has been scanned; or stops keeping, if it is too long.
    fn hold(&mut self, carry: &mut Vec<u8>, held: &[u8], add: &[u8]) {
        if held.len() > self.max_record_bytes {
            self.skip = Some(self.splitter.begin_skip(held));
            *carry = Vec::new();
        } else {
            carry.extend_from_slice(add);
        }
    }

    fn finish(&mut self, carry: &[u8], sink: &mut dyn Sink) -> Result<(), ReadError> {
        if let Some(inner) = self.splitter.open_quote() {
            return Err(unterminated(self.line + inner));
        }
        if self.skip.take().is_some() {
            self.reject_long(sink);
        } else if !carry.is_empty() {
            self.splitter.end(carry.len());
            self.record(carry, sink);
        }
        Ok(())
    }

    fn next_record(&mut self) {
        self.line += 1 + self.splitter.inner_lines();
        self.splitter.reset();
    }

    #[cold]
    fn reject_long(&mut self, sink: &mut dyn Sink) {
        self.rows += 1;
        let place = Place {
            row: self.rows,
            line: Some(self.line),
        };
        let problem = format!(
            "the row is longer than {} bytes: shorten it",
            self.max_record_bytes
        );
        sink.reject(place.reject(None, &problem));
        self.next_record();
    }

    /// Reads one whole record, whose cells the splitter has.
    fn record(&mut self, record: &[u8], sink: &mut dyn Sink) {
        if record.len() > self.max_record_bytes {
            self.reject_long(sink);
            return;
        }
        if self.splitter.cells().iter().all(|cell| cell.is_blank(record)) {
            self.next_record();
            return;
        }
        self.rows += 1;
        let place = Place {
            row: self.rows,
            line: Some(self.line),
        };
        match self.charset.text(record) {
            Ok(Cow::Borrowed(text)) => self.row(place, text, sink),
            Ok(Cow::Owned(text)) => {
                // Other bytes than were scanned: scan them again.
                let inner_lines = self.splitter.inner_lines();
                self.splitter.reset();
                if self.splitter.scan(text.as_bytes()).is_none() {
                    self.splitter.end(text.len());
                }
                debug_assert_eq!(
                    inner_lines,
                    self.splitter.inner_lines(),
                    "quotes and line ends stay as they are"
                );
                self.row(place, &text, sink);
            }
            Err(problem) => sink.reject(place.reject(None, &["the row ", problem].concat())),
        }
        self.next_record();
    }

    fn row(&mut self, place: Place, text: &str, sink: &mut dyn Sink) {
        let cells = self.splitter.cells();
        let plan = &self.plan;
        let value = |index: usize| cells.get(index).map(|cell| cell.value(text));
        if text.as_bytes().contains(&0) {
            sink.reject(place.reject(
                None,
                "the row holds a zero byte, which is no text: clean the file",
            ));
            return;
        }
        let extras = cells.get(plan.columns.len()..).unwrap_or_default();
        if !extras.iter().all(|cell: &Cell| cell.is_blank(text.as_bytes())) {
            let id = plan.source(Field::AttendeeId).and_then(value);
            let problem = format!(
                "the row has {} cells, but the header has {}: put quotes around a cell that holds the delimiter",
                cells.len(),
                plan.columns.len()
            );
            sink.reject(place.reject(id.as_deref(), &problem));
            return;
        }
        let values: Values<'_> = Field::ALL.map(|field| plan.source(field).and_then(value));
        let raw = |out: &mut String| {
            for (index, key) in &plan.raw {
                let Some(cell) = value(*index) else { continue };
                let cell = rules::trim(&cell);
                if !cell.is_empty() {
                    raw_member(key, cell, out);
                }
            }
        };
        self.writer.write(place, plan, values, Vec::new(), raw, sink);
    }
}

/// Looks for the first line that is a header, and for what ends a line and parts cells.
#[derive(Debug, Default)]
struct HeaderScan {
    /// The delimiter that the caller, the format or a `sep=` line gives.
    delimiter: Option<u8>,
    /// Where the line that is being looked at begins, and how far it has been looked at.
    start: usize,
    at: usize,
    in_quotes: bool,
    quote_line: u64,
    /// How often each of [`DELIMITERS`] stands in it outside of quotes.
    counts: [usize; 4],
    /// The line that is being looked at.
    line: u64,
    /// Where the first row begins, once the header is found.
    next: usize,
}

/// Tried in this order when they are equally frequent.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

#[derive(Debug)]
struct Header {
    start: usize,
    end: usize,
    next: usize,
    line: u64,
    delimiter: u8,
    end_of_line: u8,
}

impl HeaderScan {
    /// The line of a quote that stays open at the end of the file.
    fn open_quote(&self, at_end: bool) -> Option<u64> {
        (at_end && self.in_quotes).then_some(self.quote_line)
    }

    fn scan(&mut self, head: &[u8], at_end: bool) -> Option<Header> {
        let mut first_line = self.line;
        loop {
            let Some(&byte) = head.get(self.at) else {
                if !at_end || self.in_quotes {
                    return None;
                }
                return self.header(head, head.len(), head.len(), b'\n', first_line);
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
                    if let Some(header) = self.header(head, self.at, next, end_of_line, first_line) {
                        return Some(header);
                    }
                    self.start = next;
                    self.at = next;
                    self.counts = [0; 4];
                    self.line += 1;
                    first_line = self.line;
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
    fn header(&mut self, head: &[u8], end: usize, next: usize, end_of_line: u8, line: u64) -> Option<Header> {
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
            line,
            delimiter,
            end_of_line,
        })
    }
}
