//! One element of a JSON file: its keys are columns, its values cells.

use std::borrow::Cow;

use meshi_partner_core::attendee::json::write_string;
use meshi_partner_core::attendee::scan::{JsonError, Scanner, Text};
use meshi_partner_core::attendee::{INVALID_ATTENDEES, Issue, Sink};

use crate::decode::Charset;
use crate::error::ReadError;
use crate::options::{Encoding, Field, Options};
use crate::plan::{Column, Plan, Use, unknown_column};
use crate::row::{Place, Writer, raw_json_member};

/// So many different sets of keys are remembered.
const PLANS: usize = 16;

#[derive(Debug)]
struct Known {
    keys: Vec<String>,
    plan: Plan,
}

/// Reads elements, and remembers what their keys mean.
#[derive(Debug, Default)]
pub(crate) struct Elements {
    known: Vec<Known>,
    /// Every key met so far.
    columns: Vec<Column>,
    charset: Option<Charset>,
    writer: Writer,
}

#[derive(Debug, Clone, Copy)]
enum Value<'a> {
    Text(Text<'a>),
    Null,
    /// A number or a boolean.
    Scalar(&'a str),
    /// An array or an object, and which it is.
    Nested(&'a str, &'static str),
}

#[derive(Debug)]
struct Member<'a> {
    key: Cow<'a, str>,
    /// The value's own text.
    source: &'a str,
    value: Value<'a>,
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
        let mapped = options.mapping.iter().filter_map(|entry| {
            entry
                .header
                .as_deref()
                .map(|header| (["mapping.", entry.field.name()].concat(), header))
        });
        let ignored = options
            .ignore
            .iter()
            .map(|header| ("ignore".to_owned(), header.as_str()));
        for (option, header) in mapped.chain(ignored) {
            if crate::plan::find(header, &headers).is_none() {
                return Err(unknown_column(&option, header, &headers));
            }
        }
        Ok(())
    }

    pub(crate) fn read(&mut self, place: Place, bytes: &[u8], options: &Options, sink: &mut dyn Sink) {
        let mut charset = self.charset.unwrap_or(Charset::new(Encoding::Utf8));
        let text = match charset.text(bytes) {
            Ok(text) => text,
            Err(problem) => {
                sink.reject(place.reject(None, &["the element ", problem].concat()));
                return;
            }
        };
        let mut scanner = Scanner::new(&text);
        match members(&mut scanner) {
            Ok(Ok(members)) => self.row(place, &members, scanner.lone_surrogate, options, sink),
            Ok(Err(kind)) => {
                sink.reject(place.reject(None, &["an attendee must be an object, not ", kind].concat()));
            }
            Err(JsonError { at, expected }) => {
                let problem = format!("the element is not valid JSON: expected {expected} at its byte {at}");
                sink.reject(place.reject(None, &problem));
            }
        }
    }

    fn row(
        &mut self,
        place: Place,
        members: &[Member<'_>],
        lone_surrogate: bool,
        options: &Options,
        sink: &mut dyn Sink,
    ) {
        let index = match self.plan(members, options) {
            Ok(index) => index,
            Err(error) => {
                sink.reject(place.reject(None, &error.message));
                return;
            }
        };
        let Some(Known { plan, .. }) = self.known.get(index) else {
            return;
        };
        let mut issues = Vec::new();
        if lone_surrogate {
            let message = "a string holds half of a surrogate pair, which is no character: clean the text";
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
        self.writer.write(place, plan, &value, issues, &raw, sink);
    }

    /// The place in [`Self::known`] of the plan for these keys.
    fn plan(&mut self, members: &[Member<'_>], options: &Options) -> Result<usize, ReadError> {
        let same = |known: &Known| {
            known
                .keys
                .iter()
                .map(String::as_str)
                .eq(members.iter().map(|m| m.key.as_ref()))
        };
        if let Some(index) = self.known.iter().position(same) {
            return Ok(index);
        }
        let plan = Plan::new(members.iter().map(|member| member.key.as_ref()), options, false)?;
        for column in &plan.columns {
            if !self.columns.iter().any(|known| known.header == column.header) {
                self.columns.push(column.clone());
            }
        }
        if self.known.len() == PLANS {
            self.known.remove(0);
        }
        let keys = members
            .iter()
            .map(|member| member.key.clone().into_owned())
            .collect();
        self.known.push(Known { keys, plan });
        Ok(self.known.len() - 1)
    }
}

/// The wire's name for the field that a value would have become part of.
fn wire_name(field: Field) -> &'static str {
    match field {
        Field::FirstName | Field::LastName => Field::Name.name(),
        other => other.name(),
    }
}

/// The members of the object that is the whole text, or what other kind of value it is.
fn members<'a>(scanner: &mut Scanner<'a>) -> Result<Result<Vec<Member<'a>>, &'static str>, JsonError> {
    let mut members = Vec::new();
    if scanner.peek_token() != Some(b'{') {
        let kind = match scanner.peek_token() {
            Some(b'[') => "an array",
            Some(b'"') => "a string",
            Some(b'n') => "null",
            Some(b't' | b'f') => "a boolean",
            _ => "a number",
        };
        scanner.value()?;
        end(scanner)?;
        return Ok(Err(kind));
    }
    scanner.expect(b'{', "`{`")?;
    while !scanner.take(b'}') {
        if !members.is_empty() {
            scanner.expect(b',', "`,` or `}`")?;
        }
        let key = scanner.key()?.decode();
        let first = scanner.peek_token();
        let start = scanner.position();
        let value = match first {
            Some(b'"') => Value::Text(scanner.string()?),
            Some(b'{') => Value::Nested(scanner.value()?, "an object"),
            Some(b'[') => Value::Nested(scanner.value()?, "an array"),
            Some(b'n') => {
                scanner.value()?;
                Value::Null
            }
            _ => Value::Scalar(scanner.value()?),
        };
        members.push(Member {
            key,
            source: scanner.since(start),
            value,
        });
    }
    end(scanner)?;
    Ok(Ok(members))
}

