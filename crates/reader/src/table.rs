//! Reads a delimited table: its header, then row after row, each held only as long as it takes.

mod body;

use meshi_partner_core::attendee::Sink;

use body::{Body, unterminated};
use meshi_partner_reader_parts::error::{ReadError, codes};
use meshi_partner_reader_parts::header_line::too_long;
use meshi_partner_reader_parts::options::{Encoding, Options};
use meshi_partner_reader_parts::plan::Plan;
use meshi_partner_reader_parts::recognise::head;

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
