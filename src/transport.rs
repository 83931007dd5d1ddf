//! One attempt: a request out, an answer in. What JavaScript does of it is in `exchange.js`.

use std::future::poll_fn;
use std::time::Duration;

use gloo_net::http::Headers;
use js_sys::Uint8Array;
use meshi_partner_core::Error;
use meshi_partner_core::invariant::held;
use meshi_partner_core::request::{Request, Text};
use meshi_partner_core::retry::{Fault, Head};
use meshi_partner_core::route::Method;
use meshi_partner_core::time::millis;
use wasm_bindgen::JsValue;

use crate::error::Failure;
use crate::host::{self, Host, wall_ms};
use crate::js::Exchange;
use crate::task::Errand;

/// How many methods JavaScript knows by number.
const METHODS: u32 = 3;

/// A request as JavaScript sends it; made once a call, whatever its attempts.
pub(crate) struct Outgoing {
    /// The correlation id and the path: two texts that cross the boundary as one.
    text: String,
    /// Where the id ends.
    end: usize,
    method: Method,
    operation: &'static str,
    body: Option<Text>,
    /// The body where it is large; undefined where it is not.
    bytes: JsValue,
    /// The caller's own headers; undefined where there are none.
    headers: JsValue,
}

impl Outgoing {
    pub(crate) fn new(request: &Request, headers: &[(String, String)], correlation_id: &str) -> Self {
        let (body, bytes) = outgoing(request.body.as_ref());
        Self {
            text: [correlation_id, &request.path].concat(),
            end: correlation_id.len(),
            method: request.method,
            operation: request.operation,
            body,
            bytes,
            headers: object(headers),
        }
    }

    /// The correlation id that goes out.
    pub(crate) fn correlation_id(&self) -> &str {
        // The request takes the same part of the text.
        held(self.text.get(..self.end))
    }

    /// Sends it. `wanted`: the body of a success is parsed.
    #[allow(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "the longest timer is far below where a double loses a millisecond, and an id is short"
    )]
    pub(crate) fn send(&self, host: &Host, number: u32, limit: Duration, wanted: bool) -> Attempt {
        let errand = Errand::new();
        let (method, other) = match &self.method {
            Method::Get => (0, None),
            Method::Post => (1, None),
            Method::Put => (2, None),
            Method::Other(name) => (METHODS, Some(name.as_str())),
        };
        // Nobody but the middleware asks for it.
        let operation = if host.passed {
            JsValue::from_str(self.operation)
        } else {
            JsValue::UNDEFINED
        };
        let exchange = host.wire.send(
            errand.number(),
            millis(limit) as f64,
            method,
            other,
            &self.text,
            self.end as u32,
            self.body.as_deref(),
            &self.bytes,
            &self.headers,
            wanted,
            &operation,
            number,
        );
        Attempt { errand, exchange }
    }
}

/// An attempt under way. It ends when it is dropped, whoever drops it.
pub(crate) struct Attempt {
    errand: Errand,
    exchange: Exchange,
}

impl Attempt {
    /// What comes of it.
    pub(crate) async fn ended(self) -> Ended {
        Ended {
            news: News(poll_fn(|_| self.errand.news()).await),
            exchange: self.exchange.clone(),
        }
    }
}

impl Drop for Attempt {
    fn drop(&mut self) {
        if self.errand.news().is_pending() {
            self.exchange.close();
        }
    }
}

/// What came of an attempt, with the JavaScript values that the core has no use for.
pub(crate) struct Ended {
    pub(crate) news: News,
    pub(crate) exchange: Exchange,
}

/// How it ended, in the numbers of `exchange.js`.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct News(u32);

/// How an attempt ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum How {
    TimedOut,
    Broken,
    /// We refused to send it, and so will again; the cause is the error.
    Refused,
    /// The host gives no controller here.
    Unmade,
    Answered,
}

/// What the body of a success is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Object,
    /// Any other JSON.
    Other,
    Empty,
    TooDeep,
    NoJson,
}

const TOO_LARGE: u32 = 6;

impl News {
    pub(crate) fn how(self) -> How {
        match self.0 & 7 {
            1 => How::TimedOut,
            3 => How::Refused,
            4 => How::Unmade,
            5 | TOO_LARGE => How::Answered,
            _ => How::Broken,
        }
    }

    /// Whether it is a success whose body is over its bound.
    pub(crate) fn is_too_large(self) -> bool {
        self.0 & 7 == TOO_LARGE
    }

    pub(crate) fn form(self) -> Form {
        match self.0 >> 3 & 7 {
            1 => Form::Object,
            2 => Form::Other,
            3 => Form::Empty,
            4 => Form::TooDeep,
            _ => Form::NoJson,
        }
    }

