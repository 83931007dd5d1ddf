//! The requests that start enrichment and matching, and the idempotency keys that they carry.

use super::plan::Plan;
use crate::attempt::Attempt;
use crate::check::Body;
use crate::error::{Error, Result};
use crate::import::content_key;
use crate::request::Request;
use crate::resource::work;
use crate::route::Routes;

/// What the idempotency keys of the two runs begin with.
pub(super) const ENRICH: &str = "enr";
pub(super) const MATCH: &str = "mat";

/// The idempotency key of a run's first attempt, derived from the call's fields and all attendees.
fn work_key(word: &str, operation: &str, plan: &Plan, body: &Body, rows: Option<&str>) -> Result<String> {
    let rows = match rows {
        Some(rows) => rows,
        None if !plan.attendees => "",
        // Without them, the key would be the same for all lists of attendees.
        None => return Err(Error::internal("a run is to start before the import is over")),
    };
    Ok(content_key(
        word,
        &[&plan.event_id, operation, &plan.run_key, &body.to_json(), rows],
    ))
}

/// The body of a call that the plan asks for.
fn planned(body: Option<&Body>) -> Result<&Body> {
    body.ok_or_else(|| Error::internal("a run is to start that the plan does not ask for"))
}

pub(super) fn enrich_key(plan: &Plan, rows: Option<&str>) -> Result<String> {
    work_key(
        ENRICH,
        "enrichment.start",
        plan,
        planned(plan.enrich.as_ref())?,
        rows,
    )
}

pub(super) fn match_key(plan: &Plan, rows: Option<&str>) -> Result<String> {
    work_key(
        MATCH,
        "matching.start",
        plan,
        planned(plan.matching.as_ref())?,
        rows,
    )
}

pub(super) fn enrich_request(
    routes: &Routes,
    plan: &Plan,
    rows: Option<&str>,
    attempt: &Attempt,
) -> Result<Request> {
    let (body, first) = (planned(plan.enrich.as_ref())?, enrich_key(plan, rows)?);
    work::enrich(routes, &plan.event_id, body.clone(), attempt.key(&first))
}

pub(super) fn match_request(
    routes: &Routes,
    plan: &Plan,
    rows: Option<&str>,
    attempt: &Attempt,
) -> Result<Request> {
    let (body, first) = (planned(plan.matching.as_ref())?, match_key(plan, rows)?);
    work::start_matching(routes, &plan.event_id, body.clone(), attempt.key(&first))
}
