//! Reads a delimited table: its header, then row after row, each held only as long as it takes.

use std::borrow::Cow;

use meshi_partner_core::attendee::json::write_string;
use meshi_partner_core::attendee::{Sink, rules};

use crate::csv::{Cell, Skip, Splitter};
use crate::quick::{Quick, Record};
use meshi_partner_reader_parts::cell::meant;
use meshi_partner_reader_parts::decode::Charset;
use meshi_partner_reader_parts::error::{ReadError, codes};
use meshi_partner_reader_parts::header_line::too_long;
use meshi_partner_reader_parts::options::{Encoding, Field, Options};
use meshi_partner_reader_parts::plan::Plan;
use meshi_partner_reader_parts::recognise::head::{self, TableHead};
use meshi_partner_reader_parts::row::{At, Place, Writer, raw_member};

/// So much of a chunk is added at a time to a row that an earlier chunk began.
const STEP: usize = 4096;

/// So much of a file, or so many lines of it, is held before anything is decided.
const HEAD_BYTES: usize = 64 * 1024;
const HEAD_LINES: usize = 256;

#[derive(Debug)]
pub(crate) struct Table {
    /// What cannot be read before more has come: the head, later a row.
    carry: Vec<u8>,
    /// How long the head must be before the header is looked for.
    wanted: usize,
    /// Line feeds in the head, up to [`HEAD_LINES`].
    lines: usize,
    body: Option<Body>,
}

#[derive(Debug)]
struct Body {
    plan: Plan,
    splitter: Splitter,
    charset: Charset,
    skip: Option<Skip>,
    max_record_bytes: usize,
    /// Whether each row is shown to the sink before it is counted.
    filters: bool,
    rows: u64,
    /// The line at which the next record begins.
    line: u64,
    /// None: rows need more than it does.
    quick: Option<Quick>,
    writer: Writer,
}

impl Table {
    pub(crate) fn new() -> Self {
        Self {
            carry: Vec::new(),
            wanted: HEAD_BYTES,
            lines: 0,
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
            let taken = self.take_head(chunk);
            let (step, rest) = chunk.split_at_checked(taken).unwrap_or((chunk, &[]));
            self.carry.extend_from_slice(step);
            // The head is the same whatever the chunks are, and so is what is decided by it.
            if self.carry.len() == self.wanted {
                self.try_header(false, options, encoding, sink)?;
            }
            chunk = rest;
        }
        if let Some(body) = &mut self.body {
            body.push(&mut self.carry, chunk, sink);
        }
        Ok(())
    }

