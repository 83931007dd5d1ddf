//! `sessions`: parts of an event (D that they exist and that `session_id` is yours, the rest I).

use serde::{Deserialize, Serialize};

use super::{partner_id, read, write};
use crate::check::{Body, Field, INVALID_FIELD, INVALID_ID, Rule};
use crate::error::Result;
use crate::request::Request;
use crate::route::{Operation, Routes};

/// A session, as the server returns it. Inferred from the documentation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Session {
    /// Your own id of the session. Documented.
    pub session_id: String,
    /// Your id of the event that the session belongs to. Inferred from the documentation.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub event_id: Option<String>,
    /// The title. Inferred from the documentation.
    pub title: String,
    /// The optional details.
    #[serde(flatten)]
    pub details: SessionDetails,
    /// When the session was created, an ISO 8601 time such as `2026-09-10T09:00:00Z`. Inferred from the documentation.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub created_at: Option<String>,
    /// When the session was last updated, an ISO 8601 time such as `2026-09-10T09:00:00Z`. Inferred from the documentation.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub updated_at: Option<String>,
    /// The correlation id of the answer: what Meshi's support asks for. Documented. Sessions in a list may have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub correlation_id: Option<String>,
}

/// The optional details of a session. Inferred from the documentation.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct SessionDetails {
    /// The description. Inferred from the documentation.
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub description: Option<String>,
    /// When the session starts. An ISO 8601 time, such as `2026-09-10T09:00:00Z`. Inferred from the documentation.
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub start_time: Option<String>,
    /// When the session ends. An ISO 8601 time, such as `2026-09-10T09:00:00Z`. Inferred from the documentation.
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub end_time: Option<String>,
    /// The place of the session. Inferred from the documentation.
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub location: Option<String>,
}

/// The body of `POST /events/:event_id/sessions`. Inferred from the documentation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct SessionCreate {
    /// Your own, stable id of the session: `^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$`. Documented.
    pub session_id: String,
    /// The title. Inferred from the documentation.
    pub title: String,
    /// The optional details.
    #[serde(flatten)]
    pub details: SessionDetails,
}

/// The body of `PUT /events/:event_id/sessions/:session_id`: the fields of create but `session_id`, all optional.
/// Inferred from the documentation.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct SessionUpdate {
    /// The title. Inferred from the documentation.
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub title: Option<String>,
    /// The optional details.
    #[serde(flatten)]
    pub details: SessionDetails,
}

const DESCRIPTION: Field = Field::optional("description", Rule::AnyText, INVALID_FIELD);
const START_TIME: Field = Field::optional("start_time", Rule::AnyText, INVALID_FIELD);
const END_TIME: Field = Field::optional("end_time", Rule::AnyText, INVALID_FIELD);
const LOCATION: Field = Field::optional("location", Rule::AnyText, INVALID_FIELD);
const CREATE: [Field; 6] = [
    Field::required("session_id", Rule::Id, INVALID_ID),
    Field::required("title", Rule::AnyText, "INVALID_TITLE"),
    DESCRIPTION,
    START_TIME,
    END_TIME,
    LOCATION,
];
const UPDATE: [Field; 5] = [
    Field::optional("title", Rule::AnyText, "INVALID_TITLE"),
    DESCRIPTION,
    START_TIME,
    END_TIME,
    LOCATION,
];

/// Creates a session. As with an event its id is the caller's own (D), so that it may be repeated and a conflict after an
/// attempt without an answer is resolved by reading the session; that its conflict is as an event's is inferred (I).
///
/// # Errors
/// A validation error with the server's own codes.
pub fn create(routes: &Routes, event_id: &str, body: &Body) -> Result<Request> {
    let issues = partner_id("event_id", event_id);
    let ids = [("event_id", event_id)];
    let create = write(routes, Operation::SessionsCreate, &ids, body, &CREATE, issues)?;
    let session_id = body.checked_text("session_id")?;
    Ok(create.resolved_by(get(routes, event_id, session_id)?))
}

/// Whether `found`, the session that the server has, is the one that `wanted` describes.
///
/// # Errors
/// A conflict that names the fields that differ; a decode error for a body that is no object.
pub fn confirm(wanted: &Body, found: &str) -> Result<()> {
    super::confirm::same(&CREATE, wanted, found, "session")
}

/// Reads one.
///
/// # Errors
/// A validation error, `INVALID_PARTNER_ID`.
pub fn get(routes: &Routes, event_id: &str, session_id: &str) -> Result<Request> {
    let mut issues = partner_id("event_id", event_id);
    issues.id("session_id", session_id);
    read(
        routes,
        Operation::SessionsGet,
        &[("event_id", event_id), ("session_id", session_id)],
        issues,
    )
}

/// Updates one.
///
/// # Errors
/// A validation error with the server's own codes.
pub fn update(routes: &Routes, event_id: &str, session_id: &str, body: &Body) -> Result<Request> {
    let mut issues = partner_id("event_id", event_id);
    issues.id("session_id", session_id);
    if body.has("session_id") {
        issues.add(
            "body.session_id",
            INVALID_ID,
            "is not part of an update: a session keeps its id",
        );
    }
    let ids = [("event_id", event_id), ("session_id", session_id)];
    write(routes, Operation::SessionsUpdate, &ids, body, &UPDATE, issues)
}
