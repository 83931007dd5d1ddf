//! The scan over a server of canned scores and people.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod cases;
mod oracle;

use serde_json::{Value, json};

use super::{Choice, Scan};
use crate::error::{Error, Result};
use crate::job::{Answer, Job, Want};
use crate::request::Request;
use crate::route::Routes;
use crate::time::Instant;

/// Answers lists page by page, in the order that it is given.
#[derive(Debug, Clone, Default)]
struct Server {
    scores: Vec<Value>,
    people: Vec<Value>,
    page: usize,
    /// The answer in the place of the list of attendees, and of a single one.
    no_list: Option<Error>,
    no_get: Option<Error>,
    sent: Vec<String>,
    /// Requests in flight at once, at most.
    at_once: usize,
}

impl Server {
    fn new(scores: Vec<Value>, people: Vec<Value>, page: usize) -> Self {
        Self {
            scores,
            people,
            page,
            ..Self::default()
        }
    }

    fn page(&self, name: &str, items: &[Value], path: &str) -> String {
        let from: usize = path.split_once("cursor=").map_or(0, |(_, cursor)| {
            cursor.split('&').next().unwrap().parse().unwrap()
        });
        let to = (from + self.page).min(items.len());
        let next = (to < items.len()).then(|| to.to_string());
        json!({ name: items[from..to], "next_cursor": next }).to_string()
    }

    fn answer(&mut self, request: &Request) -> Result<Answer> {
        let path = &request.path;
        self.sent.push(path.clone());
        let body = if path.starts_with("/events/e/matches") {
            self.page("matches", &self.scores, path)
        } else if let Some(id) = path.strip_prefix("/events/e/attendees/") {
            if let Some(error) = &self.no_get {
                return Err(Box::new(error.clone()));
            }
            let person = self.people.iter().find(|person| person["attendee_id"] == id);
            person
                .ok_or_else(|| Error::api(404, "ATTENDEE_NOT_FOUND", "m"))?
                .to_string()
        } else {
            if let Some(error) = &self.no_list {
                return Err(Box::new(error.clone()));
            }
            self.page("attendees", &self.people, path)
        };
        Ok(Answer {
            status: 200,
            body,
            retry_after: None,
        })
    }

    fn requests(&self, start: &str) -> usize {
        self.sent.iter().filter(|path| path.starts_with(start)).count()
    }

    /// Performs the scan, and gives the most pairs that it held.
    fn perform(&mut self, scan: &mut Scan) -> usize {
        let mut in_flight = Vec::new();
        let mut held = 0;
        loop {
            held = held.max(scan.held());
            match scan.want(Instant::default()) {
                Want::Send(ticket, request) => {
                    let answer = self.answer(&request);
                    in_flight.push((ticket, answer));
                    self.at_once = self.at_once.max(in_flight.len());
                }
                Want::Wait => {
                    assert!(!in_flight.is_empty(), "it waits for nothing");
                    let (ticket, answer) = in_flight.remove(0);
                    scan.told(ticket, answer, Instant::default());
                }
                Want::Done => return held,
                other => panic!("{other:?}"),
            }
        }
    }

    fn top(&mut self, query: &Value) -> Result<Value> {
        let choice = Choice::top(&query.to_string())?;
        let mut scan = Scan::new(Routes::default(), "e", choice)?;
        self.perform(&mut scan);
        scan.finish().map(|text| serde_json::from_str(&text).unwrap())
    }

    fn by_attendee(&mut self, query: &Value) -> Result<Vec<Value>> {
        let mut scan = Scan::new(Routes::default(), "e", Choice::by_attendee(&query.to_string())?)?;
        self.perform(&mut scan);
        let mut people: Vec<Value> = Vec::new();
        loop {
            let more: Vec<Value> = serde_json::from_str(&scan.take_people(3)?).unwrap();
            if more.is_empty() {
                return Ok(people);
            }
            people.extend(more);
        }
    }
}

fn person(id: &str) -> Value {
    json!({ "attendee_id": id, "name": format!("Name of {id}"), "email": null, "title": " ", "company": "C", "raw": { "a": 1 } })
}

/// What a result says of a person.
fn shown(people: &[Value], id: &str) -> Value {
    match people.iter().find(|person| person["attendee_id"] == id) {
        Some(_) => json!({ "attendee_id": id, "name": format!("Name of {id}"), "company": "C" }),
        None => json!({ "attendee_id": id }),
    }
}

fn score(a: &str, b: &str, score: impl Into<Value>) -> Value {
    json!({ "attendee_id": a, "matched_attendee_id": b, "score": score.into(), "rationale": format!("{a} for {b}") })
}

const IDS: [&str; 8] = ["a", "b", "c", "d", "e", "f", "g", "h"];
