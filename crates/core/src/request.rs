//! A request as a value, so that an attempt can be repeated exactly.

use crate::route::Method;

/// Whether a request may be sent again when it is not known what became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replay {
    /// A read, a PUT, or a write that carries an idempotency key: always.
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
    pub body: Option<String>,
    /// The key that is in the body.
    pub idempotency_key: Option<String>,
    /// Whether it may be sent again.
    pub replay: Replay,
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
        }
    }

    /// A write without an idempotency key.
    pub fn write(operation: &'static str, method: Method, path: String, body: String) -> Self {
        let replay = if method == Method::Post {
            Replay::Unsafe
        } else {
            Replay::Safe
        };
        Self {
            operation,
            method,
            path,
            body: Some(body),
            idempotency_key: None,
            replay,
        }
    }

    /// A write whose body holds `key` already.
    #[must_use]
    pub fn keyed(mut self, key: &str) -> Self {
        self.idempotency_key = Some(key.to_owned());
        self.replay = Replay::Safe;
        self
    }
}
