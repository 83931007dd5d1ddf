//! `runs`: import, enrichment and matching happen in runs, which are polled to their end.

use serde::{Deserialize, Serialize};

use super::read;
use crate::check::Issues;
use crate::error::{Error, Result};
use crate::fields::{self, Fit, Unfit, number, required, text, whole};
use crate::request::Request;
use crate::route::{Operation, Routes};
use crate::value::{Object, Value};

/// A run: an import, an enrichment or a matching that is under way or has ended. Fields that are not listed here pass
/// through untouched.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Run {
    /// The server's id of the run. Documented.
    pub run_id: String,
    /// The status of the run. `succeeded`, `partial` and `failed` end a run; every other word means that the run goes on.
    /// Documented.
    #[cfg_attr(feature = "typescript", tsify(type = "RunStatus"))]
    pub status: String,
    /// The kind of the run: `import`, `enrich` or `match`. Inferred from the documentation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "typescript",
        tsify(optional, type = "\"import\" | \"enrich\" | \"match\" | (string & {})")
    )]
    pub kind: Option<String>,
    /// Your id of the event. Inferred from the documentation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub event_id: Option<String>,
    /// The progress of the run, in attendees. Inferred from the documentation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub counts: Option<RunCounts>,
    /// The errors of single attendees, or of the whole run. Inferred from the documentation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub errors: Option<Vec<RunError>>,
    /// The URL of the request, echoed. Meshi delivers nothing to it: poll the run. Documented.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional, type = "string | null"))]
    pub webhook_url: Option<String>,
    /// When the run was started, an ISO 8601 time such as `2026-09-10T09:00:00Z`. Inferred from the documentation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub created_at: Option<String>,
    /// When the run last changed, an ISO 8601 time such as `2026-09-10T09:00:00Z`. Inferred from the documentation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub updated_at: Option<String>,
    /// When the run ended, an ISO 8601 time such as `2026-09-10T09:00:00Z`. Inferred from the documentation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional, type = "string | null"))]
    pub completed_at: Option<String>,
    /// The correlation id of the answer: what Meshi's support asks for. Documented.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub correlation_id: Option<String>,
    /// True if the server answered a write with a run that had already ended: an earlier write had the same idempotency key,
    /// and this one started no run. The client adds the field, and takes an ended run as a replay. Inferred from the
    /// documentation. Give another `runKey` or `idempotencyKey` to start a new run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional, type = "true"))]
    pub replayed: Option<bool>,
}

/// The progress of a run, in attendees. Inferred from the documentation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct RunCounts {
    /// The number of attendees in the run. Inferred from the documentation.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub total: Option<f64>,
    /// The number of processed attendees, from 0 to `total`. Inferred from the documentation.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub processed: Option<f64>,
    /// The number of attendees that were processed without an error. Inferred from the documentation.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub succeeded: Option<f64>,
    /// The number of attendees that failed. Inferred from the documentation.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub failed: Option<f64>,
}

/// An error of one attendee, or of the whole run. Inferred from the documentation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct RunError {
    /// Your id of the attendee. Absent for an error of the whole run. Inferred from the documentation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub attendee_id: Option<String>,
    /// The code, for programs to branch on. Inferred from the documentation.
    #[serde(default)]
    pub code: String,
    /// The reason, for people. Inferred from the documentation.
    #[serde(default)]
    pub message: String,
}

impl Run {
    /// Reads the text of a run; none where `run_id` or `status` is missing or is not a string. Any other field that is not of
    /// its documented type is left out: the text passes through as it was sent.
    pub fn from_json(text: &str) -> Option<Self> {
        Self::read(text).ok()
    }

    fn read(json: &str) -> Fit<Self> {
        let run = fields::object(json)?;
        let word = |name| lenient(&run, name, text);
        Ok(Self {
            run_id: required(&run, "run_id", text)?,
            status: required(&run, "status", text)?,
            kind: word("kind"),
            event_id: word("event_id"),
            counts: run.get("counts").and_then(Value::as_object).map(RunCounts::read),
            errors: run
                .get("errors")
                .and_then(Value::as_array)
                .map(RunError::read_all),
            webhook_url: word("webhook_url"),
            created_at: word("created_at"),
            updated_at: word("updated_at"),
            completed_at: word("completed_at"),
            correlation_id: word("correlation_id"),
            replayed: None,
        })
    }
}

impl Run {
    /// What a token keeps of a run that has ended well: how, and its counts. Errors name attendees, and a token is small.
    /// `kind` is what such a run says that it does.
    pub(crate) fn kept(&self, kind: &str) -> Value {
        let is_partial = u64::from(self.status == "partial");
        let says_kind = u64::from(self.kind.as_deref() == Some(kind));
        let mut kept = vec![Value::from(is_partial + 2 * says_kind)];
        if let Some(counts) = &self.counts {
            let all = [counts.total, counts.failed, counts.processed, counts.succeeded];
            let told = if counts.rest_follows() { 2 } else { 4 };
            kept.extend(
                all.iter()
                    .take(told)
                    .map(|count| count.and_then(whole_count).unwrap_or(Value::Null)),
            );
        }
        Value::Array(kept)
    }

