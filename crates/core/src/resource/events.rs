//! `events`: create, read, update, context.

use serde::{Deserialize, Serialize};

use super::{partner_id, read, write};
use crate::check::{Body, Field, INVALID_FIELD, INVALID_ID, Issues, Rule};
use crate::error::Result;
use crate::request::Request;
use crate::route::{Operation, Routes};

/// An event, as the server returns it. Fields that are not listed here pass through untouched.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Event {
    /// Your own id of the event. Documented.
    pub event_id: String,
    /// The title, at most 200 characters. Documented.
    pub title: String,
    /// The description, at most 4,000 characters. Documented.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional, type = "string | null"))]
    pub description: Option<String>,
    /// The first day, an ISO date such as `2026-09-10`. Documented.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional, type = "string | null"))]
    pub start_date: Option<String>,
    /// The last day, an ISO date such as `2026-09-11`. Documented.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional, type = "string | null"))]
    pub end_date: Option<String>,
    /// The time zone, such as `America/New_York`. Documented.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional, type = "string | null"))]
    pub timezone: Option<String>,
    /// The visibility of the event, such as `private`. No list of values is published. Documented.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "typescript",
        tsify(optional, type = "\"private\" | (string & {}) | null")
    )]
    pub visibility: Option<String>,
    /// The last part of the event's address on the web, at most 128 characters. Documented.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional, type = "string | null"))]
    pub url_slug: Option<String>,
    /// When the event was created, a time such as `2026-09-10T09:00:00Z`. Lists begin with the newest event. Documented; the
    /// format is inferred.
    pub created_at: String,
    /// When the event was last updated, a time such as `2026-09-10T09:00:00Z`. Inferred from the documentation.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub updated_at: Option<String>,
    /// The correlation id of the answer: what Meshi's support asks for. Documented. Events in a list may have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub correlation_id: Option<String>,
}

/// The body of `POST /events`. Documented.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct EventCreate {
    /// Your own, stable id of the event: `^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$`. Documented.
    pub event_id: String,
    /// The title, 1 to 200 characters. Documented.
    pub title: String,
    /// The optional details.
    #[serde(flatten)]
    pub details: EventDetails,
}

/// The optional details of an event. Documented.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct EventDetails {
    /// The description, at most 4,000 characters. Documented.
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub description: Option<String>,
    /// The first day, an ISO date such as `2026-09-10`. Documented.
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub start_date: Option<String>,
    /// The last day, an ISO date such as `2026-09-11`. Documented.
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub end_date: Option<String>,
    /// The time zone, at most 128 characters, such as `America/New_York`. Documented.
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub timezone: Option<String>,
    /// The visibility of the event, at most 32 characters, such as `private`. No list of values is published. Documented.
    #[cfg_attr(feature = "typescript", tsify(optional, type = "\"private\" | (string & {})"))]
    pub visibility: Option<String>,
    /// The last part of the event's address on the web, at most 128 characters. Documented.
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub url_slug: Option<String>,
}

/// The body of `PUT /events/:event_id`: the fields of create but `event_id`, all optional. Inferred from the
/// documentation.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct EventUpdate {
    /// The title, 1 to 200 characters. Inferred from the documentation.
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub title: Option<String>,
    /// The optional details.
    #[serde(flatten)]
    pub details: EventDetails,
}

/// The body of `POST /events/:event_id/context`: at least one of the texts, each of at most 4,000 characters.
/// Documented.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct EventContext {
    /// The topic of the event, at most 4,000 characters. Documented.
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub event_details: Option<String>,
    /// The goals of the attendees, at most 4,000 characters. Documented.
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub objectives: Option<String>,
    /// How attendees are welcomed, at most 4,000 characters. Documented.
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub welcome_instructions: Option<String>,
}

const TITLE: Field = Field::required("title", Rule::Text(200), "INVALID_TITLE");
const DESCRIPTION: Field = Field::optional("description", Rule::Text(4_000), "INVALID_DESCRIPTION");
const START_DATE: Field = Field::optional("start_date", Rule::Date, "INVALID_START_DATE");
const END_DATE: Field = Field::optional("end_date", Rule::Date, "INVALID_END_DATE");
const TIMEZONE: Field = Field::optional("timezone", Rule::Text(128), "INVALID_TIMEZONE");
const VISIBILITY: Field = Field::optional("visibility", Rule::Text(32), "INVALID_VISIBILITY");
const URL_SLUG: Field = Field::optional("url_slug", Rule::Text(128), "INVALID_URL_SLUG");
const CREATE: [Field; 8] = [
    Field::required("event_id", Rule::Id, INVALID_ID),
    TITLE,
    DESCRIPTION,
    START_DATE,
    END_DATE,
    TIMEZONE,
    VISIBILITY,
    URL_SLUG,
];
const UPDATE: [Field; 7] = [
    Field::optional("title", Rule::Text(200), "INVALID_TITLE"),
    DESCRIPTION,
    START_DATE,
    END_DATE,
    TIMEZONE,
    VISIBILITY,
    URL_SLUG,
];
const CONTEXT: [Field; 3] = [
    Field::optional("event_details", Rule::Text(4_000), INVALID_FIELD),
    Field::optional("objectives", Rule::Text(4_000), INVALID_FIELD),
    Field::optional("welcome_instructions", Rule::Text(4_000), INVALID_FIELD),
];

