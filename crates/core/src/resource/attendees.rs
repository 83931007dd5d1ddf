//! `attendees`: who comes. One payload at a time; any number of rows is the [`import`](crate::import)'s business.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::{partner_id, read, write_keyed};
use crate::attendee::scan::{JsonError, Scanner};
use crate::attendee::{INVALID_ATTENDEES, Rejection, Row, Sink, Warning, read_batch};
use crate::check::{Body, Field, INVALID_FIELD, Issues, Rule, near};
use crate::error::{Error, Result};
use crate::ids::Seen;
use crate::request::Request;
use crate::route::{Operation, Routes};
use crate::value::{Object, Value};

/// An attendee, as the server returns them. Fields that are not listed here pass through untouched.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Attendee {
    /// Your own id of the attendee. Documented.
    pub attendee_id: String,
    /// The full name. Documented.
    pub name: String,
    /// The e-mail address. Documented.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional, type = "string | null"))]
    pub email: Option<String>,
    /// The LinkedIn profile. The field is documented, its name is inferred.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional, type = "string | null"))]
    pub linkedin_url: Option<String>,
    /// The job title. Documented.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional, type = "string | null"))]
    pub title: Option<String>,
    /// The company or organisation. Documented.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional, type = "string | null"))]
    pub company: Option<String>,
    /// Other values of the source, by its own names. The field is documented, its name is inferred.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "typescript",
        tsify(optional, type = "Record<string, unknown> | null")
    )]
    pub raw: Option<serde_json::Value>,
    /// The correlation id of the answer: what Meshi's support asks for. Documented. Attendees in a list may have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub correlation_id: Option<String>,
}

/// An attendee to import. A field that is null or blank is left out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct AttendeeInput {
    /// Your own, stable id of the attendee: `^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$`. Documented.
    pub attendee_id: String,
    /// The full name, not blank. Documented.
    pub name: String,
    /// The e-mail address, such as `ada@example.com`. Documented.
    #[cfg_attr(feature = "typescript", tsify(optional, type = "string | null"))]
    pub email: Option<String>,
    /// The LinkedIn profile, such as `https://www.linkedin.com/in/ada`. The field is documented, its name is
    /// inferred.
    #[cfg_attr(feature = "typescript", tsify(optional, type = "string | null"))]
    pub linkedin_url: Option<String>,
    /// The job title. Documented.
    #[cfg_attr(feature = "typescript", tsify(optional, type = "string | null"))]
    pub title: Option<String>,
    /// The company or organisation. Documented.
    #[cfg_attr(feature = "typescript", tsify(optional, type = "string | null"))]
    pub company: Option<String>,
    /// Other values of the source, by its own names. The field is documented, its name is inferred.
    #[cfg_attr(
        feature = "typescript",
        tsify(optional, type = "Record<string, unknown> | null")
    )]
    pub raw: Option<serde_json::Value>,
}

/// The body of `PUT /events/:event_id/attendees:import`, but for the idempotency key, which is an option. Documented.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct ImportBody {
    /// At least one attendee, each id once. The server has a row cap and a byte limit, whose numbers are not published.
    /// Documented.
    pub attendees: Vec<AttendeeInput>,
    /// An absolute http or https URL, echoed on the run. Meshi delivers nothing to it: poll the run. Documented.
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub webhook_url: Option<String>,
}

pub(crate) const WEBHOOK_URL: Field = Field::optional("webhook_url", Rule::Url, INVALID_FIELD);
const IMPORT: [Field; 1] = [WEBHOOK_URL];

/// The attendees of one payload, which all must be in order, in the body that they go out in.
struct Rows {
    body: String,
    seen: Seen,
    issues: Issues,
    allows_unknown: bool,
}

impl Sink for Rows {
    fn unknown(&mut self, number: u64, names: &[Cow<'_, str>], absent: &[&'static str]) {
        if self.allows_unknown {
            return;
        }
        let path = format!("attendees[{}].", number.saturating_sub(1));
        let names = names.iter().map(|name| &**name);
        near::check(names, &absent.iter().copied(), |_| false, &path, &mut self.issues);
    }

    fn row(&mut self, row: Row<'_>) {
        let first = self.seen.is_empty();
        if !self.seen.insert(row.attendee_id) {
            let path = format!("attendees[{}].attendee_id", row.number.saturating_sub(1));
            self.issues.add(
                path,
                "DUPLICATE_ATTENDEE_ID",
                "is in this payload already: each attendee once",
            );
        }
        if !first {
            self.body.push(',');
        }
        self.body.push_str(row.json);
    }

    fn reject(&mut self, rejection: Rejection) {
        let field = rejection.field.map_or(String::new(), |field| format!(".{field}"));
        let path = format!("attendees[{}]{field}", rejection.row.saturating_sub(1));
        self.issues.add(path, &rejection.code, rejection.message);
    }

    /// Every value of a payload is given by a program, so none is left out: what cannot be taken is an issue.
    fn warn(&mut self, warning: Warning) {
        self.reject(warning);
    }
}

/// An import of one payload, whose attendees come in lists.
pub struct Payload<'a> {
    routes: &'a Routes,
    event_id: &'a str,
    key: &'a str,
    rest: Body,
    rows: Rows,
    next: u64,
}

