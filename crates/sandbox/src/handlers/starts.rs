//! The three writes that start a run, and the idempotency that they share.

use serde_json::{Map, Value, json};

use super::attendees;
use super::sessions::no_session;
use super::{Call, Effect, Reply, bad_id};
use crate::error::{ApiError, code};
use crate::fields::{self, Fields, kind_of};
use crate::ids;
use crate::runs::{NewRun, Work};
use crate::store::UsedKey;

const MAX_IDEMPOTENCY_KEY: usize = 255;
const MAX_WEBHOOK_URL: usize = 2_048;

/// `PUT /events/:event_id/attendees:import` (D).
pub(super) fn import(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    start(call, |call, body| {
        let (rows, failures) = attendees::rows(body.get("attendees"), call.config.max_rows)?;
        Ok(Work::Import { rows, failures })
    })
}

/// `POST /events/:event_id/attendees:enrich` (path and body I).
pub(super) fn enrich(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    start(call, |_, body| {
        Ok(Work::Enrich {
            attendee_ids: attendee_ids(body)?,
        })
    })
}

/// `POST /events/:event_id/attendees:match` (path and body I).
pub(super) fn matching(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    start(call, |call, body| {
        let fields = Fields(body);
        let rule = "an id that matches the pattern";
        let session_id = fields.checked(
            "session_id",
            usize::MAX,
            code::INVALID_PARTNER_ID,
            ids::is_partner_id,
            rule,
        )?;
        if let Some(id) = session_id {
            call.event()?.session(id).ok_or_else(|| no_session(id))?;
        }
        Ok(Work::Match {
            attendee_ids: attendee_ids(body)?,
            session_id: session_id.map(str::to_owned),
        })
    })
}

/// Checks the request, then gives the first run of its idempotency key again, or starts one.
fn start(
    call: &mut Call<'_>,
    work: impl Fn(&Call<'_>, &Map<String, Value>) -> Result<Work, ApiError>,
) -> Result<Reply, ApiError> {
    let event_id = call.event()?.event_id.clone();
    let body = fields::object(&std::mem::take(&mut call.body))?;
    let fields = Fields(&body);
    let key = fields
        .require(
            "idempotency_key",
            MAX_IDEMPOTENCY_KEY,
            code::INVALID_IDEMPOTENCY_KEY,
            |key| !key.is_empty(),
            "a text of 1 to 255 characters",
        )?
        .to_owned();
    let is_url = |url: &str| {
        let rest = url
            .strip_prefix("https://")
            .or_else(|| url.strip_prefix("http://"));
        rest.is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_graphic()))
    };
    let webhook_url = fields.checked(
        "webhook_url",
        MAX_WEBHOOK_URL,
        code::INVALID_WEBHOOK_URL,
        is_url,
        "an http(s) URL",
    )?;
    let work = work(call, &body)?;

    let operation = call.operation.name();
    if let Some(used) = call.org.keys.get(&key) {
        if used.operation != operation || used.event_id != event_id {
            return Err(ApiError::new(
                code::IDEMPOTENCY_KEY_CONFLICT,
                format!(
                    "this idempotency key was used for {} before; use a fresh one",
                    used.operation
                ),
            ));
        }
        let run = call
            .org
            .show(&used.run_id, call.now)
            .unwrap_or_else(|| json!({ "run_id": used.run_id }));
        return Ok(Reply {
            effect: Effect::Replayed,
            ..Reply::wrote(202, run)
        });
    }
    let new = NewRun {
        event_id: event_id.clone(),
        work,
        webhook_url: webhook_url.map(str::to_owned),
        script: call.run_status.take().filter(|statuses| !statuses.is_empty()),
    };
    let run_id = call.org.start_run(new, call.rng, call.config, call.now);
    let view = call
        .org
        .show(&run_id, call.now)
        .unwrap_or_else(|| json!({ "run_id": run_id }));
    call.org.keys.insert(
        key,
        UsedKey {
            operation,
            event_id,
            run_id,
        },
    );
    Ok(Reply::wrote(202, view))
}

/// `attendee_ids`: absent for everybody, else at least one id, each once.
fn attendee_ids(body: &Map<String, Value>) -> Result<Option<Vec<String>>, ApiError> {
    let list = match body.get("attendee_ids") {
        None => return Ok(None),
        Some(Value::Array(list)) if !list.is_empty() => list,
        Some(Value::Array(_)) => {
            return Err(ApiError::new(
                code::INVALID_ATTENDEES,
                "attendee_ids is empty; leave it out to mean everybody",
            ));
        }
        Some(other) => {
            return Err(ApiError::new(
                code::INVALID_ATTENDEES,
                format!("attendee_ids is {}; send an array of ids", kind_of(other)),
            ));
        }
    };
    let mut ids = Vec::with_capacity(list.len());
    for (index, item) in list.iter().enumerate() {
        match item {
            Value::String(id) if ids::is_partner_id(id) => ids.push(id.clone()),
            Value::String(_) => return Err(bad_id(&format!("attendee_ids[{index}]"))),
            other => {
                return Err(ApiError::new(
                    code::INVALID_ATTENDEES,
                    format!("attendee_ids[{index}] is {}; send a string", kind_of(other)),
                ));
            }
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    ids.retain(|id| seen.insert(id.clone()));
    Ok(Some(ids))
}
