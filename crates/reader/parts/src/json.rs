//! Reads a JSON array of attendees, an object that holds one, or one object a line, an element at a time.

use meshi_partner_core::attendee::Sink;

use crate::element::Elements;
use crate::error::{ReadError, codes};
use crate::frame::{Frame, LISTS, Opened, Opening};
use crate::options::{Encoding, Format, Options};
use crate::plan::Column;
use crate::recorded::Recorded;

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
    /// The line in which the first object begins.
    first_line: u64,
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
            first_line: 1,
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
        self.elements.rows()
    }

    /// The decision on the keys, once it is taken.
    pub fn recorded(&self) -> Option<&Recorded> {
        self.elements.recorded()
    }

    /// Reads the next text of the file.
    ///
    /// # Errors
    /// When it cannot be cut into elements.
    pub fn push(
        &mut self,
        chunk: &[u8],
        options: &Options,
        encoding: Encoding,
        sink: &mut dyn Sink,
    ) -> Result<(), ReadError> {
        let read = self.read(chunk, options, encoding, sink);
        if read.is_err() {
            // The elements before the fault are given out all the same.
            self.elements.flush(options, sink)?;
        }
        read
    }

    fn read(
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
            let counts_itself = matches!(self.shape, Shape::Start | Shape::Lines);
            let used = match self.shape {
                Shape::Start => self.start(chunk, options)?,
                Shape::First(_) => self.first(chunk, options, sink)?,
                Shape::Between(expect) => self.between(chunk, expect)?,
                Shape::Element(_) => self.element(chunk, options, sink)?,
                Shape::Lines => self.lines(chunk, options, sink)?,
                Shape::Rest(ref mut frame) => {
                    frame.forget();
                    let end = frame.scan(chunk);
                    if end.is_some() {
                        self.shape = Shape::End;
                    }
                    end.unwrap_or(chunk.len())
                }
                Shape::End => {
                    if let Some(place) = chunk.iter().position(|byte| !byte.is_ascii_whitespace()) {
                        self.line += count_lines(chunk.get(..place).unwrap_or_default());
                        return Err(self.broken("something stands after the end of the list"));
                    }
                    chunk.len()
                }
            };
            let (passed, rest) = chunk.split_at_checked(used).unwrap_or((chunk, &[]));
            if !counts_itself {
                self.line += count_lines(passed);
            }
            chunk = rest;
        }
        Ok(())
    }

    /// Ends the file.
    ///
    /// # Errors
    /// When it is empty or breaks off, or lacks a column that the caller named.
    pub fn finish(&mut self, options: &Options, sink: &mut dyn Sink) -> Result<(), ReadError> {
        let end = self.end(options, sink);
        self.elements.flush(options, sink)?;
        end?;
        self.elements.finish(options)
    }

    fn end(&mut self, options: &Options, sink: &mut dyn Sink) -> Result<(), ReadError> {
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
                    self.take(&[], true, options, sink)?;
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
        Ok(())
    }

    fn broken(&self, problem: &str) -> ReadError {
        ReadError::new(codes::INVALID_JSON, problem).at(self.line)
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
            (_, Some(b'{')) => {
                self.first_line = self.line;
                self.shape = Shape::First(Opening::default());
            }
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
            // The line in which the object begins: where it ends depends on how the file comes in pieces.
            Some(Opened::Object(_)) if options.format == Format::Json => {
                let problem = format!(
                    "the file's object holds no list of attendees under {}",
                    LISTS.join(", ")
                );
                Err(ReadError::new(codes::INVALID_JSON, problem).at(self.first_line))
            }
            Some(Opened::Object(end)) => {
                self.shape = Shape::Lines;
                let (here, line) = (self.line, self.first_line);
                self.line = line;
                self.take(chunk.get(..end).unwrap_or_default(), true, options, sink)?;
                self.line = here;
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
            (Some(b'}' | b']' | b',' | b':'), _) | (_, Expect::CommaOrEnd) => {
                self.line += count_lines(chunk.get(..start).unwrap_or_default());
                Err(self.broken(
                    "the list goes on with something that is no element: elements are parted by commas",
                ))
            }
            _ => {
                self.shape = Shape::Element(Frame::default());
                Ok(start)
            }
        }
    }

    fn element(&mut self, chunk: &[u8], options: &Options, sink: &mut dyn Sink) -> Result<usize, ReadError> {
        let Shape::Element(frame) = &mut self.shape else {
            return Ok(0);
        };
        frame.forget();
        let Some(end) = frame.scan(chunk) else {
            self.hold(chunk, options);
            return Ok(chunk.len());
        };
        self.shape = Shape::Between(Expect::CommaOrEnd);
        self.take(chunk.get(..end).unwrap_or_default(), false, options, sink)?;
        Ok(end)
    }

    fn lines(&mut self, chunk: &[u8], options: &Options, sink: &mut dyn Sink) -> Result<usize, ReadError> {
        let Some(end) = chunk.iter().position(|byte| *byte == b'\n') else {
            self.hold(chunk, options);
            return Ok(chunk.len());
        };
        self.take(chunk.get(..end).unwrap_or_default(), true, options, sink)?;
        self.line += 1;
        Ok(end + 1)
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
    fn take(
        &mut self,
        part: &[u8],
        in_lines: bool,
        options: &Options,
        sink: &mut dyn Sink,
    ) -> Result<(), ReadError> {
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
            return Ok(());
        }
        let line = in_lines.then_some(self.line);
        if too_long {
            let problem = format!(
                "the element is longer than {} bytes: shorten it",
                options.max_record_bytes
            );
            self.elements.reject(line, &problem, options, sink)
        } else {
            self.elements.read(line, bytes, options, sink)
        }
    }
}

fn count_lines(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|byte| **byte == b'\n').map(|_| 1).sum()
}
