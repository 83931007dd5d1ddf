//! The one way in from JavaScript and the one way out to it.

use js_sys::JsString;
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
    } else if value.is_array() {
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
    if value.is_undefined() || value.is_function() {
        return Err(Error::invalid(
            name,
            "INVALID_JSON",
            format!("must be an object, not {}", a(value)),
        ));
    }
    let text = js::stringify(value).ok().and_then(|text| text.as_string());
    text.ok_or_else(|| {
        Error::invalid(
            name,
            "INVALID_JSON",
            "cannot be written as JSON: it has a cycle, a BigInt or a toJSON that throws",
        )
    })
}

/// The same, where leaving it out means an empty object.
pub(crate) fn json_or_empty(name: &str, value: &JsValue) -> Result<String> {
    if value.is_undefined() {
        Ok("{}".to_owned())
    } else {
        json(name, value)
    }
}

/// A parsed body; the error shows its first characters.
pub(crate) fn parse(status: u16, text: &JsValue) -> Result<JsValue> {
    js::parse(text).map_err(|_| {
        let text = text.dyn_ref::<JsString>();
        let start = text
            .map(|text| String::from(text.slice(0, 400)))
            .unwrap_or_default();
        let message = if start.is_empty() {
            "the body is empty, where JSON was expected"
        } else {
            "the body is no JSON"
        };
        Error::decode(status, message, &start)
    })
}

/// What the core wrote as JSON, as a value.
pub(crate) fn value(json: &str) -> JsValue {
    js::parse(&JsValue::from_str(json)).unwrap_or(JsValue::NULL)
}
