//! Reads a JSON array of attendees, an object that holds one, or one object a line, an element at a time.

use meshi_partner_core::attendee::Sink;

use crate::element::Elements;
use crate::error::{ReadError, codes};
use crate::frame::{Frame, LISTS, Opened, Opening};
use crate::options::{Encoding, Format, Options};
use crate::plan::Column;
use crate::row::Place;

#[derive(Debug)]
enum Shape {
    /// Nothing has come yet.
    Start,
    /// In the first object, which may hold the list or be a row itself.
    First(Opening),
    /// In the list, between two elements.
    Between(Expect),
    /// In an element of the list.
    Element(Frame),
    /// One object a line.
    Lines,
    /// After the list, in the object that holds it.
    Rest(Frame),
    /// After everything.
    End,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Expect {
    /// Right after `[`.
    ElementOrEnd,
    /// After a comma.
    Element,
    /// After an element.
    CommaOrEnd,
}

/// Reads one JSON or NDJSON file.
#[derive(Debug)]
pub struct JsonReader {
    shape: Shape,
    /// Whether the list stands in an object.
    wrapped: bool,
    /// What of an element or line has come in earlier chunks.
    carry: Vec<u8>,
    /// Whether the element is too long to be held, and the carry stays empty.
    too_long: bool,
    line: u64,
    rows: u64,
    elements: Elements,
}

impl Default for JsonReader {
    /// A reader at the first byte of a file.
    fn default() -> Self {
        Self {
            shape: Shape::Start,
            wrapped: false,
            carry: Vec::new(),
            too_long: false,
            line: 1,
            rows: 0,
            elements: Elements::default(),
        }
    }
}

impl JsonReader {
    /// The keys met so far and what each is used for.
    pub fn columns(&self) -> &[Column] {
        self.elements.columns()
    }

    /// The elements met so far.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Reads the next text of the file.
    ///
    /// # Errors
    /// When it cannot be cut into elements.
    pub fn push(
        &mut self,
        mut chunk: &[u8],
        options: &Options,
        encoding: Encoding,
        sink: &mut dyn Sink,
    ) -> Result<(), ReadError> {
        if !chunk.is_empty() {
            self.elements.settle(encoding);
        }
        while !chunk.is_empty() {
            let used = match self.shape {
                Shape::Start => self.start(chunk, options)?,
                Shape::First(_) => self.first(chunk, options, sink)?,
                Shape::Between(expect) => self.between(chunk, expect)?,
                Shape::Element(_) => self.element(chunk, options, sink),
                Shape::Lines => self.lines(chunk, options, sink),
                Shape::Rest(ref mut frame) => {
                    frame.forget();
                    let end = frame.scan(chunk);
                    if end.is_some() {
                        self.shape = Shape::End;
                    }
                    end.unwrap_or(chunk.len())
                }
                Shape::End => {
                    if chunk.iter().any(|byte| !byte.is_ascii_whitespace()) {
                        return Err(self.broken("something stands after the end of the list"));
                    }
                    chunk.len()
                }
            };
            chunk = chunk.get(used..).unwrap_or_default();
        }
        Ok(())
    }

    /// Ends the file.
    ///
    /// # Errors
    /// When it is empty or breaks off, or lacks a column that the caller named.
    pub fn finish(&mut self, options: &Options, sink: &mut dyn Sink) -> Result<(), ReadError> {
        match self.shape {
            Shape::Start => {
                return Err(ReadError::new(
                    codes::EMPTY_FILE,
                    "the file is empty: it needs attendees",
                ));
            }
            Shape::End => {}
            Shape::Lines => {
                if !self.carry.is_empty() || self.too_long {
                    self.take(&[], true, options, sink);
                }
            }
            Shape::First(_) => {
                return Err(self.broken(
                    "the file ends inside of its first object; if it has one object a line, say format: \"ndjson\"",
                ));
            }
            Shape::Between(_) | Shape::Element(_) | Shape::Rest(_) => {
                return Err(
                    self.broken("the file ends before its list of attendees does: it is not complete")
                );
            }
        }
        self.elements.finish(options)
    }

    fn broken(&self, problem: &str) -> ReadError {
        let rows = self.rows;
        ReadError::new(codes::INVALID_JSON, format!("after {rows} attendees: {problem}"))
    }

