//! One attempt: a request out, an answer in. The key is added here, and nowhere else.

use gloo_net::http::Headers;
use js_sys::{Array, Function, JsString, Promise, Reflect};
use meshi_partner_core::Error;
use meshi_partner_core::request::Request;
use meshi_partner_core::retry::{Fault, Head};
use meshi_partner_core::route::Method;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortController;

use crate::error::Failure;
use crate::host::{Host, wall_ms};
use crate::js::{self, Answer};

/// What came of an attempt, with the JavaScript values that the core has no use for.
pub(crate) struct Attempt {
    pub(crate) head: Head,
    /// The body of a 2xx, as text.
    pub(crate) text: JsValue,
    pub(crate) headers: JsValue,
}

/// Why nothing came.
pub(crate) struct Broken {
    pub(crate) fault: Fault,
    pub(crate) cause: JsValue,
}

/// A request as JavaScript sends it; made once a call, whatever its attempts.
pub(crate) struct Outgoing {
    url: String,
    method: Method,
    operation: &'static str,
    body: Option<JsString>,
    headers: Vec<(String, String)>,
    correlation_id: JsString,
}

impl Outgoing {
    pub(crate) fn new(
        host: &Host,
        request: &Request,
        headers: Vec<(String, String)>,
        correlation_id: &str,
    ) -> Self {
        Self {
            url: host.config.url(&request.path),
            method: request.method,
            operation: request.operation,
            body: request.body.as_deref().map(JsString::from),
            headers,
            correlation_id: correlation_id.into(),
        }
    }

    /// The init of a fetch. Never `credentials`, `mode` or `cache`: workerd throws on some of their values.
    fn init(&self, authorization: Option<&str>, controller: &AbortController) -> js::Draft {
        let (words, headers) = (js::words(), js::draft());
        for (name, value) in &self.headers {
            // Setting a property of a fresh plain object cannot fail.
            let _ = Reflect::set(
                &headers,
                &JsString::from(name.as_str()),
                &JsString::from(value.as_str()),
            );
        }
        headers.set_accept(&words.json);
        headers.set_correlation_header(&self.correlation_id);
        if let Some(authorization) = authorization {
            headers.set_authorization(authorization);
        }
        let init = js::draft();
        if let Some(body) = &self.body {
            headers.set_content_type(&words.json);
            init.set_body(body);
        }
        let method = match self.method {
            Method::Get => &words.get,
            Method::Post => &words.post,
            Method::Put => &words.put,
        };
        init.set_method(method);
        init.set_headers(&headers);
        init.set_redirect(&words.manual);
        init.set_signal(&controller.signal());
        init
    }

    /// Sends it, and reads the whole answer.
    pub(crate) async fn send(
        &self,
        host: &Host,
        attempt: u32,
        controller: &AbortController,
    ) -> Result<Attempt, Broken> {
        let sent = match &host.middleware {
            None => {
                let init = self.init(Some(host.config.authorization()), controller);
                host.fetch
                    .call2(&JsValue::UNDEFINED, &JsString::from(self.url.as_str()), &init)
            }
            Some(middleware) => self.through(host, middleware, attempt, controller),
        };
        let answer = async { JsFuture::from(js::promise(&sent?)).await }
            .await
            .map_err(broken)?;
        let answer: Answer = answer.unchecked_into();
        read(&answer).await
    }

    /// Lets the middleware see a request without the key; the key is added behind it, and only for our own origin.
    fn through(
        &self,
        host: &Host,
        middleware: &Function,
        attempt: u32,
        controller: &AbortController,
    ) -> Result<JsValue, JsValue> {
        let init: web_sys::RequestInit = self.init(None, controller).unchecked_into();
        let request = web_sys::Request::new_with_str_and_init(&self.url, &init)?;
        let (fetch, base) = (host.fetch.clone(), self.url.clone());
        let authorization = host.config.authorization().to_owned();
        let terminal =
            Closure::<dyn FnMut(JsValue) -> Promise>::new(move |request: JsValue| {
                match authorized(&request, &base, &authorization)
                    .and_then(|request| fetch.call1(&JsValue::UNDEFINED, &request))
                {
                    Ok(sent) => js::promise(&sent),
                    Err(error) => Promise::reject(&error),
                }
            });
        let context = js::draft();
        context.set_operation(self.operation);
        context.set_attempt(attempt);
        context.set_correlation_id(self.correlation_id.as_ref());
        // The middleware may call it as long as it likes, so JavaScript's collector has the last word on it.
        middleware.call3(&JsValue::UNDEFINED, &request, &terminal.into_js_value(), &context)
    }
}

