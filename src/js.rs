//! Raw bindings to JavaScript. Every call that can throw is caught; nothing here is more than a name and a shape.

use js_sys::{Array, Function, JsString, Promise};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/exchange.js")]
extern "C" {
    /// What was read of an answer.
    pub(crate) type Parts;

    #[wasm_bindgen(method, getter, structural)]
    pub(crate) fn status(this: &Parts) -> JsValue;
    #[wasm_bindgen(method, getter, structural)]
    pub(crate) fn headers(this: &Parts) -> JsValue;
    #[wasm_bindgen(method, getter, structural, js_name = correlationId)]
    pub(crate) fn correlation_id(this: &Parts) -> JsValue;
    #[wasm_bindgen(method, getter, structural, js_name = retryAfter)]
    pub(crate) fn retry_after(this: &Parts) -> JsValue;
    #[wasm_bindgen(method, getter, structural, js_name = retryAfterMs)]
    pub(crate) fn retry_after_ms(this: &Parts) -> JsValue;
    #[wasm_bindgen(method, getter, structural)]
    pub(crate) fn date(this: &Parts) -> JsValue;
    /// The body; undefined where it is over its bound.
    #[wasm_bindgen(method, getter, structural)]
    pub(crate) fn text(this: &Parts) -> JsValue;
    /// How a body over its bound begins.
    #[wasm_bindgen(method, getter, structural)]
    pub(crate) fn start(this: &Parts) -> JsValue;

    /// One attempt, bounded by its time.
    #[wasm_bindgen(js_name = Attempt)]
    pub(crate) type Exchange;

    #[wasm_bindgen(constructor, js_class = "Attempt", catch)]
    pub(crate) fn new(ms: f64) -> Result<Exchange, JsValue>;
    #[allow(
        clippy::too_many_arguments,
        reason = "the parts of one request cross the boundary together"
    )]
    #[wasm_bindgen(method, js_class = "Attempt")]
    pub(crate) fn send(
        this: &Exchange,
        fetch: &Function,
        url: &str,
        method: &str,
        body: &JsValue,
        authorization: &str,
        correlation_id: &JsString,
        more: &JsValue,
    );
    #[allow(
        clippy::too_many_arguments,
        reason = "the parts of one request cross the boundary together"
    )]
    #[wasm_bindgen(method, js_class = "Attempt")]
    pub(crate) fn pass(
        this: &Exchange,
        middleware: &Function,
        terminal: &JsValue,
        url: &str,
        method: &str,
        body: &JsValue,
        correlation_id: &JsString,
        more: &JsValue,
        context: &JsValue,
    );
    /// How it stands, for the task that is being polled: see [`UNDER_WAY`] and its neighbours.
    #[wasm_bindgen(method, js_class = "Attempt")]
    pub(crate) fn poll(this: &Exchange, task: u32) -> u32;
    /// What was read of the answer, or what was thrown.
    #[wasm_bindgen(method, getter, js_class = "Attempt")]
    pub(crate) fn result(this: &Exchange) -> JsValue;
    #[wasm_bindgen(method, js_class = "Attempt")]
    pub(crate) fn close(this: &Exchange);

    /// Names and values of an object or of headers, one after the other.
    #[wasm_bindgen(catch)]
    pub(crate) fn pairs(of: &JsValue) -> Result<Array, JsValue>;

    /// A copy of a middleware's request; undefined where it goes to another origin than `url`.
    #[wasm_bindgen(catch)]
    pub(crate) fn copied(request: &JsValue, url: &str) -> Result<JsValue, JsValue>;

    #[allow(
        clippy::too_many_arguments,
        reason = "the members of one object cross the boundary together"
    )]
    pub(crate) fn outcome(
        data: &JsValue,
        status: u16,
        headers: &JsValue,
        correlation_id: &JsValue,
        attempts: u32,
        elapsed_ms: f64,
        waited_ms: f64,
        idempotency_key: Option<&str>,
        retry_after_ms: Option<f64>,
    ) -> JsValue;
}

/// An attempt that has not ended.
pub(crate) const UNDER_WAY: u32 = 0;
/// One that was answered.
pub(crate) const ANSWERED: u32 = 1;
/// One whose time ran out. The rest: it threw.
pub(crate) const TIMED_OUT: u32 = 2;

#[wasm_bindgen(module = "/src/tasks.js")]
extern "C" {
    /// What cuts the waits of one logical call.
    #[wasm_bindgen(js_name = Cut)]
    pub(crate) type Cut;

    #[wasm_bindgen(constructor, js_class = "Cut", catch)]
    pub(crate) fn new(signal: Option<&Signal>) -> Result<Cut, JsValue>;
    #[wasm_bindgen(method, getter, js_class = "Cut", catch)]
    pub(crate) fn reason(this: &Cut) -> Result<JsValue, JsValue>;
    /// Why it was cut, for the task that is being polled: 0 not at all, 1 the timer, 2 the caller.
    #[wasm_bindgen(method, js_class = "Cut")]
    pub(crate) fn poll(this: &Cut, task: u32) -> u32;
    #[wasm_bindgen(method, js_class = "Cut", catch)]
    pub(crate) fn arm(this: &Cut, ms: f64) -> Result<(), JsValue>;
    #[wasm_bindgen(method, js_class = "Cut")]
    pub(crate) fn disarm(this: &Cut);
    #[wasm_bindgen(method, js_class = "Cut")]
    pub(crate) fn close(this: &Cut);
}

