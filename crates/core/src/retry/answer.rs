//! What is read of an answer to judge it: never a body, but the error's.

use core::time::Duration;

use super::after::{retry_after, retry_after_ms};
use crate::error::Error;
use crate::fields::{self, optional};

/// What the call needs to know of an answer.
#[derive(Debug, Clone, Default)]
pub struct Head {
    /// HTTP status; 0 for an opaque redirect.
    pub status: u16,
    /// Header `x-correlation-id`.
    pub correlation_id: Option<String>,
    /// Header `retry-after`.
    pub retry_after: Option<String>,
    /// Header `retry-after-ms`, which is in no contract; where it makes sense it goes before `retry-after`.
    pub retry_after_ms: Option<String>,
    /// Header `date`.
    pub date: Option<String>,
    /// The host's wall clock, milliseconds since 1970.
    pub wall_ms: u64,
    /// The body of an answer that is not 2xx.
    pub error_body: Option<String>,
}

impl Head {
    /// How long the server asks to wait.
    pub(super) fn wait(&self) -> Option<Duration> {
        let finer = self.retry_after_ms.as_deref().and_then(retry_after_ms);
        finer.or_else(|| retry_after(self.retry_after.as_deref()?, self.date.as_deref(), self.wall_ms))
    }

    /// The error that this answer is, and the correlation id that its body names.
    pub(super) fn error(&self) -> (Box<Error>, Option<String>) {
        let body = ErrorBody::read(self.error_body.as_deref().unwrap_or(""));
        let error = match self.status {
            0 | 300..400 => Error::api(
                self.status,
                "UNEXPECTED_REDIRECT",
                "the server answered with a redirect, which is not followed, so that the key goes to no other host; check the base URL",
            ),
            status => Error::api(
                status,
                body.code.unwrap_or_else(|| format!("HTTP_{status}")),
                body.message.unwrap_or_else(|| {
                    format!("the server answered {status} without the contract's error body")
                }),
            ),
        };
        (error, body.correlation_id)
    }
}

#[derive(Default)]
struct ErrorBody {
    code: Option<String>,
    message: Option<String>,
    correlation_id: Option<String>,
}

impl ErrorBody {
    /// Empty where the text is no error body of the contract.
    fn read(text: &str) -> Self {
        let Ok(body) = fields::object(text) else {
            return Self::default();
        };
        // A field of another type takes nothing from the others.
        let word = |name| optional(&body, name, fields::text).ok().flatten();
        Self {
            code: word("code"),
            message: word("message"),
            // It goes into logs, so that it has to be one.
            correlation_id: word("correlation_id")
                .filter(|id| (1..=256).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_graphic())),
        }
    }
}
