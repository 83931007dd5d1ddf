//! One element of a JSON file: its keys are columns, its values cells.

mod member;
mod raw;

use std::borrow::Cow;
use std::collections::HashMap;

use meshi_partner_core::attendee::scan::{JsonError, Scanner};
use meshi_partner_core::attendee::{INVALID_ATTENDEES, Issue, Sink};

use crate::decode::Charset;
use crate::error::ReadError;
use crate::headers::{distinct, missing};
use crate::options::{Encoding, Field, Options};
use crate::plan::{Column, IdRule, Plan, late_column};
use crate::recognise::MOST_COLUMNS;
use crate::recorded::Recorded;
use crate::row::{At, Place, Writer};
use member::{Member, Value, members};
use raw::{record, write_raw};

/// So many different sets of keys are remembered.
const PLANS: usize = 16;

/// So many elements, or so many bytes of them, are held before anything is decided.
const HEAD_ELEMENTS: usize = 200;
const HEAD_BYTES: usize = 64 * 1024;

#[derive(Debug)]
struct Known {
    keys: Vec<String>,
    plan: Plan,
}

/// The first elements, until the columns are decided on.
#[derive(Debug, Default)]
struct Head {
    elements: Vec<(Option<u64>, Vec<u8>)>,
    bytes: usize,
}

/// Reads elements, and remembers what their keys mean.
#[derive(Debug, Default)]
pub(crate) struct Elements {
    known: Vec<Known>,
    /// Every key met so far.
    columns: Vec<Column>,
    by_key: HashMap<String, usize>,
    ids: IdRule,
    order: Option<usize>,
    recorded: Option<Recorded>,
    is_decided: bool,
    head: Head,
    rows: u64,
    charset: Option<Charset>,
    writer: Writer,
}

impl Elements {
    pub(crate) fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Takes in how the file is encoded, once.
    pub(crate) fn settle(&mut self, encoding: Encoding) {
        let encoding = if encoding == Encoding::Auto {
            Encoding::Utf8
        } else {
            encoding
        };
        self.charset.get_or_insert(Charset::new(encoding));
    }

    /// Looks whether every column that the caller named was met in some element.
    pub(crate) fn finish(&self, options: &Options) -> Result<(), ReadError> {
        let headers: Vec<String> = self.columns.iter().map(|column| column.header.clone()).collect();
        if headers.is_empty() {
            return Ok(());
        }
        missing(&headers, options)
    }

    pub(crate) fn rows(&self) -> u64 {
        self.rows
    }

    pub(crate) fn recorded(&self) -> Option<&Recorded> {
        self.recorded.as_ref()
    }

    /// Takes the element that stands in `line`.
    pub(crate) fn read(
        &mut self,
        line: Option<u64>,
        bytes: &[u8],
        options: &Options,
        sink: &mut dyn Sink,
    ) -> Result<(), ReadError> {
        if self.is_decided {
            self.element(line, bytes, options, sink);
            return Ok(());
        }
        self.head.bytes += bytes.len();
        self.head.elements.push((line, bytes.to_vec()));
        if self.head.elements.len() >= HEAD_ELEMENTS || self.head.bytes >= HEAD_BYTES {
            self.flush(options, sink)?;
        }
        Ok(())
    }

    /// Rejects an element that cannot be read.
    pub(crate) fn reject(
        &mut self,
        line: Option<u64>,
        problem: &str,
        options: &Options,
        sink: &mut dyn Sink,
    ) -> Result<(), ReadError> {
        self.flush(options, sink)?;
        let place = self.next_place(line);
        sink.reject(place.reject(None, problem));
        Ok(())
    }

    /// Decides on the columns by the elements that are held, and gives these out.
    pub(crate) fn flush(&mut self, options: &Options, sink: &mut dyn Sink) -> Result<(), ReadError> {
        if self.is_decided || self.head.elements.is_empty() {
            return Ok(());
        }
        let head = std::mem::take(&mut self.head);
        self.decide(&head, options)?;
        self.is_decided = true;
        let columns = self.columns.clone();
        let plan = Plan::of_columns(columns).with_ids(self.ids, self.order);
        sink.id_source(plan.id_source());
        if let Some(recorded) = &self.recorded {
            sink.decided(&recorded.to_value().to_json());
        }
        for (line, bytes) in &head.elements {
            self.element(*line, bytes, options, sink);
        }
        Ok(())
    }

    fn decide(&mut self, head: &Head, options: &Options) -> Result<(), ReadError> {
        let mut charset = self.charset.unwrap_or(Charset::new(Encoding::Utf8));
        let mut keys: Vec<String> = Vec::new();
        let mut by_key: HashMap<String, usize> = HashMap::new();
        let mut rows: Vec<Vec<String>> = Vec::new();
        for (_, bytes) in &head.elements {
            let Ok(text) = charset.text(bytes) else { continue };
            let mut scanner = Scanner::new(&text);
            let Ok(Ok(members)) = members(&mut scanner) else {
                continue;
            };
            let mut row: Vec<(usize, String)> = Vec::new();
            for (header, member) in headers_of(&members).into_iter().zip(&members) {
                let index = match by_key.get(&header) {
                    Some(index) => *index,
                    None if keys.len() == MOST_COLUMNS => continue,
                    None => {
                        by_key.insert(header.clone(), keys.len());
                        keys.push(header);
                        keys.len() - 1
                    }
                };
                row.push((index, member.text()));
            }
            let mut cells = vec![String::new(); row.iter().map(|(index, _)| index + 1).max().unwrap_or(0)];
            for (index, text) in row {
                if let Some(cell) = cells.get_mut(index) {
                    *cell = text;
                }
            }
            rows.push(cells);
        }
        let given: Vec<&str> = keys.iter().map(String::as_str).collect();
        let rows: Vec<Vec<&str>> = rows
            .iter()
            .map(|row| row.iter().map(String::as_str).collect())
            .collect();
        let plan = Plan::new(&given, &rows, options, false)?;
        (self.ids, self.order, self.recorded) = (plan.ids, plan.order, plan.recorded);
        (self.columns, self.by_key) = (plan.columns, by_key);
        Ok(())
    }

