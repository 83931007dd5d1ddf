//! `reviewQueue`: identities that a person has to settle.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// An open identity review: a person decides it. The reviews are documented; the fields are inferred.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct ReviewItem {
    /// The id of the review. Inferred from the documentation.
    pub review_id: String,
    /// Your id of the event. Inferred from the documentation.
    pub event_id: String,
    /// Your id of the attendee under review. Inferred from the documentation.
    pub attendee_id: String,
    /// The status of the review, such as `open`. Inferred from the documentation.
    #[cfg_attr(feature = "typescript", tsify(type = "\"open\" | (string & {})"))]
    pub status: String,
    /// Why the review was raised. Inferred from the documentation.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub reason: Option<String>,
    /// The people who could be the attendee. Inferred from the documentation.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional, type = "unknown[]"))]
    pub candidates: Option<Vec<Value>>,
    /// When the review was raised, an ISO 8601 time such as `2026-09-10T09:00:00Z`. Inferred from the documentation.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub created_at: Option<String>,
}
