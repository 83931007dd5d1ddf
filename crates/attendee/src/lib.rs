//! An attendee row: its rules and its wire form, in the one place that knows them.
//!
//! Everything borrows: a row that is in order costs no allocation. Duplicate ids and the splitting of a
//! payload are the import's business and are not looked at here.

mod batch;
pub mod rules;

use std::borrow::Cow;

use serde::Serialize;

pub use batch::{BatchError, read_batch};
pub use meshi_partner_words as words;
pub use meshi_partner_words::{json, scan};

/// The server's code for an id that breaks the id pattern (D).
pub const INVALID_PARTNER_ID: &str = "INVALID_PARTNER_ID";
/// The server's code for attendees that it does not take (D as a code, its status is inferred).
pub const INVALID_ATTENDEES: &str = "INVALID_ATTENDEES";

/// A row that may be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row<'a> {
    /// The data row in the source, counted from 1.
    pub number: u64,
    /// The id, already checked against the id pattern (D).
    pub attendee_id: &'a str,
    /// The attendee in its wire shape: one complete JSON object.
    pub json: &'a str,
}

/// A row that is not sent, and why: an entry of `rejected` in an import report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rejection {
    /// The data row in the source, counted from 1.
    pub row: u64,
    /// The row's id, where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attendee_id: Option<String>,
    /// The wire name of the field at fault, where it is one field's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The server's own code for this fault.
    pub code: Cow<'static, str>,
    /// What is wrong and what to do. Holds no value of the row.
    pub message: String,
}

/// What was left out of a row that is sent all the same, and why: an entry of `warnings` in an import report.
pub type Warning = Rejection;

/// The code of a warning: an optional field had a value that it cannot take, and was left out.
pub const FIELD_LEFT_OUT: &str = "FIELD_LEFT_OUT";
/// The code of a warning: the column of ids holds nothing in the row, or nothing that the server takes as an id, and the row got
/// one that is derived from its e-mail address, or from what stands there.
pub const ID_DERIVED: &str = "ID_DERIVED";

/// Where the ids of rows come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum IdSource<'a> {
    /// The rows have them.
    #[default]
    Given,
    /// A column with this header holds them.
    Column(&'a str),
    /// They are derived from e-mail addresses.
    Email,
    /// They are derived from the number of an order or a booking, and the e-mail address or else the name.
    NumberAndEmail,
}

/// Takes rows as they are read. Every data row that is kept comes exactly once, to [`Sink::row`] or [`Sink::reject`].
pub trait Sink {
    /// A row that is in order.
    fn row(&mut self, row: Row<'_>);
    /// A row that is not in order, and is not sent.
    fn reject(&mut self, rejection: Rejection);
    /// Members of row `number` under names that are not known, told before the row itself; `absent` are the known names that it
    /// lacks.
    fn unknown(&mut self, number: u64, names: &[Cow<'_, str>], absent: &[&'static str]) {
        let _ = (number, names, absent);
    }
    /// Something was left out of a row. It comes before the row itself.
    fn warn(&mut self, warning: Warning);
    /// Where ids come from. It comes once, before the first row, where a file is read.
    fn id_source(&mut self, _source: IdSource<'_>) {}
    /// How a file's columns were decided on, as JSON text that a resume token can hold. It comes once, before the first row.
    fn decided(&mut self, _decision: &str) {}
    /// Whether a row is kept: `record` is a JSON object of its cells by header, and of its fields; `number` is the row's
    /// number if it is kept. It is asked only by a reader that filters. A row that is not kept has no number, and goes to
    /// [`Sink::skip`] instead.
    fn keep(&mut self, _number: u64, _record: &str) -> bool {
        true
    }
    /// A row was not kept.
    fn skip(&mut self) {}
}

/// One fault of one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// The field's wire name.
    pub field: &'static str,
    /// The server's own code for this fault.
    pub code: &'static str,
    /// What is wrong and what to do, beginning in lower case. Holds no value of the row.
    pub message: Cow<'static, str>,
}

impl Issue {
    /// A fault of any field but the id.
    pub fn new(field: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            field,
            code: INVALID_ATTENDEES,
            message: message.into(),
        }
    }

    /// A fault of the id.
    pub fn id(message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            field: "attendee_id",
            code: INVALID_PARTNER_ID,
            message: message.into(),
        }
    }
}

