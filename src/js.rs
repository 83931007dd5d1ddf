//! Raw bindings to JavaScript. Every call that can throw is caught; nothing here is more than a name and a shape.

use std::rc::Rc;

use js_sys::{Function, JsString, Promise};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// A `Response`, or what stands in for one in a test: its shape is what counts, not its realm.
    pub(crate) type Answer;

    #[wasm_bindgen(method, getter, structural, catch)]
    pub(crate) fn status(this: &Answer) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, structural, catch)]
    pub(crate) fn headers(this: &Answer) -> Result<AnswerHeaders, JsValue>;
    #[wasm_bindgen(method, structural, catch)]
    pub(crate) fn text(this: &Answer) -> Result<JsValue, JsValue>;

    /// Its headers.
    pub(crate) type AnswerHeaders;

    #[wasm_bindgen(method, structural, catch)]
    pub(crate) fn get(this: &AnswerHeaders, name: &JsString) -> Result<JsValue, JsValue>;

    /// The caller's `AbortSignal`, of whatever realm.
    #[derive(Clone)]
    pub(crate) type Signal;

    #[wasm_bindgen(method, getter, structural, catch)]
    pub(crate) fn aborted(this: &Signal) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, structural, catch)]
    pub(crate) fn reason(this: &Signal) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, structural, catch, js_name = addEventListener)]
    pub(crate) fn add_event_listener(this: &Signal, name: &str, listener: &JsValue) -> Result<(), JsValue>;
    #[wasm_bindgen(method, structural, catch, js_name = removeEventListener)]
    pub(crate) fn remove_event_listener(this: &Signal, name: &str, listener: &JsValue)
    -> Result<(), JsValue>;

    #[wasm_bindgen(catch, js_name = setTimeout)]
    pub(crate) fn set_timeout(callback: &JsValue, ms: f64) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = clearTimeout)]
    pub(crate) fn clear_timeout(id: &JsValue) -> Result<(), JsValue>;

    #[wasm_bindgen(catch, js_namespace = performance, js_name = now)]
    pub(crate) fn monotonic_now() -> Result<f64, JsValue>;

    #[wasm_bindgen(catch, js_namespace = crypto, js_name = randomUUID)]
    pub(crate) fn random_uuid() -> Result<String, JsValue>;
    #[wasm_bindgen(catch, js_namespace = crypto, js_name = getRandomValues)]
    pub(crate) fn random_values(into: &js_sys::Uint8Array) -> Result<JsValue, JsValue>;

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
    pub(crate) fn set_status(this: &Draft, value: u16);
    #[wasm_bindgen(method, structural, setter)]
    pub(crate) fn set_headers(this: &Draft, value: &JsValue);
    #[wasm_bindgen(method, structural, setter, js_name = correlationId)]
    pub(crate) fn set_correlation_id(this: &Draft, value: &JsValue);
    #[wasm_bindgen(method, structural, setter)]
    pub(crate) fn set_attempts(this: &Draft, value: u32);
    #[wasm_bindgen(method, structural, setter, js_name = elapsedMs)]
    pub(crate) fn set_elapsed_ms(this: &Draft, value: f64);
    #[wasm_bindgen(method, structural, setter, js_name = idempotencyKey)]
    pub(crate) fn set_idempotency_key(this: &Draft, value: &str);
    #[wasm_bindgen(method, structural, setter, js_name = retryAfterMs)]
    pub(crate) fn set_retry_after_ms(this: &Draft, value: f64);
    #[wasm_bindgen(method, structural, setter)]
    pub(crate) fn set_method(this: &Draft, value: &JsString);
    #[wasm_bindgen(method, structural, setter)]
    pub(crate) fn set_redirect(this: &Draft, value: &JsString);
    #[wasm_bindgen(method, structural, setter)]
    pub(crate) fn set_accept(this: &Draft, value: &JsString);
    #[wasm_bindgen(method, structural, setter, js_name = "content-type")]
    pub(crate) fn set_content_type(this: &Draft, value: &JsString);
    #[wasm_bindgen(method, structural, setter, js_name = "x-correlation-id")]
    pub(crate) fn set_correlation_header(this: &Draft, value: &JsString);
    #[wasm_bindgen(method, structural, setter)]
    pub(crate) fn set_authorization(this: &Draft, value: &str);
    #[wasm_bindgen(method, structural, setter)]
    pub(crate) fn set_body(this: &Draft, value: &JsValue);
    #[wasm_bindgen(method, structural, setter)]
    pub(crate) fn set_signal(this: &Draft, value: &JsValue);
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

/// Strings that every call needs.
pub(crate) struct Words {
    pub(crate) get: JsString,
    pub(crate) post: JsString,
    pub(crate) put: JsString,
    pub(crate) manual: JsString,
    pub(crate) json: JsString,
    pub(crate) correlation_id: JsString,
    pub(crate) retry_after: JsString,
    pub(crate) date: JsString,
}

thread_local! {
    /// Carried over the boundary once.
    static WORDS: Rc<Words> = Rc::new(Words {
        get: "GET".into(),
        post: "POST".into(),
        put: "PUT".into(),
        manual: "manual".into(),
        json: "application/json".into(),
        correlation_id: "x-correlation-id".into(),
        retry_after: "retry-after".into(),
        date: "date".into(),
    });
}

/// Strings that every call needs, carried over the boundary once.
pub(crate) fn words() -> Rc<Words> {
    WORDS.with(Rc::clone)
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

/// A function, as it comes out of an options object.
pub(crate) fn function(value: &JsValue) -> Option<Function> {
    value.is_function().then(|| value.clone().unchecked_into())
}
