//! Answers that the core reads: pages and runs.

use std::fmt::Write as _;
use std::hint::black_box;

use meshi_partner_core::job::{Answer, Job as _};
use meshi_partner_core::poll::{Poll, PollOptions, Poller};
use meshi_partner_core::route::Routes;
use meshi_partner_core::value::Value;

use crate::Ready;
use crate::work::{Answers, perform};

/// On one page.
pub(crate) const MATCHES: u64 = 1_000;
/// The last of which finds the run ended.
pub(crate) const POLLS: u64 = 20;

pub(crate) fn page() -> Option<Ready> {
    let mut text = String::from(r#"{"matches":["#);
    for number in 0..MATCHES {
        let comma = if number == 0 { "" } else { "," };
        let (other, score) = ((number * 7 + 3) % 9_973, number * 37 % 1_000);
        write!(
            text,
            r#"{comma}{{"attendee_id":"reg-{number:07}","matched_attendee_id":"reg-{other:07}","score":0.{score:03},"rank":{},"rationale":"Both work on data platforms, and one is looking for what the other \"has on offer\"","run_id":"run_1"}}"#,
            number % 10 + 1,
        )
        .ok()?;
    }
    text.push_str(r#"],"next_cursor":"eyJvZmZzZXQiOjEwMDB9"}"#);
    Some(Box::new(move || {
        let Value::Object(page) = Value::parse(black_box(&text)).ok()? else {
            return None;
        };
        let matches = page.get("matches")?.as_array()?.len();
        black_box(&page);
        u64::try_from(matches).ok()
    }))
}

pub(crate) fn poll() -> Option<Ready> {
    let answer = |poll: u64| {
        let status = if poll == POLLS { "succeeded" } else { "running" };
        let done = poll * 500;
        Answer {
            status: 200,
            body: format!(
                r#"{{"run_id":"run_1","kind":"match","event_id":"summit-2026","status":"{status}","counts":{{"total":10000,"processed":{done},"succeeded":{done},"failed":0}},"errors":[],"webhook_url":null,"created_at":"2026-06-01T09:00:00.000Z","updated_at":"2026-06-01T09:00:01.000Z","completed_at":null,"correlation_id":"6f1c1b52-4c55-4c8e-9a0e-2f4b9d4f7a10"}}"#
            ),
            retry_after: None,
        }
    };
    let mut answers = Answers::of((1..=POLLS).map(answer));
    let poll = Poll::new("run_1", PollOptions::default()).ok()?;
    let mut poller = Poller::new(poll, Routes::default());
    Some(Box::new(move || {
        perform(&mut poller, &mut answers, |_| None)?;
        let run = poller.finish().ok()?;
        (!run.is_empty() && poller.sink().is_none()).then_some(answers.given())
    }))
}
