//! Reads that are not of one resource: the key, the id map, runs, matches and the review queues.

use serde_json::json;

use super::attendees::no_attendee;
use super::sessions::no_session;
use super::{Call, Reply, bad_id};
use crate::error::{ApiError, code};
use crate::ids;
use crate::store::Review;

/// `GET /auth` (D).
pub(super) fn auth(call: &mut Call<'_>) -> Reply {
    Reply::read(json!({
        "org_id": call.key.org_id,
        "principal_type": "service_account",
        "service_account_user_id": call.key.user_id,
        "scopes": call.key.scopes,
    }))
}

/// `GET /id-map/:kind/:partner_id` (D).
pub(super) fn id_map(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let kind = call.parameter(0);
    if !ids::is_kind(kind) {
        return Err(ApiError::new(
            code::INVALID_PARTNER_KIND,
            format!("kind has to match {}", ids::KIND),
        ));
    }
    let id = call.id_parameter(1, "partner_id")?;
    let mut events = call.org.events.values();
    let mapped = match kind {
        "event" => call.org.events.contains_key(id),
        "session" => events.any(|event| event.session(id).is_some()),
        "attendee" => events.any(|event| event.roster.position(id).is_some()),
        _ => false,
    };
    if !mapped {
        return Err(ApiError::new(
            code::PARTNER_ID_NOT_FOUND,
            format!("this org has no {kind} {id}"),
        ));
    }
    Ok(Reply::read(
        json!({ "kind": kind, "partner_id": id, "mapped": true }),
    ))
}

/// `GET /runs/:run_id` (D).
pub(super) fn run(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let id = call.parameter(0).to_owned();
    let view = call.org.poll(&id, call.config, call.rng, call.now);
    view.map(Reply::read)
        .ok_or_else(|| ApiError::new(code::RUN_NOT_FOUND, format!("this org has no run {id}")))
}

/// `GET /events/:event_id/matches` (filters I). Without `run_id` it is the newest run's matches, with `session_id`
/// the newest of that session.
pub(super) fn matches(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let event = call.event()?;
    let session_id = call.query.get("session_id");
    if let Some(id) = session_id {
        if !ids::is_partner_id(id) {
            return Err(bad_id("session_id"));
        }
        event.session(id).ok_or_else(|| no_session(id))?;
    }
    let run_id = call.query.get("run_id");
    let set = event.matches.iter().rev().find(|set| {
        run_id.is_none_or(|id| set.run_id == id)
            && session_id.is_none_or(|id| set.session_id.as_deref() == Some(id))
    });
    let attendee_id = call.query.get("attendee_id");
    let rows = match (attendee_id, set) {
        (Some(id), _) if !ids::is_partner_id(id) => return Err(bad_id("attendee_id")),
        (Some(id), set) => {
            let at = event.roster.position(id).ok_or_else(|| no_attendee(id))?;
            set.map_or(&[][..], |set| set.of(at))
        }
        (None, set) => set.map_or(&[][..], |set| &set.rows),
    };
    // The cursor goes with the set that the first page was read from, so that a newer run does not mix with it.
    let newest = set.map_or("", |set| &set.run_id);
    let list = format!(
        "matches/{}/{newest}/{}",
        event.event_id,
        attendee_id.unwrap_or("")
    );
    let view = |at| Some(set?.view(rows.get(at)?, event));
    call.page("matches", &list, rows.len(), view)
}

/// `GET /review-queue` (D): the org's open reviews.
pub(super) fn review_queue(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    reviews(call, None)
}

/// `GET /events/:event_id/review-queue` (D): that event's only.
pub(super) fn event_review_queue(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let event_id = call.event()?.event_id.clone();
    reviews(call, Some(&event_id))
}

fn reviews(call: &Call<'_>, event_id: Option<&str>) -> Result<Reply, ApiError> {
    let list = format!("reviews/{}", event_id.unwrap_or(""));
    let open: Vec<&Review> = call
        .org
        .reviews
        .iter()
        .filter(|review| review.open && event_id.is_none_or(|id| review.event_id == id))
        .collect();
    call.page("review_queue", &list, open.len(), |at| {
        open.get(at).map(|review| review.view())
    })
}