/// Appends rejections as the text of a JSON list.
pub fn write_rejections(rejections: &[Rejection], out: &mut String) {
    out.push('[');
    for (index, rejection) in rejections.iter().enumerate() {
        out.push_str(if index == 0 { "{\"row\":" } else { ",{\"row\":" });
        out.push_str(&rejection.row.to_string());
        for (key, text) in [
            (",\"attendee_id\":", rejection.attendee_id.as_deref()),
            (",\"field\":", rejection.field.as_deref()),
            (",\"code\":", Some(&*rejection.code)),
            (",\"message\":", Some(&*rejection.message)),
        ] {
            if let Some(text) = text {
                out.push_str(key);
                json::write_string(text, out);
            }
        }
        out.push('}');
    }
    out.push(']');
}

impl Rejection {
    /// The rejection of row `row` for `issues`: the first gives field and code, the message has them all.
    ///
    /// `place` stands before the message, such as `line 7: `; it may be empty.
    pub fn of(row: u64, attendee_id: Option<&str>, place: &str, issues: &[Issue]) -> Self {
        let mut message = String::from(place);
        for (index, issue) in issues.iter().enumerate() {
            if index > 0 {
                message.push_str("; ");
            }
            message.push_str(&issue.message);
        }
        let first = issues.first();
        Self {
            row,
            attendee_id: attendee_id
                .filter(|id| !id.is_empty() && id.len() <= 256)
                .map(str::to_owned),
            field: first.map(|issue| issue.field.to_owned()),
            code: Cow::Borrowed(first.map_or(INVALID_ATTENDEES, |issue| issue.code)),
            message,
        }
    }
}

/// One attendee, with the keys of the wire (CONTRACT.md: an attendee; D but for the wire names
/// `linkedin_url` and `raw`, which are I).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attendee<'a> {
    /// Required: the partner's own, stable id (D).
    pub attendee_id: Cow<'a, str>,
    /// Required, not blank (D).
    pub name: Cow<'a, str>,
    /// One e-mail address.
    pub email: Option<Cow<'a, str>>,
    /// An address on linkedin.com.
    pub linkedin_url: Option<Cow<'a, str>>,
    /// The job title.
    pub title: Option<Cow<'a, str>>,
    /// The company or organisation.
    pub company: Option<Cow<'a, str>>,
    /// The source's other data: the text of one JSON object, which is not looked at again.
    pub raw: Option<Cow<'a, str>>,
}

impl Attendee<'_> {
    /// Tidies the values: white space trimmed and each run of it (line breaks and control characters too) one space;
    /// a blank optional field absent; a `LinkedIn` address completed to `https://`.
    #[inline]
    pub fn tidy(&mut self) {
        rules::trim_in_place(&mut self.attendee_id);
        rules::tidy_in_place(&mut self.name);
        for value in [
            &mut self.email,
            &mut self.linkedin_url,
            &mut self.title,
            &mut self.company,
        ] {
            if let Some(text) = value {
                rules::tidy_in_place(text);
                if text.is_empty() {
                    *value = None;
                }
            }
        }
        if let Some(url) = &mut self.linkedin_url {
            rules::complete_scheme(url);
        }
    }

    /// Everything that is wrong with a tidied attendee. Empty, and without an allocation, where all is well.
    #[inline]
    pub fn check(&self) -> Vec<Issue> {
        let mut issues = Vec::new();
        if let Some(problem) = rules::id_problem(&self.attendee_id) {
            issues.push(Issue::id(problem));
        }
        if self.name.is_empty() {
            issues.push(Issue::new("name", "name is required and must not be blank"));
        }
        if let Some(problem) = self.email.as_deref().and_then(rules::email_problem) {
            issues.push(Issue::new("email", problem));
        }
        if let Some(problem) = self.linkedin_url.as_deref().and_then(rules::linkedin_problem) {
            issues.push(Issue::new("linkedin_url", problem));
        }
        issues
    }

    /// Appends the attendee as one JSON object.
    #[inline]
    pub fn write_json(&self, out: &mut String) {
        self.write_fields(out);
        if let Some(raw) = &self.raw {
            out.push_str(",\"raw\":");
            out.push_str(raw);
        }
        out.push('}');
    }

    /// Appends the object's brace and its members but `raw`, and leaves the object open, so that a caller
    /// can go on with members of its own.
    #[inline]
    pub fn write_fields(&self, out: &mut String) {
        out.push_str("{\"attendee_id\":");
        json::write_string(&self.attendee_id, out);
        out.push_str(",\"name\":");
        json::write_string(&self.name, out);
        for (key, value) in [
            (",\"email\":", &self.email),
            (",\"linkedin_url\":", &self.linkedin_url),
            (",\"title\":", &self.title),
            (",\"company\":", &self.company),
        ] {
            if let Some(value) = value {
                out.push_str(key);
                json::write_string(value, out);
            }
        }
    }
}

#[cfg(test)]
mod tests;
