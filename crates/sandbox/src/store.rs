//! What an org holds: events, sessions, attendees, reviews, and how each of them reads on the wire.

use std::collections::{BTreeMap, VecDeque};

use serde_json::{Map, Value, json};

use crate::matcher::MatchSet;
use crate::runs::Run;
use crate::time::rfc3339;

/// One org's data; nothing in it can be seen with another org's key.
#[derive(Debug, Default)]
pub(crate) struct Org {
    pub(crate) events: BTreeMap<String, Event>,
    /// Event ids in the order in which they were created.
    pub(crate) event_order: Vec<String>,
    pub(crate) runs: BTreeMap<String, Run>,
    /// Idempotency key → operation, event and run that it was first used for.
    pub(crate) keys: BTreeMap<String, UsedKey>,
    pub(crate) reviews: Vec<Review>,
    /// When which run moves on: (time, order of arrival) → run id.
    pub(crate) timeline: BTreeMap<(u64, u64), String>,
    pub(crate) arrivals: u64,
}

#[derive(Debug, Clone)]
pub(crate) struct UsedKey {
    pub(crate) operation: &'static str,
    pub(crate) event_id: String,
    pub(crate) run_id: String,
}

#[derive(Debug, Default)]
pub(crate) struct Event {
    pub(crate) event_id: String,
    /// The optional text fields that were sent, by their wire names; `title` is always there.
    pub(crate) details: BTreeMap<&'static str, String>,
    pub(crate) context: Option<BTreeMap<&'static str, String>>,
    pub(crate) sessions: Vec<Session>,
    pub(crate) roster: Roster,
    pub(crate) matches: Vec<MatchSet>,
    /// Runs that have not ended; only the first one moves.
    pub(crate) pending: VecDeque<String>,
    pub(crate) created_at: u64,
    pub(crate) updated_at: u64,
}

#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) session_id: String,
    pub(crate) details: BTreeMap<&'static str, String>,
    pub(crate) created_at: u64,
    pub(crate) updated_at: u64,
}

/// Attendees in the order in which they first came, upserted by their id.
#[derive(Debug, Default)]
pub(crate) struct Roster {
    pub(crate) rows: Vec<Attendee>,
    by_id: BTreeMap<Box<str>, u32>,
}

/// An attendee, packed: an event may well have 50,000 of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Attendee {
    pub(crate) attendee_id: Box<str>,
    pub(crate) name: Box<str>,
    pub(crate) email: Option<Box<str>>,
    pub(crate) linkedin_url: Option<Box<str>>,
    pub(crate) title: Option<Box<str>>,
    pub(crate) company: Option<Box<str>>,
    /// The source data as compact JSON text of an object.
    pub(crate) raw: Option<Box<str>>,
    pub(crate) created_at: u64,
    pub(crate) updated_at: u64,
}

#[derive(Debug, Clone)]
pub(crate) struct Review {
    pub(crate) review_id: String,
    pub(crate) event_id: String,
    pub(crate) attendee_id: Box<str>,
    pub(crate) open: bool,
    pub(crate) reason: &'static str,
    pub(crate) candidates: Vec<Value>,
    pub(crate) created_at: u64,
}

impl Roster {
    pub(crate) fn position(&self, attendee_id: &str) -> Option<u32> {
        self.by_id.get(attendee_id).copied()
    }

    pub(crate) fn get(&self, attendee_id: &str) -> Option<&Attendee> {
        self.at(self.position(attendee_id)?)
    }

    pub(crate) fn at(&self, position: u32) -> Option<&Attendee> {
        self.rows.get(position as usize)
    }

    /// Puts an attendee in, or replaces the one with the same id and keeps when that one came.
    pub(crate) fn upsert(&mut self, mut attendee: Attendee, now: u64) {
        attendee.updated_at = now;
        attendee.created_at = now;
        let known = self
            .position(&attendee.attendee_id)
            .and_then(|at| self.rows.get_mut(at as usize));
        if let Some(known) = known {
            attendee.created_at = known.created_at;
            *known = attendee;
        } else if let Ok(at) = u32::try_from(self.rows.len()) {
            self.by_id.insert(attendee.attendee_id.clone(), at);
            self.rows.push(attendee);
        }
    }
}

impl Attendee {
    pub(crate) fn view(&self) -> Value {
        let mut view = Map::new();
        let texts = [
            ("email", &self.email),
            ("linkedin_url", &self.linkedin_url),
            ("title", &self.title),
            ("company", &self.company),
        ];
        view.insert("attendee_id".to_owned(), json!(self.attendee_id));
        view.insert("name".to_owned(), json!(self.name));
        for (name, text) in texts {
            if let Some(text) = text {
                view.insert(name.to_owned(), json!(text));
            }
        }
        if let Some(raw) = self.raw_value() {
            view.insert("raw".to_owned(), raw);
        }
        view.insert("created_at".to_owned(), json!(rfc3339(self.created_at)));
        view.insert("updated_at".to_owned(), json!(rfc3339(self.updated_at)));
        Value::Object(view)
    }

    /// The source data, parsed.
    pub(crate) fn raw_value(&self) -> Option<Value> {
        serde_json::from_str(self.raw.as_deref()?).ok()
    }
}

impl Event {
    pub(crate) fn view(&self) -> Value {
        stamped(
            "event_id",
            &self.event_id,
            &self.details,
            self.created_at,
            self.updated_at,
        )
    }

    pub(crate) fn session(&self, session_id: &str) -> Option<&Session> {
        self.sessions
            .iter()
            .find(|session| session.session_id == session_id)
    }
}

impl Session {
    pub(crate) fn view(&self, event_id: &str) -> Value {
        let mut view = stamped(
            "session_id",
            &self.session_id,
            &self.details,
            self.created_at,
            self.updated_at,
        );
        if let Some(map) = view.as_object_mut() {
            map.insert("event_id".to_owned(), json!(event_id));
        }
        view
    }
}

impl Review {
    pub(crate) fn view(&self) -> Value {
        json!({
            "review_id": self.review_id,
            "event_id": self.event_id,
            "attendee_id": self.attendee_id,
            "status": if self.open { "open" } else { "resolved" },
            "reason": self.reason,
            "candidates": self.candidates,
            "created_at": rfc3339(self.created_at),
        })
    }
}

fn stamped(
    id: &str,
    value: &str,
    details: &BTreeMap<&'static str, String>,
    created: u64,
    updated: u64,
) -> Value {
    let mut view: Map<String, Value> = details
        .iter()
        .map(|(name, text)| ((*name).to_owned(), json!(text)))
        .collect();
    view.insert(id.to_owned(), json!(value));
    view.insert("created_at".to_owned(), json!(rfc3339(created)));
    view.insert("updated_at".to_owned(), json!(rfc3339(updated)));
    Value::Object(view)
}