// What takes and gives JavaScript values alone would be imported without a shim, each time as a module of its own: bundlers
// warn of that, so those are said to throw.
#[wasm_bindgen(module = "/src/tasks.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    pub(crate) fn watch(report: &Function) -> Result<Function, JsValue>;
    pub(crate) fn begin(number: u32, poll: &JsValue) -> Promise;
    pub(crate) fn settle(number: u32, succeeded: bool, value: &JsValue);
    #[wasm_bindgen(js_name = wakeNumber)]
    pub(crate) fn wake(number: u32);
    #[wasm_bindgen(catch)]
    pub(crate) fn guarded(promise: &Promise) -> Result<Promise, JsValue>;
}

#[wasm_bindgen(module = "/src/body.js")]
extern "C" {
    /// A body as a value; undefined where it is nested too deep.
    #[wasm_bindgen(catch, js_name = parse)]
    pub(crate) fn parse_body(text: &JsValue) -> Result<JsValue, JsValue>;
}

#[wasm_bindgen(module = "/src/body.js")]
extern "C" {
    /// A text without the key and the URL.
    pub(crate) fn redacted(text: &str, key: &str, url: &str) -> String;
    /// What was thrown; an error in its place where it holds the key.
    #[wasm_bindgen(js_name = withoutKey)]
    pub(crate) fn without_key(thrown: &JsValue, key: &str) -> JsValue;
}

#[wasm_bindgen]
extern "C" {
    /// The caller's `AbortSignal`, of whatever realm.
    #[derive(Clone)]
    pub(crate) type Signal;

    #[wasm_bindgen(catch, js_namespace = performance, js_name = now)]
    pub(crate) fn monotonic_now() -> Result<f64, JsValue>;

    #[wasm_bindgen(catch, js_namespace = crypto, js_name = getRandomValues)]
    pub(crate) fn random_values(into: &js_sys::Uint8Array) -> Result<JsValue, JsValue>;

    // What a caller hands over may be a proxy, whose traps throw.
    #[wasm_bindgen(catch, js_namespace = Object, js_name = keys)]
    pub(crate) fn keys(of: &JsValue) -> Result<Array, JsValue>;

    /// A number as JavaScript writes it.
    #[wasm_bindgen(js_name = String)]
    pub(crate) fn written(number: f64) -> String;

    #[wasm_bindgen(catch, js_namespace = JSON, js_name = stringify)]
    pub(crate) fn stringify(value: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = JSON, js_name = parse)]
    pub(crate) fn parse(text: &JsValue) -> Result<JsValue, JsValue>;

    /// A plain object that is being filled.
    #[wasm_bindgen(extends = js_sys::Object)]
    pub(crate) type Draft;

    #[wasm_bindgen(method, structural, setter)]
    pub(crate) fn set_data(this: &Draft, value: &JsValue);
    #[wasm_bindgen(method, structural, setter)]
    pub(crate) fn set_headers(this: &Draft, value: &JsValue);
    #[wasm_bindgen(method, structural, setter, js_name = correlationId)]
    pub(crate) fn set_correlation_id(this: &Draft, value: &JsValue);
    #[wasm_bindgen(method, structural, setter, js_name = retryAfterMs)]
    pub(crate) fn set_retry_after_ms(this: &Draft, value: f64);
    #[wasm_bindgen(method, structural, setter)]
    pub(crate) fn set_operation(this: &Draft, value: &str);
    #[wasm_bindgen(method, structural, setter)]
    pub(crate) fn set_attempt(this: &Draft, value: u32);
    #[wasm_bindgen(method, structural, setter)]
    pub(crate) fn set_cause(this: &Draft, value: &JsValue);
    #[wasm_bindgen(method, structural, setter)]
    pub(crate) fn set_run(this: &Draft, value: &JsValue);
    #[wasm_bindgen(method, structural, setter)]
    pub(crate) fn set_report(this: &Draft, value: &JsValue);
    #[wasm_bindgen(method, structural, setter)]
    pub(crate) fn set_items(this: &Draft, value: &JsValue);
    #[wasm_bindgen(method, structural, setter, js_name = nextCursor)]
    pub(crate) fn set_next_cursor(this: &Draft, value: &JsValue);
}

/// An empty plain object to fill.
pub(crate) fn draft() -> Draft {
    js_sys::Object::new().unchecked_into()
}

/// A promise that follows `value`, whether or not it is a promise, of whatever realm.
pub(crate) fn promise(value: &JsValue) -> Promise {
    Promise::resolve(value)
}

/// A property, or undefined where it cannot be had.
pub(crate) fn property(of: &JsValue, name: &str) -> JsValue {
    if !of.is_object() && !of.is_function() {
        return JsValue::UNDEFINED;
    }
    js_sys::Reflect::get(of, &JsString::from(name)).unwrap_or(JsValue::UNDEFINED)
}

/// A list, also of another realm.
pub(crate) fn array(value: &JsValue) -> Option<Array> {
    value.is_array().then(|| value.clone().unchecked_into())
}

/// A function, as it comes out of an options object.
pub(crate) fn function(value: &JsValue) -> Option<Function> {
    value.is_function().then(|| value.clone().unchecked_into())
}