/// Creates an event. There is no idempotency key here, but its id is the caller's own (D): it may be repeated, and a conflict
/// after an attempt without an answer is resolved by reading the event (D).
///
/// # Errors
/// A validation error with the server's own codes.
pub fn create(routes: &Routes, body: &Body) -> Result<Request> {
    let create = write(
        routes,
        Operation::EventsCreate,
        &[],
        body,
        &CREATE,
        Issues::default(),
    )?;
    Ok(create.resolved_by(get(routes, body.checked_text("event_id")?)?))
}

/// Reads one.
///
/// # Errors
/// A validation error, `INVALID_PARTNER_ID`.
pub fn get(routes: &Routes, event_id: &str) -> Result<Request> {
    read(
        routes,
        Operation::EventsGet,
        &[("event_id", event_id)],
        partner_id("event_id", event_id),
    )
}

/// Updates one.
///
/// # Errors
/// A validation error with the server's own codes.
pub fn update(routes: &Routes, event_id: &str, body: &Body) -> Result<Request> {
    let mut issues = partner_id("event_id", event_id);
    if body.has("event_id") {
        issues.add(
            "body.event_id",
            INVALID_ID,
            "is not part of an update: an event keeps its id",
        );
    }
    write(
        routes,
        Operation::EventsUpdate,
        &[("event_id", event_id)],
        body,
        &UPDATE,
        issues,
    )
}

/// Sets the context that enrichment and matching go by.
///
/// # Errors
/// A validation error, also when no field is there.
pub fn set_context(routes: &Routes, event_id: &str, body: &Body) -> Result<Request> {
    let mut issues = partner_id("event_id", event_id);
    if !CONTEXT.iter().any(|field| field.is_in(body)) {
        let message = "needs at least one of event_details, objectives and welcome_instructions";
        issues.add("body", INVALID_FIELD, message);
    }
    write(
        routes,
        Operation::EventsSetContext,
        &[("event_id", event_id)],
        body,
        &CONTEXT,
        issues,
    )
}

/// Whether `found`, the event that the server has, is the one that `wanted` describes.
///
/// # Errors
/// A conflict that names the fields that differ; a decode error for a body that is no object.
pub fn confirm(wanted: &Body, found: &str) -> Result<()> {
    super::confirm::same(&CREATE, wanted, found, "event")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    fn body(text: &str) -> Body {
        Body::parse(text).unwrap()
    }

    #[test]
    fn limits_are_counted_in_characters() {
        for (field, max, code) in [
            ("title", 200, "INVALID_TITLE"),
            ("description", 4_000, "INVALID_DESCRIPTION"),
            ("timezone", 128, "INVALID_TIMEZONE"),
            ("visibility", 32, "INVALID_VISIBILITY"),
            ("url_slug", 128, "INVALID_URL_SLUG"),
        ] {
            let at = |count: usize| {
                let mut body = body(r#"{"event_id":"e","title":"t"}"#);
                body.set(field, "é".repeat(count));
                create(&Routes::default(), &body).err().map(|e| e.code)
            };
            assert_eq!(at(max), None, "{field}");
            assert_eq!(at(max + 1).as_deref(), Some(code), "{field}");
        }
    }

    #[test]
    fn a_context_has_at_least_one_text() {
        let routes = Routes::default();
        assert!(set_context(&routes, "e", &body("{}")).is_err());
        assert!(set_context(&routes, "e", &body(r#"{"other":"x"}"#)).is_err());
        let request = set_context(&routes, "e", &body(r#"{"objectives":"meet"}"#)).unwrap();
        assert_eq!(
            (request.path.as_str(), request.body.as_deref()),
            ("/events/e/context", Some(r#"{"objectives":"meet"}"#))
        );
    }

    #[test]
    fn an_event_is_confirmed_by_the_fields_that_were_asked_for() {
        let wanted = body(r#"{"event_id":"e","title":"t","start_date":"2026-09-10"}"#);
        let found = r#"{"event_id":"e","title":"t","start_date":"2026-09-10T00:00:00Z","timezone":"x","created_at":"…"}"#;
        assert!(confirm(&wanted, found).is_ok());
        let error = confirm(&wanted, r#"{"event_id":"e","title":"other"}"#).unwrap_err();
        assert_eq!(
            error.issues.iter().map(|i| i.path.as_str()).collect::<Vec<_>>(),
            ["title", "start_date"]
        );
        assert_eq!(
            (error.status, error.code.as_str()),
            (Some(409), "PARTNER_ID_CONFLICT")
        );
    }
}
