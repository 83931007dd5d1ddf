//! One attempt: a request out, an answer in. The key is added here, and nowhere else.

use std::future::poll_fn;
use std::task::Poll;

use gloo_net::http::Headers;
use js_sys::{JsString, Promise, Reflect, Uint8Array};
use meshi_partner_core::Error;
use meshi_partner_core::request::Request;
use meshi_partner_core::retry::{Fault, Head};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

use crate::error::Failure;
use crate::host::{Host, wall_ms};
use crate::js;
use crate::task;

/// What came of an attempt, with the JavaScript values that the core has no use for.
pub(crate) struct Attempt {
    pub(crate) head: Head,
    /// The body of a 2xx, as text; undefined where it is over its bound.
    pub(crate) text: JsValue,
    /// How a body over its bound begins.
    pub(crate) start: JsValue,
    pub(crate) headers: JsValue,
}

/// Why nothing came.
pub(crate) struct Broken {
    pub(crate) fault: Fault,
    pub(crate) cause: JsValue,
    /// Whether we refused to send it, and so will again; `cause` is the error.
    pub(crate) refused: bool,
}

/// A request as JavaScript sends it; made once a call, whatever its attempts.
pub(crate) struct Outgoing {
    url: String,
    method: &'static str,
    operation: &'static str,
    /// Undefined where there is none.
    body: JsValue,
    /// The caller's own headers; undefined where there are none.
    headers: JsValue,
    correlation_id: JsString,
}

impl Outgoing {
    pub(crate) fn new(
        host: &Host,
        request: &Request,
        headers: &[(String, String)],
        correlation_id: &str,
    ) -> Self {
        Self {
            url: host.config.url(&request.path),
            method: request.method.as_str(),
            operation: request.operation,
            body: request.body.as_deref().map_or(JsValue::UNDEFINED, body),
            headers: object(headers),
            correlation_id: correlation_id.into(),
        }
    }

    /// Sends it, and reads the whole answer; none when the attempt's time runs out before.
    pub(crate) async fn send(
        &self,
        host: &Host,
        attempt: u32,
        exchange: &js::Exchange,
    ) -> Result<Option<Attempt>, Broken> {
        match &host.middleware {
            None => exchange.send(
                &host.fetch,
                &self.url,
                self.method,
                &self.body,
                host.config.authorization(),
                &self.correlation_id,
                &self.headers,
            ),
            Some(middleware) => exchange.pass(
                middleware,
                &self.terminal(host),
                &self.url,
                self.method,
                &self.body,
                &self.correlation_id,
                &self.headers,
                &self.context(attempt),
            ),
        }
        let ended = poll_fn(|_| match exchange.poll(task::current()) {
            js::UNDER_WAY => Poll::Pending,
            ended => Poll::Ready(ended),
        });
        let broken = |thrown| Broken::new(thrown, host.config.key(), &self.url);
        match ended.await {
            js::ANSWERED => read(exchange.result().unchecked_ref()).map(Some).map_err(broken),
            js::TIMED_OUT => Ok(None),
            _ => Err(broken(exchange.result())),
        }
    }

    /// The end of the middleware: it adds the key, and only for our own origin.
    fn terminal(&self, host: &Host) -> JsValue {
        let (fetch, base) = (host.fetch.clone(), self.url.clone());
        let authorization = host.config.authorization().to_owned();
        let terminal = Closure::<dyn FnMut(JsValue) -> Promise>::new(move |request: JsValue| {
            let sent = authorized(&request, &base, &authorization)
                .and_then(|request| fetch.call1(&JsValue::UNDEFINED, &request));
            match sent {
                Ok(sent) => js::promise(&sent),
                Err(error) => Promise::reject(&error),
            }
        });
        // The middleware may call it as long as it likes, so JavaScript's collector has the last word on it.
        terminal.into_js_value()
    }

    /// What the middleware is told beside the request.
    fn context(&self, attempt: u32) -> js::Draft {
        let context = js::draft();
        context.set_operation(self.operation);
        context.set_attempt(attempt);
        context.set_correlation_id(self.correlation_id.as_ref());
        context
    }
}

/// The option that is wrong where a request is refused on its way.
const REFUSED: &str = "middleware";

