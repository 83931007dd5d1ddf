//! The one way in from JavaScript and the one way out to it.

use js_sys::Uint8Array;
use meshi_partner_core::Error;
use meshi_partner_core::error::Result;
use wasm_bindgen::{JsCast, JsValue};

use crate::js;

/// What a value is, with its article, for messages.
pub(crate) fn a(value: &JsValue) -> &'static str {
    if value.is_undefined() {
        "undefined"
    } else if value.is_null() {
        "null"
    } else if value.is_string() {
        "a string"
    } else if value.as_f64().is_some() {
        "a number"
    } else if value.as_bool().is_some() {
        "a boolean"
    } else if value.is_function() {
        "a function"
    } else if js::is_list(value) {
        "a list"
    } else {
        "an object"
    }
}

/// An argument that has to be text.
pub(crate) fn text(name: &str, value: &JsValue) -> Result<String> {
    value.as_string().ok_or_else(|| {
        let code = if name == "kind" {
            "INVALID_PARTNER_KIND"
        } else {
            "INVALID_PARTNER_ID"
        };
        Error::invalid(name, code, format!("must be a string, not {}", a(value)))
    })
}

/// A value as JSON text.
pub(crate) fn json(name: &str, value: &JsValue) -> Result<String> {
    match js::stringify(value) {
        Ok(Some(text)) => Ok(text),
        // What has no text is looked at; the rest crosses the boundary once.
        Ok(None) if value.is_undefined() || value.is_function() => Err(Error::invalid(
            name,
            "INVALID_JSON",
            format!("must be an object, not {}", a(value)),
        )),
        _ => Err(no_json(name)),
    }
}

/// The error of a value that JSON cannot hold.
pub(crate) fn no_json(name: &str) -> Box<Error> {
    Error::invalid(
        name,
        "INVALID_JSON",
        "cannot be written as JSON: it has a cycle, a BigInt or a toJSON that throws",
    )
}

/// The text that the facade has encoded: so, it does not go through the glue, which is slow on long texts.
pub(crate) fn text_of(bytes: &JsValue) -> Result<String> {
    let bytes = bytes.unchecked_ref::<Uint8Array>().to_vec();
    String::from_utf8(bytes).map_err(|_| Error::internal("a batch is not text"))
}

/// The same, where leaving it out means an empty object.
pub(crate) fn json_or_empty(name: &str, value: &JsValue) -> Result<String> {
    if value.is_undefined() {
        Ok("{}".to_owned())
    } else {
        json(name, value)
    }
}

/// What the core wrote as JSON, as a value.
pub(crate) fn value(json: &str) -> JsValue {
    js::parse(&JsValue::from_str(json)).unwrap_or(JsValue::NULL)
}
