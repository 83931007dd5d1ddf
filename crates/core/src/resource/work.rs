//! `enrichment` and `matching`: runs over attendees who are there already (D that they exist, start a run and need a key; path and body I).

use serde::{Deserialize, Serialize};

use super::{partner_id, write_keyed};
use crate::check::{Body, Field, INVALID_FIELD, INVALID_ID, Rule};
use crate::error::Result;
use crate::request::Request;
use crate::route::{Operation, Routes};

/// The body of `POST /events/:event_id/attendees:enrich`. Inferred from the documentation.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct EnrichmentStart {
    /// Your ids of the attendees to enrich, at least one; by default all attendees. Inferred from the documentation.
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub attendee_ids: Option<Vec<String>>,
    /// An absolute http or https URL, echoed on the run. Meshi delivers nothing to it: poll the run. Documented.
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub webhook_url: Option<String>,
}

/// The body of `POST /events/:event_id/attendees:match`. Inferred from the documentation.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct MatchingStart {
    /// Your id of the session to match for; by default the whole event. Inferred from the documentation.
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub session_id: Option<String>,
    /// Your ids of the attendees to match, at least one; by default all attendees. Inferred from the documentation.
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub attendee_ids: Option<Vec<String>>,
    /// An absolute http or https URL, echoed on the run. Meshi delivers nothing to it: poll the run. Documented.
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub webhook_url: Option<String>,
}

const ATTENDEE_IDS: Field = Field::optional("attendee_ids", Rule::Ids, "INVALID_ATTENDEES");
const WEBHOOK_URL: Field = Field::optional("webhook_url", Rule::Url, INVALID_FIELD);
const ENRICH: [Field; 2] = [ATTENDEE_IDS, WEBHOOK_URL];
const MATCH: [Field; 3] = [
    Field::optional("session_id", Rule::Id, INVALID_ID),
    ATTENDEE_IDS,
    WEBHOOK_URL,
];

/// Starts an enrichment run.
///
/// # Errors
/// A validation error that names the field.
pub fn enrich(routes: &Routes, event_id: &str, body: Body, key: &str) -> Result<Request> {
    let issues = partner_id("event_id", event_id);
    write_keyed(
        routes,
        Operation::EnrichmentStart,
        &[("event_id", event_id)],
        body,
        &ENRICH,
        issues,
        key,
    )
}

/// Starts a matching run.
///
/// # Errors
/// A validation error that names the field.
pub fn start_matching(routes: &Routes, event_id: &str, body: Body, key: &str) -> Result<Request> {
    let issues = partner_id("event_id", event_id);
    write_keyed(
        routes,
        Operation::MatchingStart,
        &[("event_id", event_id)],
        body,
        &MATCH,
        issues,
        key,
    )
}