/// A copy of what the middleware passed on, with the key, if it still goes to the origin of `base`.
fn authorized(request: &JsValue, base: &str, authorization: &str) -> Result<JsValue, JsValue> {
    let request = js::copied(request, base)?;
    if request.is_undefined() {
        let message =
            "the middleware changed the request's origin; the key goes to no other host than baseUrl's";
        return Err(Failure::from(Error::config(REFUSED, message)).into_js());
    }
    // The key was checked to fit a header when the client was made, so this cannot throw.
    Headers::from_raw(request.unchecked_ref::<web_sys::Request>().headers())
        .set("authorization", authorization);
    Ok(request)
}

/// Bodies from this size on go out as bytes: as a string they would be decoded here, and encoded again by fetch.
const LARGE: usize = 64 << 10;

fn body(text: &str) -> JsValue {
    if text.len() < LARGE {
        JsValue::from_str(text)
    } else {
        Uint8Array::from(text.as_bytes()).into()
    }
}

/// The caller's headers as a plain object; undefined where there are none.
fn object(headers: &[(String, String)]) -> JsValue {
    if headers.is_empty() {
        return JsValue::UNDEFINED;
    }
    let object = js_sys::Object::new();
    for (name, value) in headers {
        // Setting a property of a fresh plain object cannot fail.
        let _ = Reflect::set(
            &object,
            &JsString::from(name.as_str()),
            &JsString::from(value.as_str()),
        );
    }
    object.into()
}

/// The longest header of an answer that is looked at; those that count are far shorter.
const LONGEST_HEADER: u32 = 256;

fn header(value: &JsValue) -> Option<String> {
    let value = value.dyn_ref::<JsString>()?;
    (value.length() <= LONGEST_HEADER).then(|| String::from(value))
}

fn read(parts: &js::Parts) -> Result<Attempt, JsValue> {
    let mut head = Head {
        status: status(&parts.status())?,
        correlation_id: header(&parts.correlation_id()),
        retry_after: header(&parts.retry_after()),
        ..Head::default()
    };
    if head.retry_after.is_some() || head.status >= 300 {
        head.retry_after_ms = header(&parts.retry_after_ms());
    }
    if head.retry_after.is_some() {
        head.date = header(&parts.date());
        head.wall_ms = wall_ms();
    }
    let (mut text, mut start) = (parts.text(), JsValue::UNDEFINED);
    if !(200..300).contains(&head.status) {
        head.error_body = Some(text.as_string().unwrap_or_default());
        text = JsValue::UNDEFINED;
    } else if text.is_undefined() {
        start = parts.start();
    }
    Ok(Attempt {
        head,
        text,
        start,
        headers: parts.headers(),
    })
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked to be whole and in range"
)]
fn status(status: &JsValue) -> Result<u16, JsValue> {
    match status.as_f64() {
        // 0 is an opaque redirect's: a browser shows no more of it.
        Some(status) if status.fract() == 0.0 && (0.0..1000.0).contains(&status) => Ok(status as u16),
        _ => Err(js_sys::TypeError::new("fetch gave no Response: it has no numeric status").into()),
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

/// A key that is shorter stands in many a text by chance. Meshi's are longer.
const SHORTEST_KEY: usize = 8;

impl Broken {
    /// What was thrown, kept as the cause; neither it nor its message holds the key, and the message no URL of ours.
    fn new(cause: JsValue, key: &str, url: &str) -> Self {
        let inner = js::property(&cause, "cause");
        let code = [&inner, &cause]
            .iter()
            .find_map(|error| js::property(error, "code").as_string());
        let said = [&inner, &cause].iter().find_map(|error| {
            js::property(error, "message")
                .as_string()
                .filter(|m| !m.is_empty())
        });
        let maybe_sent = !code.as_deref().is_some_and(|code| NEVER_SENT.contains(&code));
        let what = match (code, said) {
            (Some(code), Some(said)) if !holds(&said, &code) => format!("{code}: {said}"),
            (_, Some(said)) => said,
            (Some(code), None) => code,
            (None, None) => "fetch failed".to_owned(),
        };
        let advice = if maybe_sent {
            "the server may have seen the request"
        } else {
            "nothing was sent"
        };
        let (what, cause) = if key.len() < SHORTEST_KEY {
            (what, cause)
        } else {
            (js::redacted(&what, key, url), js::without_key(&cause, key))
        };
        // The name that `authorized` gives; what a fetch throws is no option of ours.
        let refused = js::property(&cause, "option").as_string().as_deref() == Some(REFUSED);
        Self {
            fault: Fault::Broken {
                message: format!("no answer ({what}); {advice}"),
                maybe_sent,
            },
            cause,
            refused,
        }
    }
}
