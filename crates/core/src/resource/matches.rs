//! `matches`: who should meet whom (D that paged scores exist, the rest I).

use serde::{Deserialize, Serialize};

/// A match score (I).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Match {
    /// The one.
    pub attendee_id: String,
    /// The other.
    pub matched_attendee_id: String,
    /// The higher, the better.
    pub score: f64,
    /// From 1, for this attendee.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub rank: Option<f64>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub rationale: Option<String>,
    /// The session that it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub session_id: Option<String>,
    /// The run that made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub run_id: Option<String>,
}
