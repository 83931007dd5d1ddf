//! A server of a few lines for the machines' tests: takes payloads under caps, refuses rows, loses answers, replays keys.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::error::{Error, Result};
use crate::job::Answer;
use crate::request::Request;

#[derive(Debug, Clone)]
pub(crate) struct Server {
    pub(crate) max_rows: usize,
    /// How more rows are refused.
    pub(crate) too_many: (u16, &'static str),
    pub(crate) max_bytes: usize,
    /// How every payload is refused.
    pub(crate) closed: Option<(u16, &'static str)>,
    /// Ids that make a payload invalid.
    pub(crate) poison: BTreeSet<String>,
    /// Ids that may not stand in one payload.
    pub(crate) apart: Vec<(&'static str, &'static str)>,
    /// Ids that fail in the run, and operations whose run fails.
    pub(crate) failing: BTreeSet<String>,
    /// By operation, how many of the next new runs fail.
    pub(crate) fails: BTreeMap<&'static str, u32>,
    /// Which requests, counted from 0, get no answer; the write takes effect all the same.
    pub(crate) lost: BTreeSet<usize>,
    /// Requests whose answer comes, after they took effect, as something else.
    pub(crate) garbled: BTreeSet<usize>,
    /// Which requests are answered with a 503, and take no effect.
    pub(crate) down: BTreeSet<usize>,
    /// Polls that a run takes.
    pub(crate) polls: u32,
    /// The time, in milliseconds since 1970; new runs say it. None: they do not say when they were made.
    pub(crate) wall_ms: Option<u64>,
    pub(crate) scopes: Vec<&'static str>,
    pub(crate) event: Option<String>,
    pub(crate) requests: usize,
    /// How often each attendee was taken by a run of its own.
    pub(crate) taken: BTreeMap<String, u32>,
    pub(crate) runs: Vec<(u32, Value)>,
    pub(crate) keys: BTreeMap<String, usize>,
}

impl Default for Server {
    fn default() -> Self {
        Self {
            max_rows: usize::MAX,
            too_many: (400, "INVALID_ATTENDEES"),
            max_bytes: usize::MAX,
            closed: None,
            poison: BTreeSet::new(),
            apart: Vec::new(),
            failing: BTreeSet::new(),
            fails: BTreeMap::new(),
            lost: BTreeSet::new(),
            garbled: BTreeSet::new(),
            down: BTreeSet::new(),
            polls: 0,
            wall_ms: None,
            scopes: vec!["partner:read", "partner:write"],
            event: None,
            requests: 0,
            taken: BTreeMap::new(),
            runs: Vec::new(),
            keys: BTreeMap::new(),
        }
    }
}

impl Server {
    pub(crate) fn answer(&mut self, request: &Request) -> Result<Answer> {
        let number = self.requests;
        self.requests += 1;
        if self.down.contains(&number) {
            return Err(Error::api(503, "UNAVAILABLE", "later"));
        }
        let answer = self.handle(request);
        if self.lost.contains(&number) {
            Err(Error::connection("reset", true))
        } else if self.garbled.contains(&number) {
            answer.map(|answer| Answer {
                body: "<html>".to_owned(),
                ..answer
            })
        } else {
            answer
        }
    }

    fn handle(&mut self, request: &Request) -> Result<Answer> {
        if let Some(id) = request.path.strip_prefix("/runs/") {
            return self.poll(id.trim_start_matches("run_").parse().unwrap());
        }
        let ok = |status: u16, body: Value| {
            Ok(Answer {
                status,
                body: body.to_string(),
                retry_after: None,
            })
        };
        match request.operation {
            "auth.check" => ok(200, json!({"scopes": self.scopes})),
            "events.create" if self.event.is_some() => Err(Error::api(409, "PARTNER_ID_CONFLICT", "exists")),
            "events.create" => {
                self.event = request.body.as_deref().map(str::to_owned);
                ok(
                    201,
                    serde_json::from_str(request.body.as_deref().unwrap()).unwrap(),
                )
            }
            "events.get" if self.event.is_none() => Err(Error::api(404, "EVENT_NOT_FOUND", "not there")),
            "events.get" => ok(200, serde_json::from_str(self.event.as_deref().unwrap()).unwrap()),
            "events.setContext" => ok(200, json!({})),
            "attendees.import" => self.import(request),
            work => {
                let body: Value = serde_json::from_str(request.body.as_deref().unwrap()).unwrap();
                let status = if self.failing.contains(work) {
                    "failed"
                } else {
                    "succeeded"
                };
                let counts = json!({"total": 3, "processed": 3});
                self.start(
                    work,
                    body["idempotency_key"].as_str().unwrap(),
                    json!({"status": status, "kind": work, "counts": counts}),
                )
            }
        }
    }

    /// The run of that key: a new one, or the first again.
    fn start(&mut self, operation: &str, key: &str, mut run: Value) -> Result<Answer> {
        let next = self.runs.len();
        let index = *self.keys.entry(key.to_owned()).or_insert(next);
        if index == next {
            if self.is_to_fail(operation) {
                run = json!({"status": "failed", "kind": operation});
            }
            run["run_id"] = format!("run_{index}").into();
            run["correlation_id"] = format!("of_run_{index}").into();
            if let Some(ms) = self.wall_ms {
                let (minutes, seconds, rest) = (ms / 60_000, ms / 1_000 % 60, ms % 1_000);
                assert!(minutes < 60, "this server closes after an hour");
                run["created_at"] = format!("1970-01-01T00:{minutes:02}:{seconds:02}.{rest:03}Z").into();
            }
            self.runs.push((self.polls, run));
        }
        self.poll(index)
    }

    fn is_to_fail(&mut self, operation: &str) -> bool {
        let Some(left) = self.fails.get_mut(operation).filter(|left| **left > 0) else {
            return false;
        };
        *left -= 1;
        true
    }

    /// How many runs were started.
    pub(crate) fn runs_started(&self) -> usize {
        self.runs.len()
    }

    #[allow(clippy::unnecessary_wraps, reason = "it is one of several answers")]
    fn poll(&mut self, index: usize) -> Result<Answer> {
        let (left, run) = &mut self.runs[index];
        let mut run = run.clone();
        if *left > 0 {
            *left -= 1;
            run["status"] = "running".into();
        }
        Ok(Answer {
            status: 200,
            body: run.to_string(),
            retry_after: None,
        })
    }

    fn import(&mut self, request: &Request) -> Result<Answer> {
        let text = request.body.as_deref().unwrap();
        let body: Value = serde_json::from_str(text).unwrap();
        let rows = body["attendees"].as_array().unwrap();
        let ids: Vec<String> = rows
            .iter()
            .map(|row| row["attendee_id"].as_str().unwrap().to_owned())
            .collect();
        if let Some((status, code)) = self.closed {
            return Err(Error::api(status, code, "closed"));
        }
        if text.len() > self.max_bytes {
            return Err(Error::api(413, "PAYLOAD_TOO_LARGE", "too large"));
        }
        if rows.len() > self.max_rows {
            let (status, code) = self.too_many;
            return Err(Error::api(status, code, "too many"));
        }
        if rows.is_empty() || ids.iter().any(|id| self.poison.contains(id)) {
            return Err(Error::api(400, "INVALID_ATTENDEES", "invalid"));
        }
        let has = |id: &str| ids.iter().any(|known| known == id);
        if self.apart.iter().any(|(one, other)| has(one) && has(other)) {
            return Err(Error::api(400, "INVALID_ATTENDEES", "not together"));
        }
        let key = body["idempotency_key"].as_str().unwrap().to_owned();
        assert_eq!(request.idempotency_key.as_ref(), Some(&key));
        let errors: Vec<Value> = ids
            .iter()
            .filter(|id| self.failing.contains(*id))
            .map(|id| json!({"attendee_id": id, "code": "ROW_FAILED", "message": "no"}))
            .collect();
        let fails = self.fails.get("attendees.import").is_some_and(|left| *left > 0);
        if !fails && !self.keys.contains_key(&key) {
            for id in &ids {
                *self.taken.entry(id.clone()).or_default() += 1;
            }
        }
        let status = if errors.is_empty() { "succeeded" } else { "partial" };
        let counts = json!({"total": ids.len(), "failed": errors.len()});
        self.start(
            request.operation,
            &key,
            json!({"status": status, "counts": counts, "errors": errors}),
        )
    }
}
