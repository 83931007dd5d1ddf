//! Raw bindings to JavaScript. Every call that can throw is caught; nothing here is more than a name and a shape.

use js_sys::{Array, Function, JsString, Promise};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/exchange.js")]
extern "C" {
    /// A client's way out.
    pub(crate) type Wire;

    #[wasm_bindgen(constructor, js_class = "Wire")]
    pub(crate) fn new(
        fetch: &Function,
        middleware: Option<&Function>,
        base: &JsValue,
        authorization: &JsValue,
        key: &JsValue,
    ) -> Wire;
    #[allow(
        clippy::too_many_arguments,
        reason = "the parts of one request cross the boundary together"
    )]
    #[wasm_bindgen(method, js_class = "Wire")]
    pub(crate) fn send(
        this: &Wire,
        errand: u32,
        ms: f64,
        method: u32,
        other: Option<&str>,
        text: &str,
        end: u32,
        body: Option<&str>,
        bytes: &JsValue,
        more: &JsValue,
        wanted: bool,
        operation: &JsValue,
        number: u32,
    ) -> Exchange;

    /// One attempt, bounded by its time, and then what came of it.
    #[derive(Debug, Clone)]
    pub(crate) type Exchange;

    #[wasm_bindgen(method)]
    pub(crate) fn close(this: &Exchange);
    /// A text of the answer, or of what was thrown.
    #[wasm_bindgen(method)]
    pub(crate) fn said(this: &Exchange, what: u32) -> Option<String>;
    /// The body of a success, if it was wanted.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn data(this: &Exchange) -> JsValue;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn headers(this: &Exchange) -> JsValue;
    /// What was thrown.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn cause(this: &Exchange) -> JsValue;
    /// Ends a task with the outcome that this is; undefined `data` stands for the body.
    #[allow(
        clippy::too_many_arguments,
        reason = "the members of one object cross the boundary together"
    )]
    #[wasm_bindgen(method)]
    pub(crate) fn settle(
        this: &Exchange,
        task: u32,
        data: &JsValue,
        correlation_id: Option<&str>,
        attempts: u32,
        elapsed_ms: f64,
        waited_ms: f64,
        idempotency_key: Option<&str>,
        retry_after_ms: Option<f64>,
    );
}

#[wasm_bindgen(module = "/src/body.js")]
extern "C" {
    /// Names and values of an object or of headers, one after the other.
    #[wasm_bindgen(catch)]
    pub(crate) fn pairs(of: &JsValue) -> Result<Array, JsValue>;
}

#[wasm_bindgen(module = "/src/tasks.js")]
extern "C" {
    /// What cuts the waits of one logical call.
    #[wasm_bindgen(js_name = Cut)]
    pub(crate) type Cut;

    #[wasm_bindgen(constructor, js_class = "Cut")]
    pub(crate) fn new(signal: Option<&Signal>) -> Cut;
    #[wasm_bindgen(method, getter, js_class = "Cut", catch)]
    pub(crate) fn reason(this: &Cut) -> Result<JsValue, JsValue>;
    /// Why it was cut, for the task that is being polled: 0 not at all, 1 the timer, 2 the caller, 3 code of the caller's failed.
    #[wasm_bindgen(method, js_class = "Cut")]
    pub(crate) fn poll(this: &Cut, task: u32) -> u32;
    #[wasm_bindgen(method, js_class = "Cut", catch)]
    pub(crate) fn arm(this: &Cut, ms: f64) -> Result<(), JsValue>;
    #[wasm_bindgen(method, js_class = "Cut")]
    pub(crate) fn disarm(this: &Cut);
    #[wasm_bindgen(method, js_class = "Cut")]
    pub(crate) fn follow(this: &Cut, returned: &JsValue);
    #[wasm_bindgen(method, getter, js_class = "Cut")]
    pub(crate) fn followed(this: &Cut) -> JsValue;
    #[wasm_bindgen(method, js_class = "Cut")]
    pub(crate) fn close(this: &Cut);
}

// What takes and gives JavaScript values alone would be imported without a shim, each time as a module of its own: bundlers
// warn of that, so those are said to throw.
#[wasm_bindgen(module = "/src/tasks.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    pub(crate) fn watch(report: &Function) -> Result<Function, JsValue>;
    #[wasm_bindgen(catch)]
    pub(crate) fn attach(exports: &JsValue) -> Result<(), JsValue>;
    pub(crate) fn now() -> f64;
    pub(crate) fn begin(number: u32) -> Promise;
    pub(crate) fn settle(number: u32, succeeded: bool, value: &JsValue);

    /// A promise that is waited for.
    pub(crate) type Awaited;

    #[wasm_bindgen(constructor, js_class = "Awaited")]
    pub(crate) fn new(promise: &JsValue, errand: u32) -> Awaited;
    #[wasm_bindgen(method, js_class = "Awaited")]
    pub(crate) fn close(this: &Awaited);
    #[wasm_bindgen(method, getter, js_class = "Awaited")]
    pub(crate) fn value(this: &Awaited) -> JsValue;
}