    fn next_place(&mut self, line: Option<u64>) -> Place {
        self.rows += 1;
        Place { row: self.rows, line }
    }

    fn element(&mut self, line: Option<u64>, bytes: &[u8], options: &Options, sink: &mut dyn Sink) {
        let mut charset = self.charset.unwrap_or(Charset::new(Encoding::Utf8));
        let text = match charset.text(bytes) {
            Ok(text) => text,
            Err(problem) => {
                let place = self.next_place(line);
                sink.reject(place.reject(None, &["the element ", problem].concat()));
                return;
            }
        };
        let mut scanner = Scanner::new(&text);
        match members(&mut scanner) {
            Ok(Ok(members)) => self.row(line, &members, scanner.lone_surrogate, options, sink),
            Ok(Err(kind)) => {
                let place = self.next_place(line);
                sink.reject(place.reject(None, &["an attendee must be an object, not ", kind].concat()));
            }
            Err(JsonError { at, expected }) => {
                let problem = format!("the element is not valid JSON: expected {expected} at its byte {at}");
                let place = self.next_place(line);
                sink.reject(place.reject(None, &problem));
            }
        }
    }

    fn row(
        &mut self,
        line: Option<u64>,
        members: &[Member<'_>],
        lone_surrogate: bool,
        options: &Options,
        sink: &mut dyn Sink,
    ) {
        if members.len() > MOST_COLUMNS {
            let place = self.next_place(line);
            let problem = format!(
                "the element has more than {MOST_COLUMNS} keys: leave out those that are not about the attendee"
            );
            sink.reject(place.reject(None, &problem));
            return;
        }
        let index = self.plan(members, options);
        if options.filters
            && let Some(Known { plan, .. }) = self.known.get(index)
            && !sink.keep(self.rows + 1, &record(plan, members))
        {
            sink.skip();
            return;
        }
        let place = self.next_place(line);
        let Some(Known { plan, .. }) = self.known.get(index) else {
            return;
        };
        let mut issues = Vec::new();
        if lone_surrogate {
            let message = "a string holds half of a surrogate pair, which is not a character: clean the text";
            issues.push(Issue {
                field: "",
                code: INVALID_ATTENDEES,
                message: Cow::Borrowed(message),
            });
        }
        let member = |field| members.get(plan.source(field)?);
        for field in Field::ALL {
            if let Some(Value::Nested(_, kind)) = member(field).map(|member| member.value) {
                let message = format!("{} must be text, not {kind}", field.name());
                issues.push(match field {
                    Field::AttendeeId => Issue::id(message),
                    _ => Issue::new(wire_name(field), message),
                });
            }
        }
        let value = |field| match member(field)?.value {
            Value::Text(text) => Some(text.decode()),
            Value::Scalar(text) => Some(Cow::Borrowed(text)),
            Value::Null | Value::Nested(..) => None,
        };
        let raw = |out: &mut String| write_raw(plan, members, out);
        let number = plan
            .order
            .and_then(|order| members.get(order))
            .map(Member::text)
            .unwrap_or_default();
        let at = At {
            place,
            plan,
            first: None,
            number: &number,
        };
        self.writer.write(at, &value, issues, &raw, sink);
    }

    /// The place in [`Self::known`] of the plan for these keys.
    fn plan(&mut self, members: &[Member<'_>], options: &Options) -> usize {
        let same = |known: &Known| {
            known
                .keys
                .iter()
                .map(String::as_str)
                .eq(members.iter().map(|m| m.key.as_ref()))
        };
        if let Some(index) = self.known.iter().position(same) {
            return index;
        }
        let (mut columns, mut order) = (Vec::with_capacity(members.len()), None);
        for (index, header) in headers_of(members).into_iter().enumerate() {
            let column = self
                .by_key
                .get(&header)
                .and_then(|at| Some((*at, self.columns.get(*at)?.clone())));
            let column = match column {
                Some((at, column)) => {
                    if self.order == Some(at) {
                        order = Some(index);
                    }
                    column
                }
                None => self.late(&header, options),
            };
            columns.push(column);
        }
        let plan = Plan::of_columns(columns).with_ids(self.ids, order);
        if self.known.len() == PLANS {
            self.known.remove(0);
        }
        let keys = members
            .iter()
            .map(|member| member.key.clone().into_owned())
            .collect();
        self.known.push(Known { keys, plan });
        self.known.len() - 1
    }

    /// The column of a key that none of the first elements has. So many keys are remembered, and no more.
    fn late(&mut self, header: &str, options: &Options) -> Column {
        let column = late_column(header, &self.columns, options);
        if self.columns.len() < MOST_COLUMNS {
            self.by_key.insert(header.to_owned(), self.columns.len());
            self.columns.push(column.clone());
        }
        column
    }
}

/// The keys, made distinct.
fn headers_of(members: &[Member<'_>]) -> Vec<String> {
    let keys: Vec<&str> = members.iter().map(|member| member.key.as_ref()).collect();
    distinct(&keys)
}

/// The wire's name for the field that a value would have become part of.
fn wire_name(field: Field) -> &'static str {
    match field {
        Field::FirstName | Field::LastName => Field::Name.name(),
        other => other.name(),
    }
}
