//! `idMap`: whether one of your ids is known to Meshi.

use serde::{Deserialize, Serialize};

use super::read;
use crate::check::Issues;
use crate::error::Result;
use crate::request::Request;
use crate::route::{Operation, Routes};

/// `GET /id-map/:kind/:partner_id` (D).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct IdMapEntry {
    /// Such as `event`, `session`, `attendee`.
    #[cfg_attr(
        feature = "typescript",
        tsify(type = "\"event\" | \"session\" | \"attendee\" | (string & {})")
    )]
    pub kind: String,
    /// Your id.
    pub partner_id: String,
    /// Always true: an id that is not mapped is 404 `PARTNER_ID_NOT_FOUND`.
    pub mapped: bool,
    /// The effective correlation id.
    pub correlation_id: String,
}

/// Asks for one id.
///
/// # Errors
/// A validation error, `INVALID_PARTNER_KIND` or `INVALID_PARTNER_ID`.
pub fn get(routes: &Routes, kind: &str, partner_id: &str) -> Result<Request> {
    let mut issues = Issues::default();
    issues.kind("kind", kind);
    issues.id("partner_id", partner_id);
    read(
        routes,
        Operation::IdMapGet,
        &[("kind", kind), ("partner_id", partner_id)],
        issues,
    )
}
