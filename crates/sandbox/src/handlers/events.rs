//! Events: create, list, update and context.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Call, Reply};
use crate::error::{ApiError, Code, code};
use crate::fields::{self, Fields};
use crate::ids;
use crate::page::{self, Window};
use crate::store::Event;
use crate::time::{is_date, rfc3339};

const MAX_TITLE: usize = 200;
const MAX_LONG_TEXT: usize = 4_000;

/// Plain optional texts of an event: wire name, most characters, code.
const TEXTS: &[(&str, usize, Code)] = &[
    ("description", MAX_LONG_TEXT, code::INVALID_DESCRIPTION),
    ("timezone", 128, code::INVALID_TIMEZONE),
    ("visibility", 32, code::INVALID_VISIBILITY),
    ("url_slug", 128, code::INVALID_URL_SLUG),
];
const DATES: &[(&str, Code)] = &[
    ("start_date", code::INVALID_START_DATE),
    ("end_date", code::INVALID_END_DATE),
];
const CONTEXT: &[&str] = &["event_details", "objectives", "welcome_instructions"];

/// `POST /events` (D).
pub(super) fn create(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let body = fields::object(&call.body)?;
    let fields = Fields(&body);
    let event_id = fields
        .require(
            "event_id",
            usize::MAX,
            code::INVALID_PARTNER_ID,
            ids::is_partner_id,
            "an id that matches the pattern",
        )?
        .to_owned();
    let mut details = details(fields)?;
    details.insert("title", required_title(fields)?);
    if call.org.events.contains_key(&event_id) {
        return Err(ApiError::new(
            code::PARTNER_ID_CONFLICT,
            format!("event {event_id} exists; fetch it and go on only if it is the same event"),
        ));
    }
    let event = Event {
        event_id: event_id.clone(),
        details,
        created_at: call.now,
        updated_at: call.now,
        ..Event::default()
    };
    let view = event.view();
    call.org.event_order.push(event_id.clone());
    call.org.events.insert(event_id, event);
    Ok(Reply::wrote(201, view))
}

/// `PUT /events/:event_id` (I): what is sent replaces, what is not stays.
pub(super) fn update(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    call.event()?;
    let body = fields::object(&call.body)?;
    let fields = Fields(&body);
    let mut details = details(fields)?;
    if let Some(title) = title(fields)? {
        details.insert("title", title);
    }
    let now = call.now;
    let event = call.event_mut()?;
    event.details.extend(details);
    event.updated_at = now;
    Ok(Reply::wrote(200, event.view()))
}

/// `GET /events` (D): newest first. The cursor holds how many older events there still are, so that a new event
/// does not shift the pages.
pub(super) fn list(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let Window { from, limit } = page::window(&call.query, call.config, "events")?;
    let order = &call.org.event_order;
    let end = if call.query.get("cursor").is_some() {
        from.min(order.len())
    } else {
        order.len()
    };
    let start = end.saturating_sub(limit);
    let ids = order.get(start..end).unwrap_or_default();
    let items = ids
        .iter()
        .rev()
        .filter_map(|id| call.org.events.get(id))
        .map(Event::view)
        .collect();
    let next = if start > 0 { Some(start) } else { None };
    Ok(Reply::read(page::body(
        "events",
        items,
        next,
        call.config,
        "events",
    )))
}

/// `POST /events/:event_id/context` (D): what is sent replaces, what is not stays.
pub(super) fn set_context(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    call.event()?;
    let body = fields::object(&call.body)?;
    let fields = Fields(&body);
    let mut sent = BTreeMap::new();
    for name in CONTEXT {
        if let Some(text) = fields.text(name, MAX_LONG_TEXT, code::INVALID_CONTEXT)? {
            sent.insert(*name, text.to_owned());
        }
    }
    if sent.is_empty() {
        return Err(ApiError::new(
            code::INVALID_CONTEXT,
            format!("send at least one of {}", CONTEXT.join(", ")),
        ));
    }
    let now = call.now;
    let event = call.event_mut()?;
    let status = if event.context.is_some() { 200 } else { 201 };
    let context = event.context.get_or_insert_default();
    context.extend(sent);
    let mut view: serde_json::Map<String, Value> = context
        .iter()
        .map(|(name, text)| ((*name).to_owned(), json!(text)))
        .collect();
    view.insert("event_id".to_owned(), json!(event.event_id));
    view.insert("updated_at".to_owned(), json!(rfc3339(now)));
    Ok(Reply::wrote(status, Value::Object(view)))
}

fn details(fields: Fields<'_>) -> Result<BTreeMap<&'static str, String>, ApiError> {
    let mut details = BTreeMap::new();
    for (name, max, code) in TEXTS {
        if let Some(text) = fields.text(name, *max, *code)? {
            details.insert(*name, text.to_owned());
        }
    }
    for (name, code) in DATES {
        let rule = "an ISO date that exists, such as 2026-09-10";
        if let Some(text) = fields.checked(name, usize::MAX, *code, is_date, rule)? {
            details.insert(*name, text.to_owned());
        }
    }
    Ok(details)
}

/// A title: from 1 to 200 characters.
pub(super) fn title(fields: Fields<'_>) -> Result<Option<String>, ApiError> {
    let title = fields.checked(
        "title",
        MAX_TITLE,
        code::INVALID_TITLE,
        |t| !t.is_empty(),
        "a text that is not empty",
    )?;
    Ok(title.map(str::to_owned))
}

pub(super) fn required_title(fields: Fields<'_>) -> Result<String, ApiError> {
    title(fields)?
        .ok_or_else(|| ApiError::new(code::INVALID_TITLE, "title is missing; send 1 to 200 characters"))
}

/// A description: at most 4,000 characters.
pub(super) fn description(fields: Fields<'_>) -> Result<Option<String>, ApiError> {
    Ok(fields
        .text("description", MAX_LONG_TEXT, code::INVALID_DESCRIPTION)?
        .map(str::to_owned))
}
