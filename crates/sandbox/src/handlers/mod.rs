//! What each operation does, a file a resource, and what they share.

mod attendees;
mod events;
mod lookups;
mod sessions;
mod starts;

use serde_json::Value;

use crate::config::Config;
use crate::error::{ApiError, code};
use crate::ids::{self, Rng};
use crate::keys::DemoKey;
use crate::page::{self, Window};
use crate::route::{Operation, Query};
use crate::store::{Event, Org};

/// A request at its operation, with all that it may touch.
#[derive(Debug)]
pub(crate) struct Call<'a> {
    pub(crate) org: &'a mut Org,
    pub(crate) config: &'a Config,
    pub(crate) rng: &'a mut Rng,
    pub(crate) now: u64,
    pub(crate) key: &'static DemoKey,
    pub(crate) operation: Operation,
    pub(crate) parameters: Vec<String>,
    pub(crate) query: Query,
    pub(crate) body: Vec<u8>,
    pub(crate) run_status: Option<Vec<String>>,
}

/// Whether a request changed something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effect {
    None,
    Wrote,
    Replayed,
}

/// A successful answer.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) body: Option<Value>,
    pub(crate) effect: Effect,
    pub(crate) allow: Option<String>,
}

impl Reply {
    pub(crate) fn empty(status: u16) -> Self {
        Self {
            status,
            body: None,
            effect: Effect::None,
            allow: None,
        }
    }

    fn read(body: Value) -> Self {
        Self {
            body: Some(body),
            ..Self::empty(200)
        }
    }

    fn wrote(status: u16, body: Value) -> Self {
        Self {
            body: Some(body),
            effect: Effect::Wrote,
            ..Self::empty(status)
        }
    }
}

/// Sends a call to its handler.
pub(crate) fn dispatch(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    match call.operation {
        Operation::AuthCheck => Ok(lookups::auth(call)),
        Operation::IdMapGet => lookups::id_map(call),
        Operation::EventsCreate => events::create(call),
        Operation::EventsList => events::list(call),
        Operation::EventsGet => Ok(Reply::read(call.event()?.view())),
        Operation::EventsUpdate => events::update(call),
        Operation::EventsSetContext => events::set_context(call),
        Operation::AttendeesImport => starts::import(call),
        Operation::AttendeesList => attendees::list(call),
        Operation::AttendeesGet => attendees::get(call),
        Operation::EnrichmentStart => starts::enrich(call),
        Operation::MatchingStart => starts::matching(call),
        Operation::MatchesList => lookups::matches(call),
        Operation::RunsGet => lookups::run(call),
        Operation::ReviewQueueList => lookups::review_queue(call),
        Operation::ReviewQueueForEvent => lookups::event_review_queue(call),
        Operation::SessionsCreate => sessions::create(call),
        Operation::SessionsList => sessions::list(call),
        Operation::SessionsGet => sessions::get(call),
        Operation::SessionsUpdate => sessions::update(call),
    }
}

impl Call<'_> {
    fn parameter(&self, at: usize) -> &str {
        self.parameters.get(at).map_or("", String::as_str)
    }

    /// A path parameter that has to be an id of the partner's.
    fn id_parameter(&self, at: usize, name: &str) -> Result<&str, ApiError> {
        let id = self.parameter(at);
        if ids::is_partner_id(id) {
            Ok(id)
        } else {
            Err(bad_id(name))
        }
    }

    /// The event that the path names, in the key's own org.
    fn event(&self) -> Result<&Event, ApiError> {
        let id = self.id_parameter(0, "event_id")?;
        self.org.events.get(id).ok_or_else(|| no_event(id))
    }

    fn event_mut(&mut self) -> Result<&mut Event, ApiError> {
        let id = self.id_parameter(0, "event_id")?.to_owned();
        self.org.events.get_mut(&id).ok_or_else(|| no_event(&id))
    }

    /// A page of `count` things of which `view` shows the one at a place.
    fn page<F>(&self, resource: &str, list: &str, count: usize, view: F) -> Result<Reply, ApiError>
    where
        F: Fn(usize) -> Option<Value>,
    {
        let Window { from, limit } = page::window(&self.query, self.config, list)?;
        let end = from.saturating_add(limit).min(count);
        let items = (from..end).filter_map(view).collect();
        let next = if end < count && end > from {
            Some(end)
        } else {
            None
        };
        Ok(Reply::read(page::body(resource, items, next, self.config, list)))
    }
}

fn bad_id(name: &str) -> ApiError {
    ApiError::new(
        code::INVALID_PARTNER_ID,
        format!("{name} has to match {}", ids::PARTNER_ID),
    )
}

fn no_event(id: &str) -> ApiError {
    ApiError::new(code::EVENT_NOT_FOUND, format!("this org has no event {id}"))
}
