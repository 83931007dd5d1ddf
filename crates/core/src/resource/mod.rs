//! One file a resource: its model, the table of its fields, and the requests that it makes.
//!
//! The models are what the wire carries. Reading is lenient: unknown fields pass, and what is marked I may be missing.

pub mod attendees;
pub mod auth;
mod confirm;
pub mod custom;
pub mod events;
pub mod id_map;
pub mod matches;
pub mod review_queue;
pub mod runs;
pub mod sessions;
pub mod work;

use crate::check::{Body, Field, INVALID_FIELD, Issues, Rule};
use crate::error::{Error, Result};
use crate::request::Request;
use crate::route::{Operation, Routes};

/// What every list takes: `limit` (D on the review queue, else I) and `cursor` (I).
pub const PAGE: [Field; 2] = [
    Field::optional("limit", Rule::Count, INVALID_FIELD),
    Field::optional("cursor", Rule::AnyText, INVALID_FIELD),
];

/// A write of `body` to `operation`, its fields checked against `table` together with the `issues` found so far.
fn write(
    routes: &Routes,
    operation: Operation,
    ids: &[(&str, &str)],
    body: &Body,
    table: &[Field],
    mut issues: Issues,
) -> Result<Request> {
    body.check(table, &mut issues);
    issues.into_result()?;
    let route = operation.route();
    Ok(Request::write(
        route.name,
        route.method,
        routes.path(operation, ids)?,
        body.to_json().into(),
    ))
}

/// The same with an idempotency key put into the body (D that there is one, I that it is a body field).
fn write_keyed(
    routes: &Routes,
    operation: Operation,
    ids: &[(&str, &str)],
    mut body: Body,
    table: &[Field],
    mut issues: Issues,
    key: &str,
) -> Result<Request> {
    issues.idempotency_key(key);
    body.check(table, &mut issues);
    issues.into_result()?;
    body.set("idempotency_key", key);
    let route = operation.route();
    Ok(Request::write(
        route.name,
        route.method,
        routes.path(operation, ids)?,
        body.to_json().into(),
    )
    .keyed(key))
}

/// A read of one thing.
fn read(routes: &Routes, operation: Operation, ids: &[(&str, &str)], issues: Issues) -> Result<Request> {
    issues.into_result()?;
    Ok(Request::get(operation.name(), routes.path(operation, ids)?))
}

/// Whether `found`, what the [`look`](Request::look) of the create `request` read, is what it makes.
///
/// # Errors
/// A conflict that names the fields that differ; a decode error for a body that is no object; an internal one for a request
/// that is no create.
pub fn confirm(request: &Request, found: &str) -> Result<()> {
    let body = request.body.as_deref();
    let wanted = Body::parse(body.ok_or_else(|| Error::internal("a create has no body"))?)?;
    if request.operation == Operation::EventsCreate.name() {
        events::confirm(&wanted, found)
    } else if request.operation == Operation::SessionsCreate.name() {
        sessions::confirm(&wanted, found)
    } else {
        Err(Error::internal("what was found cannot be confirmed"))
    }
}

/// Issues of one partner id.
fn partner_id(path: &str, id: &str) -> Issues {
    let mut issues = Issues::default();
    issues.id(path, id);
    issues
}
