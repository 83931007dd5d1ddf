//! A request as a value, so that an attempt can be repeated exactly.

use std::ops::Deref;
use std::sync::Arc;

use crate::route::Method;

/// The JSON text of a body. Clones share it: that of an import is kept until its rows are taken, and may be large.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text(Arc<String>);

impl Text {
    /// The text, to be changed: where it is shared, of a copy that is not.
    pub(crate) fn to_mut(&mut self) -> &mut String {
        Arc::make_mut(&mut self.0)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self(Arc::new(text))
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

/// Whether a request may be sent again when it is not known what became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replay {
    /// A read, a PUT, a write that carries an idempotency key, or one that can be looked for: always.
    Safe,
    /// Only when the server surely did nothing.
    Unsafe,
}

/// What goes on the wire, but for the base URL and the key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The operation's name, for errors and logs.
    pub operation: &'static str,
    /// The method.
    pub method: Method,
    /// Path and query, below the base URL.
    pub path: String,
    /// JSON text.
    pub body: Option<Text>,
    /// The key that is in the body.
    pub idempotency_key: Option<String>,
    /// Whether it may be sent again.
    pub replay: Replay,
    /// Of a create whose id is the caller's own: the read of what it makes. When its repetition meets a conflict, after an
    /// attempt that had no answer, that is how the conflict is resolved.
    pub look: Option<Box<Request>>,
    /// Whether it is attempted once, whatever the policy says: a poll, or a probe of an outage. The job that sent it sends the
    /// next one.
    pub probe: bool,
}

impl Request {
    /// A read.
    pub fn get(operation: &'static str, path: String) -> Self {
        Self {
            operation,
            method: Method::Get,
            path,
            body: None,
            idempotency_key: None,
            replay: Replay::Safe,
            look: None,
            probe: false,
        }
    }

    /// A write without an idempotency key.
    pub fn write(operation: &'static str, method: Method, path: String, body: Text) -> Self {
        let replay = if method.is_repeatable() {
            Replay::Safe
        } else {
            Replay::Unsafe
        };
        Self {
            operation,
            method,
            path,
            body: Some(body),
            idempotency_key: None,
            replay,
            look: None,
            probe: false,
        }
    }

    /// The request as a poll or as a probe of an outage: one attempt, which costs the retry budget nothing.
    #[must_use]
    pub fn probe(mut self) -> Self {
        self.probe = true;
        self
    }

    /// A write whose body holds `key` already.
    #[must_use]
    pub fn keyed(mut self, key: &str) -> Self {
        self.idempotency_key = Some(key.to_owned());
        self.replay = Replay::Safe;
        self
    }

    /// A create that may be repeated, since `look` reads what it made: the id in both is the caller's own.
    #[must_use]
    pub fn resolved_by(mut self, look: Self) -> Self {
        self.replay = Replay::Safe;
        self.look = Some(Box::new(look));
        self
    }
}
