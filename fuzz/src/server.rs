//! A server of a few lines: takes payloads under caps, refuses rows, replays keys, and counts what it did.

use std::collections::{BTreeMap, BTreeSet};

use meshi_partner_core::error::{Error, Result};
use meshi_partner_core::job::Answer;
use meshi_partner_core::request::Request;
use serde_json::{Value, json};

/// The server's side of a flow. What it does with a request depends on the request alone.
#[derive(Default)]
pub(crate) struct Server {
    pub(crate) max_rows: usize,
    pub(crate) max_bytes: usize,
    /// Ids that make a payload invalid.
    pub(crate) poison: BTreeSet<String>,
    /// Ids that fail in their run, by name; and some that fail without being named.
    pub(crate) failing: BTreeSet<String>,
    pub(crate) nameless: BTreeSet<String>,
    /// Ids whose run fails as a whole, while runs do.
    pub(crate) doomed: BTreeSet<String>,
    /// Operations whose run fails, while runs do.
    pub(crate) failing_work: BTreeSet<&'static str>,
    /// How many new runs fail yet, and how many imports have.
    pub(crate) fails: u32,
    pub(crate) failed_imports: u32,
    /// Polls that a run takes.
    pub(crate) polls: u32,
    pub(crate) event: Option<Value>,
    pub(crate) runs: Vec<(u32, Value)>,
    pub(crate) keys: BTreeMap<String, usize>,
    /// Attendees by how many runs that did not fail took them, how many of them were imported, and how many runs of each other
    /// operation did not fail.
    pub(crate) taken: BTreeMap<String, u32>,
    pub(crate) imported: u64,
    pub(crate) work: BTreeMap<&'static str, u32>,
}

#[allow(clippy::unnecessary_wraps, reason = "it is one of several answers")]
fn ok(body: &Value) -> Result<Answer> {
    Ok(Answer {
        status: 200,
        body: body.to_string(),
        retry_after: None,
    })
}

impl Server {
    pub(crate) fn answer(&mut self, request: &Request) -> Result<Answer> {
        let body: Value = request.body.as_deref().map_or(Value::Null, |body| {
            serde_json::from_str(body).unwrap_or_else(|error| panic!("{error}: {body}"))
        });
        if let Some(id) = request.path.strip_prefix("/runs/") {
            let index = id.strip_prefix("run_").and_then(|index| index.parse().ok());
            return match index {
                Some(index) if index < self.runs.len() => self.poll(index),
                _ => Err(Error::api(404, "RUN_NOT_FOUND", "no such run")),
            };
        }
        match request.operation {
            "auth.check" => ok(&json!({"scopes": ["partner:read", "partner:write"]})),
            "events.create" if self.event.is_some() => Err(Error::api(409, "PARTNER_ID_CONFLICT", "exists")),
            "events.create" => {
                self.event = Some(body.clone());
                ok(&body)
            }
            "events.get" => self
                .event
                .as_ref()
                .map_or_else(|| Err(Error::api(404, "EVENT_NOT_FOUND", "none")), ok),
            "events.setContext" => ok(&json!({})),
            "attendees.import" => self.import(request, &body),
            work => self.start_work(work, &body),
        }
    }

    fn start_work(&mut self, work: &'static str, body: &Value) -> Result<Answer> {
        let key = body["idempotency_key"].as_str().unwrap();
        let fails = self.fails > 0 && self.failing_work.contains(work);
        if !self.keys.contains_key(key) {
            if fails {
                self.fails -= 1;
            } else {
                *self.work.entry(work).or_default() += 1;
            }
        }
        let status = if fails { "failed" } else { "succeeded" };
        self.start(
            key,
            json!({"status": status, "kind": work, "counts": {"total": 3, "processed": 3}}),
        )
    }

    /// The run of that key: a new one, or the first again.
    fn start(&mut self, key: &str, mut run: Value) -> Result<Answer> {
        let next = self.runs.len();
        let index = *self.keys.entry(key.to_owned()).or_insert(next);
        if index == next {
            run["run_id"] = format!("run_{index}").into();
            self.runs.push((self.polls, run));
        }
        self.poll(index)
    }

    fn poll(&mut self, index: usize) -> Result<Answer> {
        let (left, run) = &mut self.runs[index];
        let mut run = run.clone();
        if *left > 0 {
            *left -= 1;
            run["status"] = "running".into();
        }
        ok(&run)
    }

    fn import(&mut self, request: &Request, body: &Value) -> Result<Answer> {
        let ids: Vec<&str> = body["attendees"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["attendee_id"].as_str().unwrap())
            .collect();
        if request.body.as_ref().map_or(0, |body| body.len()) > self.max_bytes {
            return Err(Error::api(413, "PAYLOAD_TOO_LARGE", "too large"));
        }
        if ids.is_empty() || ids.len() > self.max_rows || ids.iter().any(|id| self.poison.contains(*id)) {
            return Err(Error::api(400, "INVALID_ATTENDEES", "invalid"));
        }
        let key = body["idempotency_key"].as_str().unwrap();
        assert_eq!(request.idempotency_key.as_deref(), Some(key));
        let doomed = self.fails > 0 && ids.iter().any(|id| self.doomed.contains(*id));
        let errors: Vec<Value> = ids
            .iter()
            .filter(|id| self.failing.contains(**id))
            .map(|id| json!({"attendee_id": id, "code": "ROW_FAILED", "message": "no"}))
            .collect();
        let nameless = ids
            .iter()
            .filter(|id| self.nameless.contains(**id) && !self.failing.contains(**id));
        let failed = errors.len() + nameless.count();
        if !self.keys.contains_key(key) {
            if doomed {
                self.fails -= 1;
                self.failed_imports += 1;
            } else {
                for id in &ids {
                    *self.taken.entry((*id).to_owned()).or_default() += 1;
                }
                self.imported += (ids.len() - failed) as u64;
            }
        }
        let status = match failed {
            _ if doomed => "failed",
            0 => "succeeded",
            _ => "partial",
        };
        let counts = json!({"total": ids.len(), "failed": failed});
        self.start(
            key,
            json!({"status": status, "kind": "import", "counts": counts, "errors": errors}),
        )
    }
}
