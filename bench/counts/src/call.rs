//! Logical calls, small bodies and pages.

use std::hint::black_box;

use meshi_partner_core::check::Body;
use meshi_partner_core::page::Pages;
use meshi_partner_core::resource::events;
use meshi_partner_core::retry::{Call, Event, Head, Pace, Policy, Step};
use meshi_partner_core::route::{Operation, Routes};
use meshi_partner_core::time::Instant;

use crate::Ready;

/// So many, that what only the first one does is little.
pub(crate) const CALLS: u64 = 100;

const CORRELATION_ID: &str = "6f1c1b52-4c55-4c8e-9a0e-2f4b9d4f7a10";
const EVENT: &str = r#"{"event_id":"summit-2026","title":"Partner Summit 2026","description":"Two days on partnerships, with sessions, dinners and one-to-one meetings.","start_date":"2026-09-10","end_date":"2026-09-11","timezone":"America/New_York","visibility":"private","url_slug":"partner-summit-2026"}"#;
const LIMITED: &str = r#"{"error":{"code":"RATE_LIMITED","message":"Too many requests","correlation_id":"6f1c1b52-4c55-4c8e-9a0e-2f4b9d4f7a10"}}"#;

fn head(status: u16) -> Head {
    let limited = status == 429;
    Head {
        status,
        correlation_id: Some(CORRELATION_ID.to_owned()),
        retry_after: limited.then(|| "2".to_owned()),
        error_body: limited.then(|| LIMITED.to_owned()),
        wall_ms: 1_780_000_000_000,
        ..Head::default()
    }
}

/// Calls that are answered in this way; each answer is made before.
fn calls(statuses: &'static [u16]) -> Ready {
    let answers: Vec<Vec<Head>> = (0..CALLS)
        .map(|_| statuses.iter().copied().map(head).collect())
        .collect();
    let ids = vec![CORRELATION_ID.to_owned(); answers.len()];
    let (routes, mut pace) = (Routes::default(), Pace::new(1));
    let mut now = Instant::from_millis(1);
    Box::new(move || {
        let mut done = 0;
        for (answers, id) in answers.into_iter().zip(ids) {
            let request = events::get(&routes, black_box("summit-2026")).ok()?;
            let mut call = Call::new(&request, Policy::default(), id, now);
            let mut answers = answers.into_iter();
            let mut event = Event::Start;
            loop {
                event = match call.step(event, now, &mut pace) {
                    Step::Send(_) => Event::Answered(answers.next()?),
                    Step::Sleep(wait) => {
                        now = now + wait;
                        Event::Elapsed
                    }
                    Step::Done(Ok(())) => break,
                    Step::Look | Step::Done(Err(_)) => return None,
                };
            }
            black_box((&request, &call));
            done += u64::from(answers.next().is_none());
        }
        Some(done)
    })
}

pub(crate) fn at_once() -> Option<Ready> {
    Some(calls(&[200]))
}

pub(crate) fn after_429() -> Option<Ready> {
    Some(calls(&[429, 200]))
}

pub(crate) fn body() -> Option<Ready> {
    let routes = Routes::default();
    Some(Box::new(move || {
        for _ in 0..CALLS {
            let body = Body::parse(black_box(EVENT)).ok()?;
            black_box(events::create(&routes, &body).ok()?);
        }
        Some(CALLS)
    }))
}

pub(crate) fn pages() -> Option<Ready> {
    let routes = Routes::default();
    let cursors: Vec<String> = (0..CALLS)
        .map(|page| format!("eyJvZmZzZXQiOjAwMDAwMDB9.{page:08}"))
        .collect();
    let mut pages = Pages::new(Operation::MatchesList, Some("summit-2026"), r#"{"limit":1000}"#).ok()?;
    Some(Box::new(move || {
        let mut turned = 0;
        for cursor in &cursors {
            black_box(pages.next(&routes).ok()??);
            pages.came(Some(black_box(cursor)), false).ok()?;
            turned += 1;
        }
        Some(turned)
    }))
}