    fn start(&mut self, chunk: &[u8], options: &Options) -> Result<usize, ReadError> {
        let Some(start) = chunk.iter().position(|byte| !byte.is_ascii_whitespace()) else {
            self.line += count_lines(chunk);
            return Ok(chunk.len());
        };
        self.line += count_lines(chunk.get(..start).unwrap_or_default());
        match (options.format, chunk.get(start)) {
            (Format::Ndjson, _) => self.shape = Shape::Lines,
            (_, Some(b'[')) => {
                self.shape = Shape::Between(Expect::ElementOrEnd);
                return Ok(start + 1);
            }
            (_, Some(b'{')) => self.shape = Shape::First(Opening::default()),
            _ => return Err(self.broken("a JSON file begins with [ or {, and this one does not")),
        }
        Ok(start)
    }

    fn first(&mut self, chunk: &[u8], options: &Options, sink: &mut dyn Sink) -> Result<usize, ReadError> {
        let Shape::First(opening) = &mut self.shape else {
            return Ok(0);
        };
        opening.forget();
        match opening.scan(chunk) {
            None => {
                self.hold(chunk, options);
                Ok(chunk.len())
            }
            Some(Opened::List(place)) => {
                self.carry = Vec::new();
                self.too_long = false;
                self.wrapped = true;
                self.shape = Shape::Between(Expect::ElementOrEnd);
                Ok(place)
            }
            Some(Opened::Object(_)) if options.format == Format::Json => Err(self.broken(&format!(
                "the file's object holds no list of attendees under {}",
                LISTS.join(", ")
            ))),
            Some(Opened::Object(end)) => {
                self.shape = Shape::Lines;
                self.take(chunk.get(..end).unwrap_or_default(), true, options, sink);
                Ok(end)
            }
        }
    }

    fn between(&mut self, chunk: &[u8], expect: Expect) -> Result<usize, ReadError> {
        let Some(start) = chunk.iter().position(|byte| !byte.is_ascii_whitespace()) else {
            return Ok(chunk.len());
        };
        match (chunk.get(start), expect) {
            (Some(b']'), Expect::ElementOrEnd | Expect::CommaOrEnd) => {
                self.shape = if self.wrapped {
                    Shape::Rest(Frame::in_object())
                } else {
                    Shape::End
                };
                Ok(start + 1)
            }
            (Some(b','), Expect::CommaOrEnd) => {
                self.shape = Shape::Between(Expect::Element);
                Ok(start + 1)
            }
            (Some(b'}' | b']' | b',' | b':'), _) | (_, Expect::CommaOrEnd) => Err(self
                .broken("the list goes on with something that is no element: elements are parted by commas")),
            _ => {
                self.shape = Shape::Element(Frame::default());
                Ok(start)
            }
        }
    }

    fn element(&mut self, chunk: &[u8], options: &Options, sink: &mut dyn Sink) -> usize {
        let Shape::Element(frame) = &mut self.shape else {
            return 0;
        };
        frame.forget();
        let Some(end) = frame.scan(chunk) else {
            self.hold(chunk, options);
            return chunk.len();
        };
        self.shape = Shape::Between(Expect::CommaOrEnd);
        self.take(chunk.get(..end).unwrap_or_default(), false, options, sink);
        end
    }

    fn lines(&mut self, chunk: &[u8], options: &Options, sink: &mut dyn Sink) -> usize {
        let Some(end) = chunk.iter().position(|byte| *byte == b'\n') else {
            self.hold(chunk, options);
            return chunk.len();
        };
        self.take(chunk.get(..end).unwrap_or_default(), true, options, sink);
        self.line += 1;
        end + 1
    }

    /// Keeps the beginning of an element, or stops keeping it if it is too long.
    fn hold(&mut self, part: &[u8], options: &Options) {
        if self.too_long || self.carry.len() + part.len() > options.max_record_bytes {
            self.too_long = true;
            self.carry = Vec::new();
        } else {
            self.carry.extend_from_slice(part);
        }
    }

    /// Reads one whole element, of which `part` is the last piece.
    fn take(&mut self, part: &[u8], in_lines: bool, options: &Options, sink: &mut dyn Sink) {
        let carry = std::mem::take(&mut self.carry);
        let too_long =
            std::mem::take(&mut self.too_long) || carry.len() + part.len() > options.max_record_bytes;
        let whole;
        let bytes = if carry.is_empty() {
            part
        } else {
            whole = [&carry, part].concat();
            &whole
        };
        if !too_long && bytes.iter().all(u8::is_ascii_whitespace) {
            return;
        }
        self.rows += 1;
        let place = Place {
            row: self.rows,
            line: in_lines.then_some(self.line),
        };
        if too_long {
            let bytes = options.max_record_bytes;
            sink.reject(place.reject(
                None,
                &format!("the element is longer than {bytes} bytes: shorten it"),
            ));
        } else {
            self.elements.read(place, bytes, options, sink);
        }
    }
}

fn count_lines(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|byte| **byte == b'\n').map(|_| 1).sum()
}
