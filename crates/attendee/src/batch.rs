//! Attendees that a program made, as the text of one JSON array: each checked by itself, in one pass.
//!
//! An element in order leaves as the slice it came in; only one that needs a change is written anew. What is ordinary is told
//! by [`ordinary`]; the rest is read here, with care.

use std::borrow::Cow;
use std::fmt;

use super::scan::{JsonError, Scanner, Text};
use super::words::element::{Ordinary, ordinary};
use super::{Attendee, INVALID_ATTENDEES, Issue, Rejection, Row, Sink};

/// The text was not one JSON array; rows before the fault have gone to the sink.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BatchError(pub JsonError);

impl fmt::Display for BatchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "attendees must be one JSON array: {}", self.0)
    }
}

impl std::error::Error for BatchError {}

/// Reads the attendees of a JSON array in their wire shape and gives the number of elements.
///
/// Rows count up from `first_row`. Each element is checked by itself: one that is no object, lacks a required
/// field or has a field of a wrong type is rejected, and the others go on. `null` and blank optional fields are
/// left out; values are tidied as in [`Attendee::tidy`]; keys that this client does not know pass untouched.
///
/// # Errors
/// When `text` is not one JSON array.
pub fn read_batch(text: &str, first_row: u64, sink: &mut dyn Sink) -> Result<u64, BatchError> {
    let mut scanner = Scanner::new(text);
    let mut scratch = String::new();
    let mut row = first_row;
    scanner.expect(b'[', "`[`").map_err(BatchError)?;
    if !scanner.take(b']') {
        loop {
            // White space is out of the ordinary.
            if let Some(Ordinary { id, json }) = ordinary(text, scanner.position()) {
                scanner = Scanner::from(text, scanner.position() + json.len());
                sink.row(Row {
                    number: row,
                    attendee_id: id,
                    json,
                });
            } else {
                read_element(&mut scanner, row, &mut scratch, sink).map_err(BatchError)?;
            }
            row += 1;
            if scanner.take(b']') {
                break;
            }
            scanner.expect(b',', "`,` or `]`").map_err(BatchError)?;
        }
    }
    match scanner.peek_token() {
        None => Ok(row - first_row),
        Some(_) => Err(BatchError(scanner.error("the end of the text"))),
    }
}

/// What stands under a known key.
#[derive(Debug, Clone, Copy, Default)]
enum Slot<'a> {
    #[default]
    Absent,
    Null,
    Text(Text<'a>),
    Object(&'a str),
    Other(&'static str),
}

/// The known keys, in the order of [`Element::slots`].
const KEYS: [&str; 7] = [
    "attendee_id",
    "name",
    "email",
    "linkedin_url",
    "title",
    "company",
    "raw",
];

#[inline]
fn known(key: &str) -> Option<usize> {
    Some(match key {
        "attendee_id" => 0,
        "name" => 1,
        "email" => 2,
        "linkedin_url" => 3,
        "title" => 4,
        "company" => 5,
        "raw" => 6,
        _ => return None,
    })
}

#[derive(Debug, Default)]
struct Element<'a> {
    slots: [Slot<'a>; 7],
    issues: Vec<Issue>,
    /// Names that are not known.
    unknown: Vec<Cow<'a, str>>,
    /// Whether the element's own text can no longer stand as it is.
    changed: bool,
}

impl<'a> Element<'a> {
    fn wrong(&mut self, index: usize, message: String) {
        let field = KEYS.get(index).copied().unwrap_or_default();
        let issue = if index == 0 {
            Issue::id(message)
        } else {
            Issue::new(field, message)
        };
        self.issues.push(issue);
    }

    /// Takes the string under key `index`.
    #[inline]
    fn text(&mut self, index: usize) -> Option<Cow<'a, str>> {
        let wanted = if index < 2 {
            "a string"
        } else {
            "a string or left out"
        };
        match self.slots.get(index).copied().unwrap_or_default() {
            Slot::Text(text) => return Some(text.decode()),
            Slot::Absent => {}
            Slot::Null => self.changed = true,
            Slot::Object(_) => self.wrong_type(index, wanted, "an object"),
            Slot::Other(kind) => self.wrong_type(index, wanted, kind),
        }
        None
    }

    #[inline]
    fn raw(&mut self) -> Option<Cow<'a, str>> {
        match self.slots.last().copied().unwrap_or_default() {
            Slot::Object(text) => return Some(Cow::Borrowed(text)),
            Slot::Absent => {}
            Slot::Null => self.changed = true,
            Slot::Text(_) => self.wrong_type(6, "an object or left out", "a string"),
            Slot::Other(kind) => self.wrong_type(6, "an object or left out", kind),
        }
        None
    }

    #[cold]
    fn wrong_type(&mut self, index: usize, wanted: &str, found: &str) {
        let field = KEYS.get(index).copied().unwrap_or_default();
        self.wrong(index, format!("{field} must be {wanted}, not {found}"));
    }
}

fn kind_of(first: u8) -> &'static str {
    match first {
        b'{' => "an object",
        b'[' => "an array",
        b'"' => "a string",
        b't' | b'f' => "a boolean",
        b'n' => "null",
        _ => "a number",
    }
}

