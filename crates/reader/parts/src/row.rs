//! From the values of one row to an attendee, or to what is wrong with it.

use std::borrow::Cow;

use meshi_partner_core::attendee::{Attendee, INVALID_ATTENDEES, Issue, Rejection, Row, Sink, json, rules};

use crate::id::derive_id;
use crate::options::Field;
use crate::plan::Plan;

/// Buffers that live as long as the reader, so that a row allocates nothing.
#[derive(Debug, Default)]
pub struct Writer {
    json: String,
    id: String,
    name: String,
}

/// Where a row stands in the file, for messages.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    /// The data row, counted from 1.
    pub row: u64,
    /// The line of the file, where it has lines.
    pub line: Option<u64>,
}

impl Place {
    fn prefix(self) -> String {
        self.line
            .map_or_else(String::new, |line| format!("line {line}: "))
    }

    /// The rejection of the row as a whole.
    #[cold]
    pub fn reject(self, attendee_id: Option<&str>, problem: &str) -> Rejection {
        Rejection {
            row: self.row,
            attendee_id: attendee_id.filter(|id| rules::is_id(id)).map(str::to_owned),
            field: None,
            code: Cow::Borrowed(INVALID_ATTENDEES),
            message: [&self.prefix(), problem].concat(),
        }
    }
}

/// Whether trimmed text is a mark for "nothing" in a cell that may be empty.
pub fn is_placeholder(text: &[u8]) -> bool {
    matches!(text, [b'-'] | [b'-', b'-'])
        || (text.len() <= 4
            && ["n/a", "none", "null", "#n/a", "—", "–"]
                .iter()
                .any(|mark| text.eq_ignore_ascii_case(mark.as_bytes())))
}

/// A value that is longer than this, the white space around it too, is no mark for "nothing".
pub const LONGEST_MARK: usize = 16;

/// A value that may be missing, without the marks that people put for "nothing".
#[inline]
fn optional(value: Option<Cow<'_, str>>) -> Option<Cow<'_, str>> {
    value.filter(|value| value.len() > LONGEST_MARK || !is_placeholder(rules::trim(value).as_bytes()))
}

/// Gives what stands in a field's column.
pub type Values<'v, 'a> = &'v dyn Fn(Field) -> Option<Cow<'a, str>>;

impl Writer {
    /// Gives the row to `sink`, as an attendee or as a rejection with `issues` and all others.
    ///
    /// `raw` appends the members of the attendee's `raw` object, with commas between them.
    #[allow(clippy::too_many_arguments, reason = "a row has no fewer parts")]
    pub fn write<'a>(
        &mut self,
        place: Place,
        plan: &Plan,
        value: Values<'_, 'a>,
        mut issues: Vec<Issue>,
        raw: &dyn Fn(&mut String),
        sink: &mut dyn Sink,
    ) {
        let Self { json, id, name } = self;
        let full = value(Field::Name).filter(|full| !rules::trim(full).is_empty());
        let full = full.unwrap_or_else(|| {
            name.clear();
            name.push_str(rules::trim(&value(Field::FirstName).unwrap_or_default()));
            name.push(' ');
            name.push_str(rules::trim(&value(Field::LastName).unwrap_or_default()));
            Cow::Borrowed(rules::trim(name))
        });
        let mut attendee = Attendee {
            attendee_id: value(Field::AttendeeId).unwrap_or_default(),
            name: full,
            email: optional(value(Field::Email)),
            linkedin_url: optional(value(Field::LinkedinUrl)),
            title: optional(value(Field::Title)),
            company: optional(value(Field::Company)),
            raw: None,
        };
        attendee.tidy();
        let mut has_id = !attendee.attendee_id.is_empty();
        if !has_id && let Some(email) = &attendee.email {
            derive_id(email, id);
            attendee.attendee_id = Cow::Borrowed(id.as_str());
            has_id = true;
        }
        for issue in attendee.check() {
            // A fault that is already named is not named again as another.
            if (issue.field != "attendee_id" || has_id)
                && !issues.iter().any(|known| known.field == issue.field)
            {
                issues.push(issue);
            }
        }
        if !has_id
            && !issues
                .iter()
                .any(|issue| matches!(issue.field, "attendee_id" | "email"))
        {
            issues.push(Issue::id(no_id(plan)));
        }
        if !issues.is_empty() {
            sink.reject(rejection(place, plan, &attendee, issues));
            return;
        }
        json.clear();
        attendee.write_fields(json);
        let before = json.len();
        json.push_str(",\"raw\":{");
        let empty = json.len();
        raw(json);
        if json.len() == empty {
            json.truncate(before);
        } else {
            json.push('}');
        }
        json.push('}');
        sink.row(Row {
            number: place.row,
            attendee_id: &attendee.attendee_id,
            json,
        });
    }
}

/// Appends one member of a `raw` object: `key` is JSON text with its colon.
#[inline]
pub fn raw_member(key: &str, value: &str, out: &mut String) {
    raw_json_member(key, "", out);
    json::write_string(value, out);
}

/// [`raw_member`] for a value that is JSON text.
#[inline]
pub fn raw_json_member(key: &str, value: &str, out: &mut String) {
    if !out.ends_with('{') {
        out.push(',');
    }
    out.push_str(key);
    out.push_str(value);
}

fn no_id(plan: &Plan) -> &'static str {
    match (plan.source(Field::AttendeeId), plan.source(Field::Email)) {
        (Some(_), Some(_)) => "the row has neither an id nor an e-mail address to derive one from: give one",
        (Some(_), None) => "the row has no id: give one",
        (None, Some(_)) => {
            "the row has no e-mail address to derive an id from, and the file has no id column: \
             give one, or say with mapping: { attendee_id: \"…\" } which column is the id"
        }
        (None, None) => {
            "the file has neither an id nor an e-mail column: say with mapping: { attendee_id: \"…\" } or \
             mapping: { email: \"…\" } which column is one"
        }
    }
}

#[cold]
fn rejection(place: Place, plan: &Plan, attendee: &Attendee<'_>, mut issues: Vec<Issue>) -> Rejection {
    for issue in &mut issues {
        let field = Field::parse(issue.field);
        let header = field.and_then(|field| plan.header(field)).or_else(|| {
            let halves = [Field::FirstName, Field::LastName];
            if issue.field == "name" {
                halves.iter().find_map(|half| plan.header(*half))
            } else {
                None
            }
        });
        if let Some(header) = header {
            issue.message = Cow::Owned(format!("column {header:?}: {}", issue.message));
        }
    }
    let mut rejection = Rejection::of(place.row, Some(&attendee.attendee_id), &place.prefix(), &issues);
    rejection.field = rejection.field.filter(|field| !field.is_empty());
    rejection
}
