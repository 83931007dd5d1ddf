//! `idMap`: whether one of your ids is known to Meshi.

use serde::{Deserialize, Serialize};

use super::read;
use crate::check::Issues;
use crate::error::Result;
use crate::request::Request;
use crate::route::{Operation, Routes};

/// The answer of `GET /id-map/:kind/:partner_id`. Documented.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct IdMapEntry {
    /// The kind of the id, such as `event`, `session` or `attendee`. Documented.
    #[cfg_attr(
        feature = "typescript",
        tsify(type = "\"event\" | \"session\" | \"attendee\" | (string & {})")
    )]
    pub kind: String,
    /// Your own id. Documented.
    pub partner_id: String,
    /// Always true: the error of an id that is not mapped is `PARTNER_ID_NOT_FOUND`. Documented.
    pub mapped: bool,
    /// The correlation id of the answer: what Meshi's support asks for. Documented.
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
