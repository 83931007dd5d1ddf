//! `runs`: import, enrichment and matching happen in runs, which are polled to their end.

use serde::{Deserialize, Serialize};

use super::read;
use crate::check::Issues;
use crate::error::Result;
use crate::fields::{self, Fit, list, members, number, optional, or_default, required, text};
use crate::request::Request;
use crate::route::{Operation, Routes};
use crate::value::Value;

/// A run (D: `run_id`, `status`, `webhook_url`; the rest I).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Run {
    /// The run.
    pub run_id: String,
    /// `succeeded`, `partial` and `failed` are its ends; any other word means that it goes on.
    #[cfg_attr(feature = "typescript", tsify(type = "RunStatus"))]
    pub status: String,
    /// What it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "typescript",
        tsify(optional, type = "\"import\" | \"enrich\" | \"match\" | (string & {})")
    )]
    pub kind: Option<String>,
    /// The event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub event_id: Option<String>,
    /// How far it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub counts: Option<RunCounts>,
    /// What went wrong with single attendees.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub errors: Option<Vec<RunError>>,
    /// Echoed; nothing is delivered to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional, type = "string | null"))]
    pub webhook_url: Option<String>,
    /// When it was started.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub created_at: Option<String>,
    /// When it last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub updated_at: Option<String>,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional, type = "string | null"))]
    pub completed_at: Option<String>,
    /// The effective correlation id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub correlation_id: Option<String>,
}

/// How far a run is, in attendees (I).
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct RunCounts {
    /// All of them.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub total: Option<f64>,
    /// Those it is done with.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub processed: Option<f64>,
    /// Those that went well.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub succeeded: Option<f64>,
    /// Those that did not.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub failed: Option<f64>,
}

/// What went wrong with one attendee, or with the run as a whole (I).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct RunError {
    /// Whom it is about; none: the run as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub attendee_id: Option<String>,
    /// For programs.
    #[serde(default)]
    pub code: String,
    /// For people.
    #[serde(default)]
    pub message: String,
}

impl Run {
    /// Reads the text of a run; none when it lacks what is D, or has a field of another kind.
    pub fn from_json(text: &str) -> Option<Self> {
        Self::read(text).ok()
    }

    fn read(json: &str) -> Fit<Self> {
        let run = fields::object(json)?;
        Ok(Self {
            run_id: required(&run, "run_id", text)?,
            status: required(&run, "status", text)?,
            kind: optional(&run, "kind", text)?,
            event_id: optional(&run, "event_id", text)?,
            counts: optional(&run, "counts", RunCounts::read)?,
            errors: optional(&run, "errors", |errors| list(errors, RunError::read))?,
            webhook_url: optional(&run, "webhook_url", text)?,
            created_at: optional(&run, "created_at", text)?,
            updated_at: optional(&run, "updated_at", text)?,
            completed_at: optional(&run, "completed_at", text)?,
            correlation_id: optional(&run, "correlation_id", text)?,
        })
    }
}

impl RunCounts {
    fn read(counts: &Value) -> Fit<Self> {
        let counts = members(counts)?;
        Ok(Self {
            total: optional(counts, "total", number)?,
            processed: optional(counts, "processed", number)?,
            succeeded: optional(counts, "succeeded", number)?,
            failed: optional(counts, "failed", number)?,
        })
    }
}

impl RunError {
    fn read(error: &Value) -> Fit<Self> {
        let error = members(error)?;
        Ok(Self {
            attendee_id: optional(error, "attendee_id", text)?,
            code: or_default(error, "code", text)?,
            message: or_default(error, "message", text)?,
        })
    }
}

/// How a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// `succeeded` or `partial`.
    Ended,
    /// `failed`.
    Failed,
    /// Anything else, known or not.
    GoesOn,
}

/// What `status` means: only the three documented words are ends.
pub fn standing(status: &str) -> Standing {
    match status {
        "succeeded" | "partial" => Standing::Ended,
        "failed" => Standing::Failed,
        _ => Standing::GoesOn,
    }
}

/// Reads a run.
///
/// # Errors
/// A validation error for what cannot be a run's id.
pub fn get(routes: &Routes, run_id: &str) -> Result<Request> {
    let mut issues = Issues::default();
    issues.server_id("run_id", run_id);
    read(routes, Operation::RunsGet, &[("run_id", run_id)], issues)
}
