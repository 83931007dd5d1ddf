//! `matches`: who should meet whom (D that paged scores exist, the rest I).

use serde::{Deserialize, Serialize};

/// A match score. Paged scores are documented; the fields are inferred. The order of a list is not documented: the first
/// scores are not the best.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Match {
    /// Your id of the attendee who gets the match. Inferred from the documentation.
    pub attendee_id: String,
    /// Your id of the attendee to meet. Inferred from the documentation.
    pub matched_attendee_id: String,
    /// The score of the pair: a higher score is better. Meshi does not publish the range. Inferred from the documentation.
    pub score: f64,
    /// The place of this match among the attendee's own matches, from 1. Inferred from the documentation.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub rank: Option<f64>,
    /// The reason for the match, for people. Inferred from the documentation.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub rationale: Option<String>,
    /// Your id of the session that the match is for. Inferred from the documentation.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub session_id: Option<String>,
    /// The matching run that made the score. Inferred from the documentation.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub run_id: Option<String>,
}
