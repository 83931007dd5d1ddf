//! `reviewQueue`: identities that a person has to settle.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A review item (D that there are open identity reviews, its fields I).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct ReviewItem {
    /// The review.
    pub review_id: String,
    /// The event.
    pub event_id: String,
    /// Who is meant.
    pub attendee_id: String,
    /// Such as `open`.
    #[cfg_attr(feature = "typescript", tsify(type = "\"open\" | (string & {})"))]
    pub status: String,
    /// Why it was raised.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub reason: Option<String>,
    /// Who it could be.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional, type = "unknown[]"))]
    pub candidates: Option<Vec<Value>>,
    /// When it was raised.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub created_at: Option<String>,
}
