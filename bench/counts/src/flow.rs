//! Flows that are suspended and go on from their token.

use std::hint::black_box;

use meshi_partner_core::attendee::{Row, Sink};
use meshi_partner_core::flow::Flow;
use meshi_partner_core::import::ImportOptions;
use meshi_partner_core::job::{Answer, Job as _, Want};
use meshi_partner_core::poll::PollOptions;
use meshi_partner_core::request::Request;
use meshi_partner_core::route::Routes;
use meshi_partner_core::time::Instant;

use crate::Ready;

/// Of the import that the token tells of.
pub(crate) const PARTS: u64 = 50;
const ROWS_OF_A_PART: u64 = 20;
/// An answer each: scopes, event, context, two parts, two runs; and one more for what it ends with.
pub(crate) const ISOLATES: u64 = 8;

/// When isolates begin and end: no time passes.
const NOW: Instant = Instant::from_millis(1);
const WALL_MS: u64 = 1_700_000_000_000;

const PLAN: &str = r#"{"event":{"event_id":"summit-2026","title":"Partner Summit 2026"},"context":{"objectives":"Meet who can help"},"enrich":true,"match":true}"#;

fn flow() -> Option<Flow> {
    let import = ImportOptions {
        max_rows: usize::try_from(ROWS_OF_A_PART).ok()?,
        concurrency: 1,
        ..ImportOptions::default()
    };
    Flow::new(Routes::default(), PLAN, true, import, PollOptions::default()).ok()
}

/// The rows as they come from a source.
fn rows(parts: u64) -> Vec<(String, String)> {
    let row = |number| {
        let id = format!("a{number}");
        let json = format!(r#"{{"attendee_id":"{id}","name":"Ada Lovelace"}}"#);
        (id, json)
    };
    (0..parts * ROWS_OF_A_PART).map(row).collect()
}

fn feed(rows: &[(String, String)], sink: &mut dyn Sink) {
    for (number, (attendee_id, json)) in (1..).zip(rows) {
        sink.row(Row {
            number,
            attendee_id,
            json,
        });
    }
}

fn answer(request: &Request, number: u64) -> Answer {
    let body = match request.operation {
        "auth.check" => r#"{"scopes":["partner:read","partner:write"]}"#.to_owned(),
        "events.create" | "events.get" => {
            r#"{"event_id":"summit-2026","title":"Partner Summit 2026"}"#.to_owned()
        }
        "events.setContext" => "{}".to_owned(),
        _ => format!(r#"{{"run_id":"run_{number}","status":"succeeded"}}"#),
    };
    Answer {
        status: 200,
        body,
        retry_after: None,
    }
}

/// Goes on until `answers` have come and something was reported, as an engine does it, or to the end. Gives whether it ended.
fn advance(flow: &mut Flow, rows: &[(String, String)], answers: u64) -> Option<bool> {
    let (mut given, mut now) = (0, NOW);
    loop {
        let mut reported = false;
        while flow.take_step().is_some() {
            reported = true;
        }
        if reported && given >= answers {
            return Some(false);
        }
        match flow.want(now) {
            Want::Send(ticket, request) => {
                given += 1;
                let answer = answer(&request, given);
                flow.told(ticket, Ok(answer), now);
            }
            Want::Pull => {
                feed(rows, flow.sink()?);
                flow.pulled(false);
            }
            Want::Sleep(until) => now = until,
            Want::Wait => return None,
            Want::Done => return Some(true),
        }
    }
}

/// A flow as a token, and what goes on from that.
fn suspended(left: &Flow) -> Option<(String, Flow)> {
    let token = black_box(left.serialize(NOW, WALL_MS));
    let mut gone_on = flow()?;
    gone_on.resume(&token, NOW, WALL_MS).ok()?;
    Some((token, gone_on))
}

pub(crate) fn token() -> Option<Ready> {
    let mut left = flow()?;
    // Scopes, event, context, and every part but the last.
    advance(&mut left, &rows(PARTS + 1), 3 + PARTS)?;
    // Once before: what goes on says the same of itself, so everything was read.
    let (token, gone_on) = suspended(&left)?;
    (gone_on.serialize(NOW, WALL_MS) == token).then_some(())?;
    Some(Box::new(move || {
        black_box(suspended(&left)?);
        Some(PARTS)
    }))
}

pub(crate) fn stepped() -> Option<Ready> {
    let rows = rows(2);
    Some(Box::new(move || {
        let (mut isolates, mut token) = (0, None::<String>);
        loop {
            isolates += 1;
            let mut flow = flow()?;
            if let Some(token) = token {
                flow.resume(&token, NOW, WALL_MS).ok()?;
            }
            if advance(&mut flow, &rows, 1)? {
                black_box(flow.finish().ok()?);
                return Some(isolates);
            }
            token = Some(flow.serialize(NOW, WALL_MS));
        }
    }))
}
