//! The one error type. It never holds the key, a request body or a URL.

use core::fmt;
use core::time::Duration;

use serde::Serialize;

use crate::retry::{Effect, Pause, Phase, classify};
use crate::time::millis;

/// What every fallible item of this crate returns.
pub type Result<T> = core::result::Result<T, Box<Error>>;

/// Which class of error this is; JavaScript gets one class for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// The server answered, and not with 2xx.
    Api,
    /// Refused before anything was sent.
    Validation,
    /// No answer came.
    Connection,
    /// An attempt, the deadline or a wait ran out.
    Timeout,
    /// The caller gave up.
    Abort,
    /// A 2xx body that cannot be read.
    Decode,
    /// A run ended `failed`.
    Run,
    /// A list that would not end: a cursor came twice, or page after page was empty.
    Pagination,
    /// Bad options.
    Config,
    /// A bug of ours.
    Internal,
}

/// What ran out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Scope {
    /// One attempt, its body included.
    Attempt,
    /// The whole call, every attempt and wait.
    Deadline,
    /// Waiting for a run to end.
    Wait,
}

/// One thing wrong with an input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Issue {
    /// Where it is, such as `title` or `attendees[3].name`.
    pub path: String,
    /// The server's own code for it, where the contract has one.
    pub code: String,
    /// What is wrong, and what to do.
    pub message: String,
}

impl Issue {
    /// An issue at `path`.
    pub fn new(path: impl Into<String>, code: &str, message: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            code: code.to_owned(),
            message: message.into(),
        }
    }
}

/// What went wrong, flat, so that it crosses to JavaScript as one plain object.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Error {
    /// The class.
    pub kind: Kind,
    /// The server's code as sent, or one of ours.
    pub code: String,
    /// For people.
    pub message: String,
    /// Whether the same call may succeed later.
    pub retryable: bool,
    /// The operation, such as `events.create`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation: Option<&'static str>,
    /// The effective correlation id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub correlation_id: Option<String>,
    /// How many requests went out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attempts: Option<u32>,
    /// From the start of the call.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub elapsed_ms: Option<u64>,
    /// The part of it that was slept before attempts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waited_ms: Option<u64>,
    /// HTTP status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// What the server asked to wait.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after_ms: Option<u64>,
    /// The key of the write, for trying it again as the same one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub idempotency_key: Option<String>,
    /// All that is wrong with the input.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub issues: Vec<Issue>,
    /// Whether the server may have seen the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maybe_sent: Option<bool>,
    /// What ran out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<Scope>,
    /// The first characters of a body that could not be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// The cursor that came twice, or that the list can be read on from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// The option that is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub option: Option<String>,
    /// The run as sent, JSON text; a shell parses it for its own language.
    #[serde(skip)]
    pub run: Option<String>,
    /// The report of an import that could not go on, JSON text.
    #[serde(skip)]
    pub report: Option<String>,
    /// Whether the client's retry budget refused to send the request again.
    #[serde(skip_serializing_if = "is_false")]
    pub budget_exhausted: bool,
    /// Whether the server carried the request out, all attempts of the call together.
    #[serde(skip)]
    pub effect: Effect,
    /// The last fault that was ridden out before the wait ran out; a shell makes it the cause.
    #[serde(skip)]
    pub fault: Option<Box<Error>>,
}

impl Error {
    fn new(kind: Kind, code: impl Into<String>, message: impl Into<String>) -> Box<Self> {
        Box::new(Self {
            kind,
            code: code.into(),
            message: message.into(),
            retryable: false,
            operation: None,
            correlation_id: None,
            attempts: None,
            elapsed_ms: None,
            waited_ms: None,
            status: None,
            retry_after_ms: None,
            idempotency_key: None,
            issues: Vec::new(),
            maybe_sent: None,
            scope: None,
            body: None,
            cursor: None,
            option: None,
            run: None,
            report: None,
            budget_exhausted: false,
            effect: Effect::None,
            fault: None,
        })
    }

    /// Takes over what `classify` says of an attempt that ended so.
    fn classified(mut self: Box<Self>, phase: Phase) -> Box<Self> {
        let verdict = classify(self.status.unwrap_or(0), &self.code, phase);
        (self.retryable, self.effect) = (verdict.retryable, verdict.effect);
        self
    }

    /// Whether the server may have carried out what was asked, in any attempt of the call.
    pub fn may_have_taken_effect(&self) -> bool {
        self.effect != Effect::None
    }

    /// Says that a job rode out an outage for so long, and this was its last fault.
    #[must_use]
    pub fn after_outage(mut self: Box<Self>, max: Duration) -> Box<Self> {
        let max = millis(max).to_string();
        self.message
            .extend([" (no useful answer within ", &max, " ms, maxOutageMs)"]);
        self
    }

    /// Says that the client's retry budget refused another attempt.
    #[must_use]
    pub fn refused_by_budget(mut self: Box<Self>) -> Box<Self> {
        self.budget_exhausted = true;
        self.message
            .push_str(" (not retried: the client's retry budget, retryBudget, is used up)");
        self
    }

    /// The server answered with `status`. The rest is filled in by the call.
    pub fn api(status: u16, code: impl Into<String>, message: impl Into<String>) -> Box<Self> {
        let mut error = Self::new(Kind::Api, code, message);
        error.status = Some(status);
        error.classified(Phase::Answered)
    }

