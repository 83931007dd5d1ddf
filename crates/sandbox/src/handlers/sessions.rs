//! Sessions of an event. That they exist and that `session_id` is the partner's own is documented, the rest inferred.

use std::collections::BTreeMap;

use super::{Call, Reply, events};
use crate::error::{ApiError, code};
use crate::fields::{self, Fields};
use crate::ids;
use crate::store::Session;
use crate::time::is_instant;

const MAX_LOCATION: usize = 200;

/// `POST /events/:event_id/sessions` (I).
pub(super) fn create(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    call.event()?;
    let body = fields::object(&call.body)?;
    let fields = Fields(&body);
    let session_id = fields
        .require(
            "session_id",
            usize::MAX,
            code::INVALID_PARTNER_ID,
            ids::is_partner_id,
            "an id that matches the pattern",
        )?
        .to_owned();
    let mut details = details(fields)?;
    details.insert("title", events::required_title(fields)?);
    let now = call.now;
    let event = call.event_mut()?;
    if event.session(&session_id).is_some() {
        return Err(ApiError::new(
            code::PARTNER_ID_CONFLICT,
            format!("session {session_id} exists; fetch it and go on only if it is the same session"),
        ));
    }
    let session = Session {
        session_id,
        details,
        created_at: now,
        updated_at: now,
    };
    let view = session.view(&event.event_id);
    event.sessions.push(session);
    Ok(Reply::wrote(201, view))
}

/// `GET /events/:event_id/sessions` (I): in the order in which they were created.
pub(super) fn list(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let event = call.event()?;
    let list = format!("sessions/{}", event.event_id);
    let view = |at: usize| {
        event
            .sessions
            .get(at)
            .map(|session| session.view(&event.event_id))
    };
    call.page("sessions", &list, event.sessions.len(), view)
}

/// `GET /events/:event_id/sessions/:session_id` (I).
pub(super) fn get(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let event = call.event()?;
    let id = call.id_parameter(1, "session_id")?;
    let session = event.session(id).ok_or_else(|| no_session(id))?;
    Ok(Reply::read(session.view(&event.event_id)))
}

/// `PUT /events/:event_id/sessions/:session_id` (I): what is sent replaces, what is not stays.
pub(super) fn update(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let id = call.id_parameter(1, "session_id")?.to_owned();
    call.event()?.session(&id).ok_or_else(|| no_session(&id))?;
    let body = fields::object(&call.body)?;
    let fields = Fields(&body);
    let mut details = details(fields)?;
    if let Some(title) = events::title(fields)? {
        details.insert("title", title);
    }
    let now = call.now;
    let event = call.event_mut()?;
    let event_id = event.event_id.clone();
    let session = event
        .sessions
        .iter_mut()
        .find(|session| session.session_id == id)
        .ok_or_else(|| no_session(&id))?;
    session.details.extend(details);
    session.updated_at = now;
    Ok(Reply::wrote(200, session.view(&event_id)))
}

pub(super) fn no_session(id: &str) -> ApiError {
    ApiError::new(code::SESSION_NOT_FOUND, format!("the event has no session {id}"))
}

fn details(fields: Fields<'_>) -> Result<BTreeMap<&'static str, String>, ApiError> {
    let mut details = BTreeMap::new();
    if let Some(description) = events::description(fields)? {
        details.insert("description", description);
    }
    let rule = "an RFC 3339 instant, such as 2026-09-10T09:00:00Z";
    for (name, code) in [
        ("start_time", code::INVALID_START_TIME),
        ("end_time", code::INVALID_END_TIME),
    ] {
        if let Some(text) = fields.checked(name, usize::MAX, code, is_instant, rule)? {
            details.insert(name, text.to_owned());
        }
    }
    if let Some(location) = fields.text("location", MAX_LOCATION, code::INVALID_LOCATION)? {
        details.insert("location", location.to_owned());
    }
    Ok(details)
}
