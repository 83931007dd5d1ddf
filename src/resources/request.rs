//! `meshi.request`: what no other method covers.

use js_sys::{Array, Promise};
use meshi_partner_core::Error;
use meshi_partner_core::error::Result;
use meshi_partner_core::resource::custom;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

use crate::client::{Client, value_or_empty};
use crate::convert::{a, json, text};
use crate::{js, options};

#[wasm_bindgen]
impl Client {
    /// Any method and path below the base.
    #[wasm_bindgen(unchecked_return_type = "Promise<Outcome<unknown>>")]
    pub fn request(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] method: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "string")] path: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "{ query?: unknown; body?: unknown } | undefined")]
        init: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> Promise {
        self.then(
            "request",
            options,
            &|_, _, _| {
                let (mut query, mut body) = (Vec::new(), None);
                options::each(init, &mut |name, value| {
                    match name {
                        "query" => query = pairs(value)?,
                        "body" => body = Some(json("body", value)?),
                        _ => return Err(Error::config(name, "is neither query nor body")),
                    }
                    Ok(())
                })?;
                custom::request(&text("method", method)?, &text("path", path)?, &query, body)
            },
            value_or_empty,
        )
    }
}

/// A query: texts, numbers and booleans, one or several a name.
fn pairs(query: &JsValue) -> Result<Vec<(String, String)>> {
    if !query.is_object() || js::is_list(query) {
        return Err(Error::invalid(
            "query",
            "INVALID_QUERY",
            format!("must be an object, not {}", a(query)),
        ));
    }
    let entries = js::pairs(query)
        .map_err(|_| Error::invalid("query", "INVALID_QUERY", "could not be read: it threw"))?;
    let mut pairs = Vec::new();
    let mut entries = entries.iter();
    while let (Some(name), Some(value)) = (entries.next(), entries.next()) {
        let name = name.as_string();
        let name = name.ok_or_else(|| Error::internal("the name of a member is not text"))?;
        let values = if js::is_list(&value) {
            value.unchecked_into()
        } else {
            Array::of1(&value)
        };
        for value in values.iter().filter(|value| !value.is_undefined()) {
            let text = value
                .as_string()
                .or_else(|| value.as_bool().map(|b| b.to_string()));
            let Some(text) = text.or_else(|| value.as_f64().map(js::written)) else {
                let message = format!(
                    "must be text, a number, a boolean or a list of them, not {}",
                    a(&value)
                );
                return Err(Error::invalid(&format!("query.{name}"), "INVALID_QUERY", message));
            };
            pairs.push((name.clone(), text));
        }
    }
    Ok(pairs)
}