    /// Refused before sending. The message lists every issue; `issues` must not be empty.
    pub fn validation(issues: Vec<Issue>) -> Box<Self> {
        let code = issues
            .first()
            .map_or("INVALID_INPUT", |issue| issue.code.as_str())
            .to_owned();
        let lines: Vec<String> = issues
            .iter()
            .take(5)
            .map(|i| format!("{}: {}", i.path, i.message))
            .collect();
        let mut message = lines.join("; ");
        if issues.len() > 5 {
            message.extend(["; and ", &issues.len().saturating_sub(5).to_string(), " more"]);
        }
        let mut error = Self::new(Kind::Validation, code, message);
        error.issues = issues;
        error
    }

    /// One bad input.
    pub fn invalid(path: &str, code: &str, message: impl Into<String>) -> Box<Self> {
        Self::validation(vec![Issue::new(path, code, message)])
    }

    /// No answer came.
    pub fn connection(message: impl Into<String>, maybe_sent: bool) -> Box<Self> {
        let mut error = Self::new(Kind::Connection, "CONNECTION_FAILED", message);
        error.maybe_sent = Some(maybe_sent);
        error.classified(if maybe_sent {
            Phase::Unanswered
        } else {
            Phase::Unsent
        })
    }

    /// `scope` ran out after `limit`.
    pub fn timeout(scope: Scope, limit: Duration) -> Box<Self> {
        let limit = millis(limit);
        let (code, message) = match scope {
            Scope::Attempt => (
                "ATTEMPT_TIMEOUT",
                format!("no complete answer within {limit} ms (timeoutMs)"),
            ),
            Scope::Deadline => (
                "DEADLINE_EXCEEDED",
                format!("the call did not end within {limit} ms (deadlineMs)"),
            ),
            Scope::Wait => (
                "WAIT_TIMEOUT",
                format!(
                    "the run has not ended within {limit} ms (maxWaitMs); it goes on at the server: wait for it again with its id"
                ),
            ),
        };
        let mut error = Self::new(Kind::Timeout, code, message);
        error.scope = Some(scope);
        error = error.classified(Phase::Unanswered);
        if scope == Scope::Wait {
            // Looking at a run changes nothing.
            error.effect = Effect::None;
        }
        error
    }

    /// A call that was held back, and could not have been sent before its deadline.
    pub fn held_back(pause: Pause, deadline: Duration) -> Box<Self> {
        let why = match pause {
            Pause::Rate => {
                "the client's own limit of requests a second (maxRequestsPerSecond) has no slot left for it"
            }
            Pause::Seat => {
                "the client's own limit of requests at the same time (maxConcurrentRequests) left it no slot"
            }
            Pause::Hold | Pause::Retry => "the server told this client to slow down for longer",
        };
        let mut error = Self::timeout(Scope::Deadline, deadline).classified(Phase::Unsent);
        error.message = [
            "the call cannot be sent within ",
            &millis(deadline).to_string(),
            " ms (deadlineMs): ",
            why,
        ]
        .concat();
        error
    }

    /// The caller's signal.
    pub fn aborted() -> Box<Self> {
        Self::new(Kind::Abort, "ABORTED", "the caller aborted the call")
    }

    /// A 2xx body that is not what the contract says. `start` is its first characters.
    pub fn decode(status: u16, message: impl Into<String>, start: &str) -> Box<Self> {
        let mut error = Self::new(Kind::Decode, "UNREADABLE_RESPONSE", message);
        error.status = Some(status);
        error.body = Some(start.chars().take(200).collect());
        error.classified(Phase::Unreadable)
    }

    /// A 2xx body over the bound of what is read of one. `start` is its first characters.
    pub fn too_large(status: u16, start: &str) -> Box<Self> {
        let message = "the body is larger than any answer of this API, and was not read to its end; ask for smaller pages with `limit`";
        let mut error = Self::decode(status, message, start);
        "RESPONSE_TOO_LARGE".clone_into(&mut error.code);
        error
    }

    /// A run ended `failed`; `run` is its JSON text.
    pub fn run_failed(message: impl Into<String>, run: &str) -> Box<Self> {
        let mut error = Self::new(Kind::Run, "RUN_FAILED", message);
        error.run = Some(run.to_owned());
        error
    }

    /// The server gave `cursor` a second time.
    pub fn repeated_cursor(cursor: &str) -> Box<Self> {
        let mut error = Self::new(
            Kind::Pagination,
            "REPEATED_CURSOR",
            "the server gave a cursor that it had given before; reading on would not end",
        );
        error.cursor = Some(cursor.to_owned());
        error
    }

    /// `pages` pages in a row were empty; `cursor` is the last one's.
    pub fn empty_pages(pages: u32, cursor: &str) -> Box<Self> {
        let message = format!(
            "{pages} pages in a row were empty, and each had another one behind it: to read on all the same, list from this error's cursor"
        );
        let mut error = Self::new(Kind::Pagination, "TOO_MANY_EMPTY_PAGES", message);
        error.cursor = Some(cursor.to_owned());
        error
    }

    /// `option` is wrong; the message says how, and what it may be.
    pub fn config(option: &str, message: impl Into<String>) -> Box<Self> {
        let mut error = Self::new(
            Kind::Config,
            "INVALID_OPTION",
            format!("{option}: {}", message.into()),
        );
        error.option = Some(option.to_owned());
        error
    }

    /// A bug of ours.
    pub fn internal(message: impl Into<String>) -> Box<Self> {
        Self::new(Kind::Internal, "INTERNAL", message)
    }
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
const fn is_false(flag: &bool) -> bool {
    !*flag
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message)
    }
}

impl std::error::Error for Error {}