/// A copy of what the middleware passed on, with the key, if it still goes to the origin of `base`.
fn authorized(request: &JsValue, base: &str, authorization: &str) -> Result<JsValue, JsValue> {
    let url = js::property(request, "url").as_string().unwrap_or_default();
    if origin(&url) != origin(base) {
        let message =
            "the middleware changed the request's origin; the key goes to no other host than baseUrl's";
        return Err(Failure::from(Error::config("middleware", message)).into_js());
    }
    let request = web_sys::Request::new_with_request(request.unchecked_ref())?;
    // The key was checked to fit a header when the client was made, so this cannot throw.
    Headers::from_raw(request.headers()).set("authorization", authorization);
    Ok(request.into())
}

/// Scheme, host and port of an absolute URL.
fn origin(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once(':')?;
    let host = rest.strip_prefix("//")?.split('/').next()?;
    Some([scheme, "://", host].concat().to_ascii_lowercase())
}

async fn read(answer: &Answer) -> Result<Attempt, Broken> {
    let headers = answer.headers().map_err(broken)?;
    let words = js::words();
    let header = |name: &JsString| headers.get(name).ok().filter(JsValue::is_string);
    let text_of = |value: Option<&JsValue>| value.and_then(JsValue::as_string);
    let correlation_id = header(&words.correlation_id);
    let retry_after = header(&words.retry_after);
    let mut head = Head {
        status: status(answer)?,
        correlation_id: text_of(correlation_id.as_ref()),
        retry_after: text_of(retry_after.as_ref()),
        ..Head::default()
    };
    if head.retry_after.is_some() {
        head.date = text_of(header(&words.date).as_ref());
        head.wall_ms = wall_ms();
    }
    let text = match answer.text() {
        Ok(promise) => JsFuture::from(js::promise(&promise)).await.map_err(broken)?,
        Err(error) => return Err(broken(error)),
    };
    if !(200..300).contains(&head.status) {
        // An error body is small; what is longer is no error body of this API, and is not copied whole.
        let text: &JsString = text.unchecked_ref();
        head.error_body = Some(if text.is_string() {
            String::from(text.slice(0, 65_536))
        } else {
            String::new()
        });
    }
    Ok(Attempt {
        head,
        text,
        headers: headers.into(),
    })
}

fn status(answer: &Answer) -> Result<u16, Broken> {
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked to be whole and in range"
    )]
    match answer.status().map_err(broken)?.as_f64() {
        // 0 is an opaque redirect's: a browser shows no more of it.
        Some(status) if status.fract() == 0.0 && (0.0..1000.0).contains(&status) => Ok(status as u16),
        _ => Err(broken(
            js_sys::TypeError::new("fetch gave no Response: it has no numeric status").into(),
        )),
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

/// What was thrown, kept as the cause; its message holds no URL of ours and no header.
fn broken(cause: JsValue) -> Broken {
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
    Broken {
        fault: Fault::Broken {
            message: format!("no answer ({what}); {advice}"),
            maybe_sent,
        },
        cause,
    }
}

impl From<JsValue> for Broken {
    fn from(cause: JsValue) -> Self {
        broken(cause)
    }
}

/// Lists pass through here, so that the array type of another realm does no harm.
pub(crate) fn as_array(value: &JsValue) -> Option<Array> {
    value.is_array().then(|| value.clone().unchecked_into())
}
