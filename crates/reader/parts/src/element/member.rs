//! The members of an element.

use std::borrow::Cow;

use meshi_partner_core::attendee::scan::{JsonError, Scanner, Text};

#[derive(Debug, Clone, Copy)]
pub(super) enum Value<'a> {
    Text(Text<'a>),
    Null,
    /// A number or a boolean.
    Scalar(&'a str),
    /// An array or an object, and which it is.
    Nested(&'a str, &'static str),
}

#[derive(Debug)]
pub(super) struct Member<'a> {
    pub(super) key: Cow<'a, str>,
    /// The value's own text.
    pub(super) source: &'a str,
    pub(super) value: Value<'a>,
}

impl Member<'_> {
    /// The value as a table's cell would have it.
    pub(super) fn text(&self) -> String {
        match self.value {
            Value::Text(text) => text.decode().into_owned(),
            Value::Scalar(text) => text.to_owned(),
            Value::Null | Value::Nested(..) => String::new(),
        }
    }
}

/// The members of the object that is the whole text, or what other kind of value it is.
pub(super) fn members<'a>(
    scanner: &mut Scanner<'a>,
) -> Result<Result<Vec<Member<'a>>, &'static str>, JsonError> {
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
