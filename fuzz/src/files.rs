//! Attendee files: pieces change nothing, every row comes out once, and what comes out is in order.

use std::panic::panic_any;

use meshi_partner_core::attendee::read_batch;
use meshi_partner_core::check::is_partner_id;
use meshi_partner_core::value::Value;
use meshi_partner_reader::{Encoding, Format, Options, ReadError, Reader, Rejection, Row, Sink, Warning};

use crate::input::Input;

/// What an attendee may hold on the wire.
const FIELDS: [&str; 7] = [
    "attendee_id",
    "name",
    "email",
    "linkedin_url",
    "title",
    "company",
    "raw",
];

const ENCODINGS: [Encoding; 5] = [
    Encoding::Auto,
    Encoding::Utf8,
    Encoding::Utf16Le,
    Encoding::Utf16Be,
    Encoding::Windows1252,
];

#[derive(Debug, PartialEq)]
enum Out {
    Row(u64, String),
    Rejected(Rejection),
}

#[derive(Debug, Default, PartialEq)]
struct Collected {
    out: Vec<Out>,
    /// Whether fields that are none of the wire's pass: a caller's own list is sent as it is.
    passes_on: bool,
}

impl Sink for Collected {
    fn row(&mut self, row: Row<'_>) {
        let Ok(Value::Object(attendee)) = Value::parse(row.json) else {
            panic_any(format!("no object: {}", row.json));
        };
        let text = |name| attendee.get(name).and_then(Value::as_str);
        assert_eq!(text("attendee_id"), Some(row.attendee_id));
        assert!(is_partner_id(row.attendee_id), "{}", row.attendee_id);
        assert!(
            text("name").is_some_and(|name| !name.trim().is_empty()),
            "{}",
            row.json
        );
        assert!(
            self.passes_on || attendee.iter().all(|(name, _)| FIELDS.contains(&name)),
            "{}",
            row.json
        );
        self.out.push(Out::Row(row.number, row.json.to_owned()));
    }

    fn warn(&mut self, warning: Warning) {
        assert!(!warning.code.is_empty() && !warning.message.is_empty());
    }

    fn reject(&mut self, rejection: Rejection) {
        assert!(!rejection.code.is_empty() && !rejection.message.is_empty());
        self.out.push(Out::Rejected(rejection));
    }
}

impl Collected {
    /// Every row stands in it once, in the order of the source.
    fn check(&self, rows: u64) {
        let numbers = self.out.iter().map(|out| match out {
            Out::Row(number, _) => *number,
            Out::Rejected(rejection) => rejection.row,
        });
        assert!(numbers.eq(1..=rows), "{self:?}");
    }
}

/// Reads `bytes` in pieces of these lengths, again and again.
fn read(bytes: &[u8], options: &Options, lengths: [usize; 2]) -> (Collected, u64, Result<(), ReadError>) {
    let mut reader = Reader::new(options.clone()).unwrap();
    let mut sink = Collected::default();
    let mut lengths = lengths.into_iter().cycle();
    let mut rest = bytes;
    let mut result = Ok(());
    while !rest.is_empty() && result.is_ok() {
        let (piece, after) = rest.split_at(lengths.next().unwrap_or(1).clamp(1, rest.len()));
        result = reader.push(piece, &mut sink);
        rest = after;
    }
    if result.is_ok() {
        result = reader.finish(&mut sink);
    }
    if result.is_err() {
        let before = sink.out.len();
        assert_eq!(
            reader.push(b"id,name\n1,A\n", &mut sink),
            result,
            "what failed goes on"
        );
        assert_eq!(sink.out.len(), before);
    }
    (sink, reader.rows(), result)
}

fn file(data: &[u8], formats: &[Format], delimiters: &[Option<u8>]) {
    let mut input = Input::new(data);
    let options = Options {
        format: input.pick(formats),
        encoding: input.pick(&ENCODINGS),
        raw: !input.flag(),
        delimiter: input.pick(delimiters),
        max_record_bytes: 1024,
        ..Options::default()
    };
    if Reader::new(options.clone()).is_err() {
        return;
    }
    let lengths = [input.byte(), input.byte()].map(usize::from);
    let bytes = input.rest();
    let whole = read(bytes, &options, [bytes.len(); 2]);
    whole.0.check(whole.1);
    assert_eq!(whole, read(bytes, &options, lengths), "pieces of {lengths:?}");
}

/// A table, of any delimiter and encoding.
pub fn csv(data: &[u8]) {
    file(
        data,
        &[Format::Auto, Format::Csv, Format::Tsv],
        &[None, Some(b','), Some(b';'), Some(b'|'), Some(b'"')],
    );
}

/// JSON and NDJSON as a file, and as the list of one payload.
pub fn json(data: &[u8]) {
    file(data, &[Format::Auto, Format::Json, Format::Ndjson], &[None]);
    if let Ok(text) = str::from_utf8(data) {
        let mut sink = Collected {
            passes_on: true,
            ..Collected::default()
        };
        let read = read_batch(text, 1, &mut sink);
        if let Ok(rows) = read {
            sink.check(rows);
        }
        if let Ok(Value::Array(list)) = Value::parse(text) {
            assert_eq!(read, Ok(list.len() as u64), "{text}");
        }
    }
}
