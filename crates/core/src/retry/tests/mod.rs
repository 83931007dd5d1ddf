//! One call, or several of a client, under a clock of the test's.
#![allow(clippy::panic, reason = "a test fails by panicking")]

mod budget;
mod look;
mod properties;
mod repeat;
mod shared;
mod time;

pub(super) use super::*;
pub(super) use crate::error::{Error, Kind, Result, Scope};
pub(super) use crate::request::Request;
pub(super) use crate::route::Method;
pub(super) use crate::time::{Instant, millis};

pub(super) const fn secs(n: u64) -> Duration {
    Duration::from_secs(n)
}

pub(super) fn read() -> Request {
    Request::get("events.get", "/events/e".into())
}

pub(super) fn blind_write() -> Request {
    Request::write(
        "events.setContext",
        Method::Post,
        "/events/e/context".into(),
        "{}".into(),
    )
}

pub(super) fn answer(status: u16, retry_after: Option<&str>) -> Event {
    let error_body =
        (status >= 300).then(|| r#"{"code":"SOME_CODE","message":"m","correlation_id":"c2"}"#.to_owned());
    let retry_after = retry_after.map(str::to_owned);
    Event::Answered(Head {
        status,
        retry_after,
        error_body,
        wall_ms: 1_792_567_680_000,
        ..Head::default()
    })
}

/// Drives a fresh call through `events`, one after each `Send`, with `Elapsed` after each `Sleep`; gives the waits and the end.
pub(super) fn drive(
    request: &Request,
    policy: Policy,
    events: Vec<Event>,
) -> (Vec<Duration>, u32, Result<()>) {
    let mut pace = Pace::new(1);
    let mut now = Instant::from_millis(1_000);
    let mut call = Call::new(request, policy, "c1".into(), now);
    let mut waits = Vec::new();
    let mut events = events.into_iter();
    let mut step = call.step(Event::Start, now, &mut pace);
    loop {
        let event = match step {
            Step::Send(limit) => match events.next() {
                Some(Event::Unanswered(Fault::TimedOut)) => {
                    now = now + limit;
                    Event::Unanswered(Fault::TimedOut)
                }
                Some(event) => event,
                None => panic!("sent once more than expected"),
            },
            Step::Sleep(wait) => {
                waits.push(wait);
                now = now + wait;
                Event::Elapsed
            }
            Step::Look => Event::Start,
            Step::Done(result) => return (waits, call.attempts(), result),
        };
        step = call.step(event, now, &mut pace);
    }
}