    /// The run of which a token kept that.
    pub(crate) fn from_kept(run_id: &str, kind: &str, kept: &Value) -> Fit<Self> {
        let Some([how, counts @ ..]) = kept.as_array() else {
            return Err(Unfit);
        };
        let how = whole(how).ok().filter(|how| *how < 4).ok_or(Unfit)?;
        let count = |count: &Value| number(count).ok();
        let counts = match counts {
            [] => None,
            [total, failed] => Some(RunCounts::of_ended(number(total)?, number(failed)?)),
            [total, failed, processed, succeeded] => Some(RunCounts {
                total: count(total),
                processed: count(processed),
                succeeded: count(succeeded),
                failed: count(failed),
            }),
            _ => return Err(Unfit),
        };
        Ok(Self {
            replayed: None,
            run_id: run_id.to_owned(),
            status: if how % 2 == 1 { "partial" } else { "succeeded" }.to_owned(),
            kind: (how >= 2).then(|| kind.to_owned()),
            event_id: None,
            counts,
            errors: None,
            webhook_url: None,
            created_at: None,
            updated_at: None,
            completed_at: None,
            correlation_id: None,
        })
    }

    /// As JSON text, as far as a token keeps it.
    pub(crate) fn kept_json(&self) -> String {
        let mut run = Object::default();
        run.insert("run_id", self.run_id.as_str().into());
        run.insert("status", self.status.as_str().into());
        if let Some(kind) = &self.kind {
            run.insert("kind", kind.as_str().into());
        }
        if let Some(counts) = &self.counts {
            run.insert("counts", counts.to_value());
        }
        Value::Object(run).to_json()
    }
}

/// A field that the contract only infers: none where it is not of the type that was inferred.
fn lenient<T>(object: &Object, name: &str, read: fn(&Value) -> Fit<T>) -> Option<T> {
    object.get(name).and_then(|value| read(value).ok())
}

/// A count as a token keeps it. People are counted by whole numbers: one that is none is not kept, and the code that prints
/// fractions stays out of the module, of which it would be a fiftieth.
fn whole_count(count: f64) -> Option<Value> {
    const MOST: f64 = 9_007_199_254_740_992.0;
    let is_whole = count.fract() == 0.0 && (0.0..=MOST).contains(&count);
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it is whole and in range"
    )]
    is_whole.then(|| Value::from(count as u64))
}

impl RunCounts {
    fn read(counts: &Object) -> Self {
        let count = |name| lenient(counts, name, number);
        Self {
            total: count("total"),
            processed: count("processed"),
            succeeded: count("succeeded"),
            failed: count("failed"),
        }
    }
}

impl RunCounts {
    /// Of a run that is done with all of them.
    fn of_ended(total: f64, failed: f64) -> Self {
        Self {
            total: Some(total),
            processed: Some(total),
            succeeded: Some(total - failed),
            failed: Some(failed),
        }
    }

    /// Whether `total` and `failed` say the other two.
    fn rest_follows(&self) -> bool {
        let all = self.total.zip(self.failed);
        all.is_some_and(|(total, failed)| *self == Self::of_ended(total, failed))
    }

    fn to_value(self) -> Value {
        let mut counts = Object::default();
        for (name, count) in [
            ("total", self.total),
            ("processed", self.processed),
            ("succeeded", self.succeeded),
            ("failed", self.failed),
        ] {
            if let Some(count) = count.and_then(whole_count) {
                counts.insert(name, count);
            }
        }
        Value::Object(counts)
    }
}

impl RunError {
    /// Entries that are not objects are left out.
    fn read_all(errors: &[Value]) -> Vec<Self> {
        errors
            .iter()
            .filter_map(Value::as_object)
            .map(Self::read)
            .collect()
    }

    fn read(error: &Object) -> Self {
        let word = |name| lenient(error, name, text);
        Self {
            attendee_id: word("attendee_id"),
            code: word("code").unwrap_or_default(),
            message: word("message").unwrap_or_default(),
        }
    }
}

/// The run `json`, marked as one that had already ended when the write that it answers was sent: nothing was done now.
/// `json` is the text of an object that has members.
pub fn as_replayed(json: &str) -> String {
    let members = json.trim_end().strip_suffix('}').map(str::trim_end);
    // What is not an object stays what it is.
    members.map_or_else(
        || json.to_owned(),
        |members| [members, ",\"replayed\":true}"].concat(),
    )
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

/// Whether `found` is the id of the run that was asked for.
///
/// # Errors
/// A decode error for another run's id.
pub fn same(status: u16, body: &str, asked: &str, found: &str) -> Result<()> {
    if asked == found {
        return Ok(());
    }
    let message = "The server answered with another run than the one that was asked for.";
    Err(Error::decode(status, message, body))
}

#[cfg(test)]
#[path = "runs_tests.rs"]
mod tests;