impl core::fmt::Debug for Payload<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Payload").finish_non_exhaustive()
    }
}

impl<'a> Payload<'a> {
    /// A payload without attendees so far. `rest` is the JSON text of an object: what the body holds beside them.
    ///
    /// # Errors
    /// A validation error when that is no such text.
    pub fn new(routes: &'a Routes, event_id: &'a str, rest: &str, key: &'a str) -> Result<Self> {
        let (_, rest) = split(rest)?;
        Ok(Self::beside(routes, event_id, rest, key))
    }

    fn beside(routes: &'a Routes, event_id: &'a str, rest: Body, key: &'a str) -> Self {
        let mut envelope = rest.clone();
        envelope.set("idempotency_key", key);
        let mut body = envelope.to_json();
        // The other fields are never none: the key is one.
        let _ = body.pop();
        body.push_str(",\"attendees\":[");
        Self {
            routes,
            event_id,
            key,
            rest,
            rows: Rows {
                body,
                seen: Seen::default(),
                issues: Issues::default(),
                allows_unknown: false,
            },
            next: 1,
        }
    }

    /// Allows names that nearly are the name of a known field, if `allowed`.
    #[must_use]
    pub fn allowing_unknown(mut self, allowed: bool) -> Self {
        self.rest = self.rest.allowing_unknown(allowed);
        self.rows.allows_unknown = allowed;
        self
    }

    /// Takes in further attendees, the text of a JSON list.
    pub fn push(&mut self, list: &str) {
        match read_batch(list, self.next, &mut self.rows) {
            Ok(rows) => self.next += rows,
            Err(_) => self
                .rows
                .issues
                .add("attendees", "INVALID_JSON", "is not a JSON list"),
        }
    }

    /// The request.
    ///
    /// # Errors
    /// A validation error that names each bad row: `INVALID_ATTENDEES`, `DUPLICATE_ATTENDEE_ID`, `INVALID_PARTNER_ID`.
    pub fn finish(mut self) -> Result<Request> {
        if self.rows.seen.is_empty() && self.rows.issues.is_empty() {
            self.rows.issues.add(
                "attendees",
                INVALID_ATTENDEES,
                "is empty: there is nothing to import",
            );
        }
        let mut issues = partner_id("event_id", self.event_id);
        issues.append(self.rows.issues);
        let mut request = write_keyed(
            self.routes,
            Operation::AttendeesImport,
            &[("event_id", self.event_id)],
            self.rest,
            &IMPORT,
            issues,
            self.key,
        )?;
        self.rows.body.push_str("]}");
        request.body = Some(self.rows.body.into());
        Ok(request)
    }
}

/// Parts a body into the text of its list of attendees, and its other fields.
fn split(body: &str) -> Result<(Option<&str>, Body)> {
    members(body).map_err(|_| {
        Error::invalid(
            "body",
            "INVALID_JSON",
            "must be an object with a list of attendees",
        )
    })
}

fn members(body: &str) -> core::result::Result<(Option<&str>, Body), JsonError> {
    let mut scanner = Scanner::new(body);
    let (mut list, mut rest) = (None, Object::default());
    scanner.expect(b'{', "`{`")?;
    if !scanner.take(b'}') {
        loop {
            let name = scanner.key()?.decode();
            let value = scanner.value()?;
            if name == "attendees" {
                list = Some(value);
            } else {
                rest.insert(&name, Value::parse(value)?);
            }
            if !scanner.take(b',') {
                break;
            }
        }
        scanner.expect(b'}', "`,` or `}`")?;
    }
    if scanner.peek_token().is_some() {
        return Err(scanner.error("the end of the text"));
    }
    Ok((list, rest.into()))
}

/// Imports one payload. `body` is JSON text. Unless `allow_unknown_fields`, a name that nearly is the name of a known field is
/// refused.
///
/// # Errors
/// As [`Payload::finish`]; and for a body that is no object with a list of attendees.
pub fn import(
    routes: &Routes,
    event_id: &str,
    body: &str,
    key: &str,
    allow_unknown_fields: bool,
) -> Result<Request> {
    let (list, rest) = split(body)?;
    let mut payload = Payload::beside(routes, event_id, rest, key).allowing_unknown(allow_unknown_fields);
    let issues = &mut payload.rows.issues;
    match list {
        None => issues.add("attendees", INVALID_ATTENDEES, "is required: a list of attendees"),
        Some(list) if !list.starts_with('[') => {
            issues.add("attendees", INVALID_ATTENDEES, "must be a list of attendees");
        }
        Some(list) => payload.push(list),
    }
    payload.finish()
}

/// Reads one.
///
/// # Errors
/// A validation error, `INVALID_PARTNER_ID`.
pub fn get(routes: &Routes, event_id: &str, attendee_id: &str) -> Result<Request> {
    let mut issues = partner_id("event_id", event_id);
    issues.id("attendee_id", attendee_id);
    read(
        routes,
        Operation::AttendeesGet,
        &[("event_id", event_id), ("attendee_id", attendee_id)],
        issues,
    )
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests;
