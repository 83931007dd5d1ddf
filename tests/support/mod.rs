//! What the shell's tests share: a fetch that is played from a script, and a way to look at what came of it.
#![allow(
    dead_code,
    unreachable_pub,
    missing_debug_implementations,
    reason = "each test file uses a part of it"
)]

use js_sys::{Array, Function, JSON, Object, Promise, Reflect};
use meshi_partner::Client;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// A fetch that answers from a script. Each entry is the body of a function of `url`, `init` and `json(body, status,
/// headers)`; it returns a response or a promise of one, or throws. `calls` lists what was asked.
pub struct Script {
    pub calls: Array,
    pub fetch: Function,
}

pub fn script(answers: &[&str]) -> Script {
    let answers: Array = answers
        .iter()
        .map(|answer| Function::new_with_args("url, init, json", answer))
        .collect();
    let calls = Array::new();
    let make = Function::new_with_args(
        "answers, calls",
        "const json = (body, status = 200, headers = {}) =>
             new Response(typeof body === 'string' ? body : JSON.stringify(body),
                 { status, headers: { 'content-type': 'application/json', 'x-correlation-id': 'from-server', ...headers } });
         return (url, init) => {
             calls.push({ url: String(url), ...init });
             const answer = answers.shift();
             if (!answer) throw new Error('asked once more than the script has answers');
             return answer(url, init, json);
         };",
    );
    let fetch = make
        .call2(&JsValue::NULL, &answers, &calls)
        .unwrap()
        .unchecked_into();
    Script { calls, fetch }
}

/// A JavaScript value, from its source.
pub fn js(source: &str) -> JsValue {
    Function::new_no_args(&format!("return ({source});"))
        .call0(&JsValue::NULL)
        .unwrap()
}

pub fn client_with(script: &Script, options: &str) -> Result<Client, JsValue> {
    let all: Object = js("({ apiKey: 'canary-key', environment: 'staging' })").unchecked_into();
    let own: Object = js(options).unchecked_into();
    let all = Object::assign(&all, &own);
    Reflect::set(&all, &"fetch".into(), &script.fetch).unwrap();
    Client::new(&all)
}

pub fn client(script: &Script) -> Client {
    client_with(script, "({})").unwrap()
}

pub async fn ok(promise: Promise) -> JsValue {
    JsFuture::from(promise)
        .await
        .unwrap_or_else(|error| panic!("rejected: {}", text(&error)))
}

pub async fn fails(promise: Promise) -> JsValue {
    match JsFuture::from(promise).await {
        Ok(value) => panic!("resolved: {}", text(&value)),
        Err(error) => error,
    }
}

/// A property, down a path of names.
pub fn at(value: &JsValue, path: &str) -> JsValue {
    path.split('.').fold(value.clone(), |value, name| {
        Reflect::get(&value, &name.into()).unwrap()
    })
}

pub fn string(value: &JsValue, path: &str) -> String {
    at(value, path)
        .as_string()
        .unwrap_or_else(|| panic!("{path} is no string in {}", text(value)))
}

pub fn number(value: &JsValue, path: &str) -> f64 {
    at(value, path)
        .as_f64()
        .unwrap_or_else(|| panic!("{path} is no number in {}", text(value)))
}

pub fn text(value: &JsValue) -> String {
    JSON::stringify(value)
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_else(|| format!("{value:?}"))
}