/// Reads any element, the ordinary ones too.
pub(crate) fn read_element(
    scanner: &mut Scanner<'_>,
    row: u64,
    scratch: &mut String,
    sink: &mut dyn Sink,
) -> Result<(), JsonError> {
    scanner.lone_surrogate = false;
    let first = scanner.peek_token().ok_or_else(|| scanner.error("a value"))?;
    let start = scanner.position();
    if first != b'{' {
        scanner.value()?;
        sink.reject(Rejection {
            row,
            attendee_id: None,
            field: None,
            code: Cow::Borrowed(INVALID_ATTENDEES),
            message: format!("an attendee must be an object, not {}", kind_of(first)),
        });
        return Ok(());
    }
    let mut element = Element::default();
    read_members(scanner, &mut element)?;
    let source = scanner.since(start);
    if !element.unknown.is_empty() {
        let slots = KEYS.into_iter().zip(element.slots);
        let absent = slots.filter(|(_, slot)| matches!(slot, Slot::Absent));
        let absent: Vec<_> = absent.map(|(name, _)| name).collect();
        sink.unknown(row, &element.unknown, &absent);
    }

    let mut attendee = Attendee {
        attendee_id: element.text(0).unwrap_or_default(),
        name: element.text(1).unwrap_or_default(),
        email: element.text(2),
        linkedin_url: element.text(3),
        title: element.text(4),
        company: element.text(5),
        raw: element.raw(),
    };
    let before = lengths(&attendee);
    attendee.tidy();
    let changed = element.changed || lengths(&attendee) != before || any_owned(&attendee);
    let mut issues = element.issues;
    for issue in attendee.check() {
        // A field of a wrong type is named once, not also as missing.
        if !issues.iter().any(|known| known.field == issue.field) {
            issues.push(issue);
        }
    }
    if scanner.lone_surrogate {
        issues.push(Issue {
            field: "",
            code: INVALID_ATTENDEES,
            message: Cow::Borrowed(
                "a string holds half of a surrogate pair, which is not a character: clean the text",
            ),
        });
    }
    if !issues.is_empty() {
        let mut rejection = Rejection::of(row, Some(&attendee.attendee_id), "", &issues);
        rejection.field = rejection.field.filter(|field| !field.is_empty());
        sink.reject(rejection);
    } else if changed {
        scratch.clear();
        rewrite(&attendee, source, scratch)?;
        sink.row(Row {
            number: row,
            attendee_id: &attendee.attendee_id,
            json: scratch,
        });
    } else {
        sink.row(Row {
            number: row,
            attendee_id: &attendee.attendee_id,
            json: source,
        });
    }
    Ok(())
}

#[inline]
fn read_members<'a>(scanner: &mut Scanner<'a>, element: &mut Element<'a>) -> Result<(), JsonError> {
    scanner.expect(b'{', "`{`")?;
    if scanner.take(b'}') {
        return Ok(());
    }
    loop {
        let key = scanner.key()?;
        let index = if key.escaped {
            known(&key.decode())
        } else {
            known(key.source)
        };
        let slot = match scanner.peek_token() {
            Some(b'"') => Slot::Text(scanner.string()?),
            Some(first) => {
                let text = scanner.value()?;
                match first {
                    b'n' => Slot::Null,
                    b'{' => Slot::Object(text),
                    _ => Slot::Other(kind_of(first)),
                }
            }
            None => return Err(scanner.error("a value")),
        };
        if index.is_none() {
            element.unknown.push(key.decode());
        }
        if let Some(index) = index
            && let Some(place) = element.slots.get_mut(index)
        {
            if matches!(place, Slot::Absent) {
                *place = slot;
            } else {
                let field = KEYS.get(index).copied().unwrap_or_default();
                element.wrong(index, format!("{field} is given twice"));
            }
        }
        if scanner.take(b'}') {
            return Ok(());
        }
        scanner.expect(b',', "`,` or `}`")?;
    }
}

/// The lengths of the values. Together with [`any_owned`] they tell whether tidying changed anything: a borrowed
/// value can only get shorter.
#[inline]
fn lengths(attendee: &Attendee<'_>) -> [Option<usize>; 6] {
    let optional = |value: &Option<Cow<'_, str>>| value.as_ref().map(|value| value.len());
    [
        Some(attendee.attendee_id.len()),
        Some(attendee.name.len()),
        optional(&attendee.email),
        optional(&attendee.linkedin_url),
        optional(&attendee.title),
        optional(&attendee.company),
    ]
}

/// Whether a value is not a slice of the source: it had an escape, or was tidied.
#[inline]
fn any_owned(attendee: &Attendee<'_>) -> bool {
    let owned = |value: &Cow<'_, str>| matches!(value, Cow::Owned(_));
    let optional = |value: &Option<Cow<'_, str>>| value.as_ref().is_some_and(owned);
    owned(&attendee.attendee_id)
        || owned(&attendee.name)
        || optional(&attendee.email)
        || optional(&attendee.linkedin_url)
        || optional(&attendee.title)
        || optional(&attendee.company)
}

/// Writes the attendee, then the members of `source` that this client does not know.
fn rewrite(attendee: &Attendee<'_>, source: &str, out: &mut String) -> Result<(), JsonError> {
    attendee.write_fields(out);
    if let Some(raw) = &attendee.raw {
        out.push_str(",\"raw\":");
        out.push_str(raw);
    }
    let mut scanner = Scanner::new(source);
    scanner.expect(b'{', "`{`")?;
    while !scanner.take(b'}') {
        let _ = scanner.take(b',');
        let key = scanner.key()?;
        let value = scanner.value()?;
        if known(&key.decode()).is_none() {
            out.push_str(",\"");
            out.push_str(key.source);
            out.push_str("\":");
            out.push_str(value);
        }
    }
    out.push('}');
    Ok(())
}
