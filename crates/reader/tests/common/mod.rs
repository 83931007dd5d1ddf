//! Reads whole texts in chunks, and keeps what comes out.
#![allow(dead_code, unreachable_pub, reason = "each test binary uses its part")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test ends where its premise fails"
)]

use meshi_partner_reader::{Options, ReadError, Reader, Rejection, Row, Sink, Warning};
use serde_json::Value;

/// What came out, in its order.
#[derive(Debug, Clone, PartialEq)]
pub enum Out {
    Row(u64, String, Value),
    Rejected(Rejection),
    Warned(Warning),
}

#[derive(Debug, Default)]
pub struct Collected(pub Vec<Out>);

impl Sink for Collected {
    fn row(&mut self, row: Row<'_>) {
        let json: Value = serde_json::from_str(row.json).unwrap();
        assert_eq!(json["attendee_id"], row.attendee_id);
        self.0
            .push(Out::Row(row.number, row.attendee_id.to_owned(), json));
    }
    fn reject(&mut self, rejection: Rejection) {
        self.0.push(Out::Rejected(rejection));
    }
    fn warn(&mut self, warning: Warning) {
        self.0.push(Out::Warned(warning));
    }
}

/// What came out, to the letter.
#[derive(Debug, Default)]
struct Texts(Vec<String>);

impl Sink for Texts {
    fn row(&mut self, row: Row<'_>) {
        self.0
            .push(format!("{} {} {}", row.number, row.attendee_id, row.json));
    }
    fn reject(&mut self, rejection: Rejection) {
        self.0.push(format!("{rejection:?}"));
    }
    fn warn(&mut self, warning: Warning) {
        self.0.push(format!("warning {warning:?}"));
    }
}

/// What comes out of chunks of `length` bytes, to the letter, and how it ends.
pub fn texts(bytes: &[u8], options: &Options, length: usize) -> (Vec<String>, Result<(), ReadError>) {
    let (mut texts, mut reader) = (Texts::default(), Reader::new(options.clone()).unwrap());
    let end = bytes
        .chunks(length)
        .try_for_each(|chunk| reader.push(chunk, &mut texts))
        .and_then(|()| reader.finish(&mut texts));
    (texts.0, end)
}

impl Collected {
    pub fn rows(&self) -> Vec<&Value> {
        self.0
            .iter()
            .filter_map(|out| {
                if let Out::Row(_, _, json) = out {
                    Some(json)
                } else {
                    None
                }
            })
            .collect()
    }

    pub fn rejected(&self) -> Vec<&Rejection> {
        self.0
            .iter()
            .filter_map(|out| {
                if let Out::Rejected(it) = out {
                    Some(it)
                } else {
                    None
                }
            })
            .collect()
    }
}

impl Collected {
    pub fn warnings(&self) -> Vec<&Warning> {
        self.0
            .iter()
            .filter_map(|out| if let Out::Warned(it) = out { Some(it) } else { None })
            .collect()
    }
}

pub type Outcome = (Collected, Reader, Result<(), ReadError>);

/// Reads `bytes` in chunks of the lengths that `lengths` gives, the last of them again and again.
pub fn read_chunks(bytes: &[u8], options: Options, lengths: &[usize]) -> Outcome {
    let mut sink = Collected::default();
    let mut reader = Reader::new(options).unwrap();
    let mut rest = bytes;
    let mut lengths = lengths.iter().copied();
    let mut length = bytes.len();
    while !rest.is_empty() {
        length = lengths.next().unwrap_or(length).max(1);
        let (chunk, after) = rest.split_at(length.min(rest.len()));
        if let Err(error) = reader.push(chunk, &mut sink) {
            return (sink, reader, Err(error));
        }
        rest = after;
    }
    let end = reader.finish(&mut sink);
    (sink, reader, end)
}

pub fn read_with(bytes: impl AsRef<[u8]>, options: Options) -> Outcome {
    read_chunks(bytes.as_ref(), options, &[])
}

pub fn read(bytes: impl AsRef<[u8]>) -> Collected {
    let (collected, _, end) = read_with(bytes, Options::default());
    end.unwrap();
    collected
}

pub fn options(json: &str) -> Options {
    Options::from_json(json).unwrap()
}

/// Field by header, as the reader sees the header line.
pub fn fields(header: &str) -> Vec<(String, String)> {
    let (_, reader, end) = read_with(header, Options::default());
    end.unwrap();
    let used = |column| serde_json::to_value(column).unwrap();
    reader
        .columns()
        .iter()
        .map(|column| {
            let json = used(column);
            (
                json["header"].as_str().unwrap().to_owned(),
                json["field"].as_str().unwrap().to_owned(),
            )
        })
        .collect()
}

/// Names and ids of the attendees.
pub fn ids(text: &str) -> Vec<(String, String)> {
    let out = read(text);
    let text = |row: &Value, key: &str| row[key].as_str().unwrap().to_owned();
    out.rows()
        .iter()
        .map(|row| (text(row, "name"), text(row, "attendee_id")))
        .collect()
}

/// The field of one column of [`fields`].
pub fn field_of(columns: &[(String, String)], header: &str) -> String {
    columns
        .iter()
        .find(|(known, _)| known == header)
        .unwrap()
        .1
        .clone()
}
