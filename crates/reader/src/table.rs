//! Reads a delimited table: its header, then row after row, each held only as long as it takes.

use std::borrow::Cow;

use meshi_partner_core::attendee::{Sink, rules};

use crate::csv::{Cell, Skip, Splitter};
use crate::quick::{Quick, Record};
use meshi_partner_reader_parts::decode::Charset;
use meshi_partner_reader_parts::error::{ReadError, codes};
use meshi_partner_reader_parts::header_line::{Header, HeaderScan};
use meshi_partner_reader_parts::options::{Encoding, Field, Format, Options};
use meshi_partner_reader_parts::plan::Plan;
use meshi_partner_reader_parts::row::{Place, Writer, raw_member};

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
    quick: Quick,
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
            header: HeaderScan::new(delimiter),
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
        mut chunk: &[u8],
        options: &Options,
        encoding: Encoding,
        sink: &mut dyn Sink,
    ) -> Result<(), ReadError> {
        while self.body.is_none() && !chunk.is_empty() {
            // Bit by bit: a first line without an end must not be held.
            let (step, rest) = chunk.split_at_checked(STEP).unwrap_or((chunk, &[]));
            self.carry.extend_from_slice(step);
            self.try_header(false, options, encoding, sink)?;
            chunk = rest;
        }
        if let Some(body) = &mut self.body {
            body.push(&mut self.carry, chunk, sink);
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
            self.try_header(true, options, encoding, sink)?;
        }
        match &mut self.body {
            Some(body) => body.finish(&self.carry, sink),
            None => Err(ReadError::new(
                codes::EMPTY_FILE,
                "the file is empty: it needs a header line and rows",
            )),
        }
    }

    /// Looks for the header in what is carried; when it is there, reads on behind it.
    fn try_header(
        &mut self,
        at_end: bool,
        options: &Options,
        encoding: Encoding,
        sink: &mut dyn Sink,
    ) -> Result<(), ReadError> {
        let found = self.header.scan(&self.carry, at_end);
        self.header
            .check_length(found.as_ref(), &self.carry, options.max_record_bytes)?;
        let Some(found) = found else {
            // Blank lines before the header need not be held.
            self.carry.drain(..self.header.forget());
            return self
                .header
                .open_quote(at_end)
                .map_or(Ok(()), |line| Err(unterminated(line)));
        };
        let head = std::mem::take(&mut self.carry);
        let mut body = Body::new(&found, &head, options, encoding)?;
        body.push(&mut self.carry, head.get(found.next..).unwrap_or_default(), sink);
        self.body = Some(body);
        Ok(())
    }
}

fn unterminated(line: u64) -> ReadError {
    let message = "a quote opens in this line and is never closed, so that the rest of the file is one cell: \
                   close it, or double it if it is meant as a character";
    ReadError::new(codes::UNTERMINATED_QUOTE, message).at(line)
}

impl Body {
    fn new(found: &Header, head: &[u8], options: &Options, encoding: Encoding) -> Result<Self, ReadError> {
        let mut splitter = Splitter::new(found.delimiter, found.end_of_line);
        let mut charset = Charset::new(encoding);
        let text = found.text(head, &mut charset)?;
        if splitter.scan(text.as_bytes()).is_none() {
            splitter.end(text.len());
        }
        let headers = splitter.cells().iter().map(|cell| cell.value(&text)).collect();
        let plan = Plan::of_table(headers, options).map_err(|error| error.at(found.line))?;
        splitter.reset();
        Ok(Self {
            quick: Quick::new(&plan),
            plan,
            splitter,
            charset,
            skip: None,
            max_record_bytes: options.max_record_bytes,
            rows: 0,
            line: found.next_line,
            writer: Writer::default(),
        })
    }

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
                let Some(end) = self.splitter.scan(chunk) else {
                    self.hold(carry, chunk, chunk);
                    return;
                };
                if !self.quick_record(chunk, end, sink) {
                    self.record(chunk.get(..end).unwrap_or_default(), sink);
                }
                chunk = chunk.get(end + 1..).unwrap_or_default();
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

    /// Reads the record of this length at the front of `data`, if it is an ordinary one.
    #[inline]
    fn quick_record(&mut self, data: &[u8], length: usize, sink: &mut dyn Sink) -> bool {
        let record = Record {
            data,
            length,
            cells: self.splitter.cells(),
            utf8: self.charset.is_utf8(),
        };
        if length > self.max_record_bytes {
            return false;
        }
        let Some(row) = self.quick.row(self.rows + 1, record) else {
            return false;
        };
        sink.row(row);
        self.rows += 1;
        self.next_record();
        true
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
            let hint = match self.splitter.inner_lines() {
                0 => "put quotes around a cell that holds the delimiter".to_owned(),
                lines => format!(
                    "a quoted cell in it goes over {} lines: is a quote missing?",
                    lines + 1
                ),
            };
            let (found, wanted) = (cells.len(), plan.columns.len());
            let problem = format!("the row has {found} cells, but the header has {wanted}: {hint}");
            sink.reject(place.reject(id.as_deref(), &problem));
            return;
        }
        let raw = |out: &mut String| {
            for (index, key) in &plan.raw {
                let Some(cell) = value(*index) else { continue };
                let cell = rules::trim(&cell);
                if !cell.is_empty() {
                    raw_member(key, cell, out);
                }
            }
        };
        let value = |field| value(plan.source(field)?);
        self.writer.write(place, plan, &value, Vec::new(), &raw, sink);
    }
}
