//! The plain request and response that every shell of the emulator translates to and from.

/// A request as it arrived, before anything about it is trusted.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// The HTTP method, in any case.
    pub method: String,
    /// Path and query as sent, still percent-encoded: `/api/v0/partner/events?limit=10`.
    pub target: String,
    /// Header names (any case) and values, in order.
    pub headers: Vec<(String, String)>,
    /// The body's bytes; empty where there is none.
    pub body: Vec<u8>,
}

impl Request {
    /// A request without headers or body.
    pub fn new(method: &str, target: &str) -> Self {
        Self {
            method: method.to_owned(),
            target: target.to_owned(),
            ..Self::default()
        }
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Adds `Authorization: Bearer <key>`.
    #[must_use]
    pub fn bearer(self, key: &str) -> Self {
        let value = format!("Bearer {key}");
        self.header("authorization", &value)
    }

    /// Sets the body.
    #[must_use]
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    /// The first header of that name.
    pub(crate) fn find(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(n, _)| n.eq_ignore_ascii_case(name))
            .map(|(_, v)| v.as_str())
    }
}

/// What the emulator answers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// Header names (lower case) and values.
    pub headers: Vec<(String, String)>,
    /// The body's bytes.
    pub body: Vec<u8>,
    /// A fault asked for a broken connection: the shell sends nothing and hangs up.
    pub disconnect: bool,
    /// A fault asked for latency: the shell waits this long, in milliseconds, before it answers.
    pub delay_ms: u64,
}

impl Response {
    /// The value of a header, by lower-case name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, v)| v.as_str())
    }

    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.headers.retain(|(n, _)| n != name);
        self.headers.push((name.to_owned(), value.to_owned()));
    }

    pub(crate) fn hang_up() -> Self {
        Self {
            disconnect: true,
            ..Self::default()
        }
    }
}
