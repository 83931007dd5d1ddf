//! The rows of a table behind its header.

use std::borrow::Cow;
use std::collections::HashSet;

use meshi_partner_core::attendee::json::write_string;
use meshi_partner_core::attendee::{Sink, rules};

use crate::csv::{Cell, Skip, Splitter};
use crate::quick::{Quick, Record};
use meshi_partner_reader_parts::cell::meant;
use meshi_partner_reader_parts::decode::Charset;
use meshi_partner_reader_parts::error::{ReadError, codes};
use meshi_partner_reader_parts::options::{Encoding, Field, Options};
use meshi_partner_reader_parts::plan::Plan;
use meshi_partner_reader_parts::recognise::head::TableHead;
use meshi_partner_reader_parts::row::{At, Place, Writer, raw_member};

/// So much of a chunk is added at a time to a row that an earlier chunk began.
const STEP: usize = 4096;

#[derive(Debug)]
pub(super) struct Body {
    pub(super) plan: Plan,
    splitter: Splitter,
    charset: Charset,
    skip: Option<Skip>,
    max_record_bytes: usize,
    /// Whether each row is shown to the sink before it is counted.
    filters: bool,
    pub(super) rows: u64,
    /// The line at which the next record begins.
    line: u64,
    /// None: rows need more than it does.
    quick: Option<Quick>,
    writer: Writer,
}

pub(super) fn unterminated(line: u64) -> ReadError {
    let message = "a quote opens in this line and is never closed, so that the rest of the file is one cell: \
                   close it, or double it if it is meant as a character";
    ReadError::new(codes::UNTERMINATED_QUOTE, message).at(line)
}

impl Body {
    pub(super) fn new(
        found: &TableHead,
        head: &[u8],
        options: &Options,
        encoding: Encoding,
    ) -> Result<Self, ReadError> {
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

    pub(super) fn push(&mut self, carry: &mut Vec<u8>, mut chunk: &[u8], sink: &mut dyn Sink) {
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

    pub(super) fn finish(&mut self, carry: &[u8], sink: &mut dyn Sink) -> Result<(), ReadError> {
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
        let beyond = plan.columns.len()..self.splitter.cells().len();
        if !beyond.is_empty() {
            let headers: HashSet<&str> = plan.columns.iter().map(|column| column.header.as_str()).collect();
            for index in beyond {
                let header = format!("Column {}", index + 1);
                if !headers.contains(header.as_str()) {
                    put(&header, index);
                }
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
                "the row holds a zero byte, which is not text: clean the file",
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