    /// How many bytes of a chunk belong to the head; [`Self::wanted`] is cut short by enough lines.
    fn take_head(&mut self, chunk: &[u8]) -> usize {
        let room = self.wanted - self.carry.len();
        let chunk = chunk.get(..room).unwrap_or(chunk);
        if self.lines < HEAD_LINES {
            for (place, _) in chunk.iter().enumerate().filter(|(_, byte)| **byte == b'\n') {
                self.lines += 1;
                if self.lines == HEAD_LINES {
                    self.wanted = self.carry.len() + place + 1;
                    return place + 1;
                }
            }
        }
        chunk.len()
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

    /// Looks for the header in the head; when it is there, reads on behind it.
    fn try_header(
        &mut self,
        at_end: bool,
        options: &Options,
        encoding: Encoding,
        sink: &mut dyn Sink,
    ) -> Result<(), ReadError> {
        let found = head::find(&self.carry, at_end, options)?;
        let longest = options.max_record_bytes;
        let Some(found) = found else {
            if at_end {
                let quote = head::open_quote(&self.carry, options);
                return quote.map_or(Ok(()), |line| Err(unterminated(line)));
            }
            if self.carry.len() > longest.max(HEAD_BYTES) {
                return Err(too_long(longest, 1));
            }
            self.wanted = (self.carry.len() * 2).max(HEAD_BYTES);
            self.lines = HEAD_LINES;
            return Ok(());
        };
        if found.header.end - found.header.start > longest {
            return Err(too_long(longest, found.header.line));
        }
        let head = std::mem::take(&mut self.carry);
        let mut body = Body::new(&found, &head, options, encoding)?;
        sink.id_source(body.plan.id_source());
        if let Some(recorded) = &body.plan.recorded {
            sink.decided(&recorded.to_value().to_json());
        }
        body.push(
            &mut self.carry,
            head.get(found.header.next..).unwrap_or_default(),
            sink,
        );
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
    fn new(found: &TableHead, head: &[u8], options: &Options, encoding: Encoding) -> Result<Self, ReadError> {
        let (rows, found) = (found.rows(), &found.header);
        let mut splitter = Splitter::new(found.delimiter, found.end_of_line);
        let mut charset = Charset::new(encoding);
        let text = found.text(head, &mut charset)?;
        if splitter.scan(text.as_bytes()).is_none() {
            splitter.end(text.len());
        }
        let headers = splitter.cells().iter().map(|cell| cell.value(&text)).collect();
        let mut plan = Plan::of_table(headers, rows, options).map_err(|error| error.at(found.line))?;
        if let Some(recorded) = &mut plan.recorded {
            recorded.begin_at(found);
        }
        splitter.reset();
        Ok(Self {
            quick: (!options.filters && plan.order.is_none()).then(|| Quick::new(&plan)),
            plan,
            splitter,
            charset,
            skip: None,
            max_record_bytes: options.max_record_bytes,
            filters: options.filters,
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
        let Some(row) = self
            .quick
            .as_mut()
            .and_then(|quick| quick.row(self.rows + 1, record))
        else {
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
        match self.charset.text(record) {
            Ok(Cow::Borrowed(text)) => self.row(text, sink),
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
                self.row(&text, sink);
            }
            Err(problem) => {
                let place = self.next_place();
                sink.reject(place.reject(None, &["the row ", problem].concat()));
            }
        }
        self.next_record();
    }

    fn next_place(&mut self) -> Place {
        self.rows += 1;
        Place {
            row: self.rows,
            line: Some(self.line),
        }
    }

    /// The JSON object that a filter sees: cells by header, and the fields where no header has their name. Cells beyond the
    /// header are there as `Column 8` and so on, like those of a column without a header.
    fn record_json(&self, text: &str) -> String {
        let plan = &self.plan;
        let value = |index: usize| {
            self.splitter
                .cells()
                .get(index)
                .map(|cell| meant(cell.value(text)))
        };
        let mut out = String::from("{");
        let mut put = |name: &str, index: usize| {
            let mut key = String::new();
            write_string(name, &mut key);
            key.push(':');
            raw_member(&key, rules::trim(&value(index).unwrap_or_default()), &mut out);
        };
        for (index, column) in plan.columns.iter().enumerate() {
            put(&column.header, index);
        }
        for field in Field::ALL {
            if let Some(index) = plan.source(field)
                && !plan.columns.iter().any(|column| column.header == field.name())
            {
                put(field.name(), index);
            }
        }
        for index in plan.columns.len()..self.splitter.cells().len() {
            let header = format!("Column {}", index + 1);
            if !plan.columns.iter().any(|column| column.header == header) {
                put(&header, index);
            }
        }
        out.push('}');
        out
    }

    fn row(&mut self, text: &str, sink: &mut dyn Sink) {
        if self.filters && !sink.keep(self.rows + 1, &self.record_json(text)) {
            sink.skip();
            return;
        }
        let place = self.next_place();
        let cells = self.splitter.cells();
        let plan = &self.plan;
        let value = |index: usize| cells.get(index).map(|cell| meant(cell.value(text)));
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
        let first = cells.iter().position(|cell| !cell.is_blank(text.as_bytes()));
        let first = first.and_then(|index| Some((index, value(index)?)));
        let number = plan.order.and_then(value).unwrap_or_default();
        let at = At {
            place,
            plan,
            first: first.as_ref().map(|(index, label)| (*index, label.as_ref())),
            number: &number,
        };
        let value = |field| value(plan.source(field)?);
        self.writer.write(at, &value, Vec::new(), &raw, sink);
    }
}
