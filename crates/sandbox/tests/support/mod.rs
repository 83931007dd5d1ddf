//! A sandbox under a virtual clock, and the shortest way to talk to it.
#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail")]
#![allow(unreachable_pub, reason = "shared by test files, each a crate of its own")]

use meshi_partner_sandbox::{Config, Fault, Request, Response, Sandbox};
use serde_json::{Value, json};

pub const BASE: &str = "/api/v0/partner";
pub const WRITE: &str = "msk_sandbox_write";
pub const OTHER: &str = "msk_sandbox_other";
/// 2026-09-01T08:30:00Z.
pub const START: u64 = 1_788_251_400_000;

pub struct World {
    pub sandbox: Sandbox,
    pub now: u64,
    pub key: &'static str,
}

/// An answer, parsed.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub body: Value,
    pub response: Response,
}

impl World {
    pub fn new(config: Config) -> Self {
        Self {
            sandbox: Sandbox::new(config),
            now: START,
            key: WRITE,
        }
    }

    /// Runs end at their first poll, and the event `evt` exists.
    pub fn with_event() -> Self {
        let mut world = Self::new(Config::default().instant());
        world.create_event();
        world
    }

    pub fn create_event(&mut self) {
        assert_eq!(
            self.post("/events", &json!({"event_id": "evt", "title": "Robotics night"}))
                .status,
            201
        );
    }

    pub fn send(&mut self, request: Request) -> Answer {
        let response = self.sandbox.handle(request, self.now);
        let body = serde_json::from_slice(&response.body).unwrap_or(Value::Null);
        Answer {
            status: response.status,
            body,
            response,
        }
    }

    pub fn request(&self, method: &str, path: &str) -> Request {
        Request::new(method, &format!("{BASE}{path}")).bearer(self.key)
    }

    pub fn get(&mut self, path: &str) -> Answer {
        self.send(self.request("GET", path))
    }

    pub fn post(&mut self, path: &str, body: &Value) -> Answer {
        self.send(self.request("POST", path).body(body.to_string()))
    }

    pub fn put(&mut self, path: &str, body: &Value) -> Answer {
        self.send(self.request("PUT", path).body(body.to_string()))
    }

    pub fn import(&mut self, key: &str, attendees: &Value) -> Answer {
        self.put(
            "/events/evt/attendees:import",
            &json!({"idempotency_key": key, "attendees": attendees}),
        )
    }

    pub fn enrich(&mut self, key: &str) -> Answer {
        self.post("/events/evt/attendees:enrich", &json!({"idempotency_key": key}))
    }

    pub fn matching(&mut self, key: &str) -> Answer {
        self.post("/events/evt/attendees:match", &json!({"idempotency_key": key}))
    }

    pub fn poll(&mut self, run: &Answer) -> Answer {
        self.get(&format!("/runs/{}", run.text("run_id")))
    }

    /// Every item of a list, over all of its pages, and how many pages there were.
    pub fn all(&mut self, path: &str, resource: &str) -> (Vec<Value>, usize) {
        let (mut items, mut pages, mut cursor) = (Vec::new(), 0, String::new());
        loop {
            let join = if path.contains('?') { '&' } else { '?' };
            let page = self.get(&format!("{path}{cursor}"));
            assert_eq!(page.status, 200, "{page:?}");
            items.extend(page.body[resource].as_array().unwrap().iter().cloned());
            pages += 1;
            match page.body["next_cursor"].as_str() {
                Some(next) => cursor = format!("{join}cursor={next}"),
                None => return (items, pages),
            }
        }
    }

    pub fn fault(&mut self, fault: &Value) {
        let fault: Fault = serde_json::from_value(fault.clone()).unwrap();
        self.sandbox.faults.push(fault).unwrap();
    }
}

impl Answer {
    pub fn text(&self, field: &str) -> &str {
        self.body[field].as_str().unwrap_or_default()
    }

    pub fn code(&self) -> &str {
        self.text("code")
    }
}

/// Attendees with nothing but an id and a name: `a0`, `a1`, …
pub fn crowd(count: usize) -> Value {
    (0..count)
        .map(|i| json!({"attendee_id": format!("a{i}"), "name": format!("Person {i}")}))
        .collect()
}