#[wasm_bindgen]
extern "C" {
    /// The caller's `AbortSignal`, of whatever realm.
    #[derive(Clone)]
    pub(crate) type Signal;

    #[wasm_bindgen(catch, js_namespace = crypto, js_name = getRandomValues)]
    pub(crate) fn random_values(into: &mut [u8]) -> Result<(), JsValue>;

    // What a caller hands over may be a proxy, whose traps throw.
    #[wasm_bindgen(catch, js_namespace = Object, js_name = keys)]
    pub(crate) fn keys(of: &JsValue) -> Result<Array, JsValue>;

    // Asked of a revoked proxy, it throws.
    #[wasm_bindgen(catch, js_namespace = Array, js_name = isArray)]
    fn is_array(value: &JsValue) -> Result<bool, JsValue>;

    #[wasm_bindgen(js_name = String)]
    fn string(number: f64) -> JsString;

    #[wasm_bindgen(catch, js_namespace = JSON, js_name = stringify)]
    pub(crate) fn stringify(value: &JsValue) -> Result<Option<String>, JsValue>;
    #[wasm_bindgen(catch, js_namespace = JSON, js_name = parse)]
    pub(crate) fn parse(text: &JsValue) -> Result<JsValue, JsValue>;

    /// A plain object that is being filled. Its members are values all: for each shape that an import has an engine may make a
    /// way out of the module before the first call.
    #[wasm_bindgen(extends = js_sys::Object)]
    pub(crate) type Draft;

    #[wasm_bindgen(method, structural, setter)]
    pub(crate) fn set_data(this: &Draft, value: &JsValue);
    #[wasm_bindgen(method, structural, setter)]
    pub(crate) fn set_headers(this: &Draft, value: &JsValue);
    #[wasm_bindgen(method, structural, setter, js_name = correlationId)]
    pub(crate) fn set_correlation_id(this: &Draft, value: &JsValue);
    #[wasm_bindgen(method, structural, setter, js_name = retryAfterMs)]
    pub(crate) fn set_retry_after_ms(this: &Draft, value: &JsValue);
    #[wasm_bindgen(method, structural, setter)]
    pub(crate) fn set_operation(this: &Draft, value: &JsValue);
    #[wasm_bindgen(method, structural, setter)]
    pub(crate) fn set_attempt(this: &Draft, value: &JsValue);
    #[wasm_bindgen(method, structural, setter)]
    pub(crate) fn set_cause(this: &Draft, value: &JsValue);
    #[wasm_bindgen(method, structural, setter)]
    pub(crate) fn set_fault(this: &Draft, value: &JsValue);
    #[wasm_bindgen(method, structural, setter)]
    pub(crate) fn set_run(this: &Draft, value: &JsValue);
    #[wasm_bindgen(method, structural, setter)]
    pub(crate) fn set_replayed(this: &Draft, value: &JsValue);
    #[wasm_bindgen(method, structural, setter)]
    pub(crate) fn set_report(this: &Draft, value: &JsValue);
    #[wasm_bindgen(method, structural, setter)]
    pub(crate) fn set_items(this: &Draft, value: &JsValue);
    #[wasm_bindgen(method, structural, setter, js_name = nextCursor)]
    pub(crate) fn set_next_cursor(this: &Draft, value: &JsValue);
    #[wasm_bindgen(method, structural, indexing_setter)]
    pub(crate) fn set(this: &Draft, name: &JsValue, value: &JsValue);
}

/// A number as JavaScript writes it.
pub(crate) fn written(number: f64) -> String {
    string(number).into()
}

/// An empty plain object to fill.
pub(crate) fn draft() -> Draft {
    js_sys::Object::new().unchecked_into()
}

/// A property, or undefined where it cannot be had.
pub(crate) fn property(of: &JsValue, name: &str) -> JsValue {
    if !of.is_object() && !of.is_function() {
        return JsValue::UNDEFINED;
    }
    js_sys::Reflect::get(of, &JsString::from(name)).unwrap_or(JsValue::UNDEFINED)
}

/// Whether it is a list, also of another realm; a revoked proxy is none.
pub(crate) fn is_list(value: &JsValue) -> bool {
    is_array(value).is_ok_and(|is_list| is_list)
}

/// A list, also of another realm.
pub(crate) fn array(value: &JsValue) -> Option<Array> {
    is_list(value).then(|| value.clone().unchecked_into())
}

/// A function, as it comes out of an options object.
pub(crate) fn function(value: &JsValue) -> Option<Function> {
    value.is_function().then(|| value.clone().unchecked_into())
}
