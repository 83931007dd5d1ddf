//! `/__sandbox`: what a test asks of the sandbox itself. It is outside of the API's base and needs no key.

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use meshi_partner_sandbox::{DEMO_KEYS, Fault, OPERATIONS};
use serde_json::{Value, json};

use crate::server::Shared;

/// The control routes, relative to `/__sandbox`.
pub(crate) fn router() -> Router<Shared> {
    Router::new()
        .route(
            "/faults",
            post(push_faults).get(pending_faults).delete(clear_faults),
        )
        .route("/reset", post(reset))
        .route("/requests", get(requests))
        .route("/keys", get(keys))
        .route("/operations", get(operations))
}

/// Takes one fault or an array of them.
async fn push_faults(State(shared): State<Shared>, body: Bytes) -> Response {
    let parsed = serde_json::from_slice::<Value>(&body).and_then(|value| match value {
        Value::Array(_) => serde_json::from_value::<Vec<Fault>>(value),
        one => serde_json::from_value(one).map(|fault| vec![fault]),
    });
    let pushed = parsed.map_err(|error| error.to_string()).and_then(|faults| {
        let mut sandbox = shared.lock();
        faults
            .into_iter()
            .try_for_each(|fault| sandbox.faults.push(fault))
    });
    match pushed {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => {
            let body = json!({ "message": format!("this is not a fault: {error}") });
            (StatusCode::BAD_REQUEST, json_text(&body)).into_response()
        }
    }
}

async fn pending_faults(State(shared): State<Shared>) -> Response {
    json_text(&json!({ "pending": shared.lock().faults.pending() })).into_response()
}

async fn clear_faults(State(shared): State<Shared>) -> StatusCode {
    shared.lock().faults.clear();
    StatusCode::NO_CONTENT
}

async fn reset(State(shared): State<Shared>) -> StatusCode {
    shared.lock().reset();
    StatusCode::NO_CONTENT
}

async fn requests(State(shared): State<Shared>) -> Response {
    json_text(&json!(shared.lock().stats())).into_response()
}

async fn keys() -> Response {
    let keys: Vec<Value> = DEMO_KEYS
        .iter()
        .map(|key| json!({ "key": key.key, "org_id": key.org_id, "scopes": key.scopes, "description": key.description }))
        .collect();
    json_text(&json!({ "keys": keys })).into_response()
}

/// What the sandbox implements, so that it can be held to the contract's file.
async fn operations() -> Response {
    let all: Vec<Value> = OPERATIONS
        .iter()
        .map(|(name, method, path)| json!({ "name": name, "method": method, "path": path }))
        .collect();
    json_text(&json!({ "operations": all })).into_response()
}

fn json_text(body: &Value) -> impl IntoResponse + use<> {
    ([(header::CONTENT_TYPE, "application/json")], body.to_string())
}