fn end(scanner: &mut Scanner<'_>) -> Result<(), JsonError> {
    if scanner.peek_token().is_none() {
        Ok(())
    } else {
        Err(scanner.error("the end of the element"))
    }
}

/// Writes what is no field: first the members of an own `raw` object, as the wire has it, then all others.
fn write_raw(plan: &Plan, members: &[Member<'_>], out: &mut String) {
    let mut taken: Vec<Cow<'_, str>> = Vec::new();
    let is_base = |index: usize, member: &Member<'_>| {
        member.key == "raw"
            && matches!(member.value, Value::Nested(_, "an object"))
            && plan
                .columns
                .get(index)
                .is_some_and(|column| column.used == Use::Raw)
    };
    for (index, member) in members.iter().enumerate() {
        if is_base(index, member)
            && taken.is_empty()
            && let Value::Nested(source, _) = member.value
        {
            copy_members(source, &mut taken, out);
        }
    }
    for (index, key) in &plan.raw {
        let Some(member) = members.get(*index) else {
            continue;
        };
        let blank = match member.value {
            Value::Null => true,
            Value::Text(text) => text.source.is_empty(),
            _ => false,
        };
        if blank || is_base(*index, member) {
            continue;
        }
        let header = plan
            .columns
            .get(*index)
            .map_or("", |column| column.header.as_str());
        if taken.iter().any(|taken| taken == header) {
            // One of that many is free.
            let mut numbered = (2..=taken.len() + 2).map(|n| format!("{header} ({n})"));
            let free = numbered.find(|free| !taken.iter().any(|taken| taken == free));
            let mut key = String::new();
            write_string(&free.unwrap_or_default(), &mut key);
            key.push(':');
            raw_json_member(&key, member.source, out);
        } else {
            raw_json_member(key, member.source, out);
        }
    }
}

/// Copies the members of the object `source`, whose text has been checked, and notes their keys.
fn copy_members<'a>(source: &'a str, taken: &mut Vec<Cow<'a, str>>, out: &mut String) {
    let inner = source
        .strip_prefix('{')
        .and_then(|inner| inner.strip_suffix('}'))
        .unwrap_or_default()
        .trim();
    out.push_str(inner);
    let mut scanner = Scanner::new(source);
    let _ = scanner.take(b'{');
    while let Ok(key) = scanner.key() {
        taken.push(key.decode());
        if scanner.value().is_err() || !scanner.take(b',') {
            return;
        }
    }
}