    fn says_when(self) -> bool {
        self.0 & 1 << 6 != 0
    }

    /// Whether the body is an object that cannot be a run.
    pub(crate) fn is_no_run(self) -> bool {
        self.0 & 1 << 7 != 0
    }

    pub(crate) fn status(self) -> u16 {
        u16::try_from(self.0 >> 8).unwrap_or(0)
    }
}

/// What an exchange can be asked for, beside the first headers that it looks at.
const TEXT: u32 = 4;
const START: u32 = 5;
const CODE: u32 = 6;
const MESSAGE: u32 = 7;

/// The correlation id that an answer says.
pub(crate) fn said_id(exchange: &Exchange) -> Option<String> {
    exchange.said(0).filter(|id| !id.is_empty())
}

/// The body of an answer.
pub(crate) fn text(exchange: &Exchange) -> String {
    exchange.said(TEXT).unwrap_or_default()
}

/// How the body of an answer begins, for an error; the rest is not copied.
pub(crate) fn start(exchange: &Exchange) -> String {
    exchange.said(START).unwrap_or_default()
}

impl Ended {
    /// What the core judges an answer by. Of a success that says nothing more that is its status, and the rest stays where it
    /// is.
    pub(crate) fn head(&self) -> Head {
        let status = self.news.status();
        let mut head = Head {
            status,
            ..Head::default()
        };
        let said = |what| self.exchange.said(what);
        if self.news.says_when() {
            (head.retry_after, head.date, head.wall_ms) = (said(1), said(3), wall_ms());
        }
        if !(200..300).contains(&status) {
            head.correlation_id = said(0);
            head.error_body = Some(text(&self.exchange));
        } else if !self.news.says_when() {
            return head;
        }
        head.retry_after_ms = said(2);
        head
    }

    /// Why nothing came. Neither it nor the cause holds the key, and the message no URL of ours.
    pub(crate) fn fault(&self) -> Fault {
        let (code, said) = (self.exchange.said(CODE), self.exchange.said(MESSAGE));
        let maybe_sent = !code.as_deref().is_some_and(|code| NEVER_SENT.contains(&code));
        let what = match (code, said) {
            (Some(code), Some(said)) if !holds(&said, &code) => [&code, ": ", &said].concat(),
            (_, Some(said)) => said,
            (Some(code), None) => code,
            (None, None) => "fetch failed".to_owned(),
        };
        let advice = if maybe_sent {
            "the server may have seen the request"
        } else {
            "nothing was sent"
        };
        Fault::Broken {
            message: ["no answer (", &what, "); ", advice].concat(),
            maybe_sent,
        }
    }

    /// The error of a host that gives no controller.
    pub(crate) fn unmade(&self) -> Failure {
        let cause = self.exchange.cause();
        let why = host::refusal(&cause, "this runtime has none", "none can be made here");
        Failure::new(Error::config("AbortController", why)).caused_by(cause)
    }
}

/// Codes with which a connection fails before a byte of the request is out.
const NEVER_SENT: [&str; 8] = [
    "ECONNREFUSED",
    "ENOTFOUND",
    "EAI_AGAIN",
    "EHOSTUNREACH",
    "ENETUNREACH",
    "UND_ERR_CONNECT_TIMEOUT",
    "ERR_INVALID_URL",
    "ConnectionRefused",
];

/// Whether a short text holds a word: without the search that the standard library has for long ones.
fn holds(text: &str, word: &str) -> bool {
    let (text, word) = (text.as_bytes(), word.as_bytes());
    word.is_empty() || text.windows(word.len()).any(|part| part == word)
}

/// Bodies from this size on go out as bytes: as a string they would be decoded here, and encoded again by fetch.
const LARGE: usize = 64 << 10;

/// A body as it goes out: as text or, where it is large, as bytes.
fn outgoing(body: Option<&Text>) -> (Option<Text>, JsValue) {
    match body {
        Some(text) if text.len() >= LARGE => (None, Uint8Array::from(text.as_bytes()).into()),
        body => (body.cloned(), JsValue::UNDEFINED),
    }
}

/// The caller's headers, which were found to be some that a request can carry; undefined where there are none.
fn object(headers: &[(String, String)]) -> JsValue {
    if headers.is_empty() {
        return JsValue::UNDEFINED;
    }
    let all = Headers::new();
    for (name, value) in headers {
        // Of one name under several letters the last counts.
        all.set(name, value);
    }
    web_sys::Headers::into(all.into_raw())
}
