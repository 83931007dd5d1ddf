#![allow(clippy::panic, reason = "a test fails by panicking")]

use super::*;
use crate::error::Kind;
use crate::request::Request;
use crate::route::Method;

const fn secs(n: u64) -> Duration {
    Duration::from_secs(n)
}

fn read() -> Request {
    Request::get("events.get", "/events/e".into())
}

fn blind_write() -> Request {
    Request::write(
        "events.setContext",
        Method::Post,
        "/events/e/context".into(),
        "{}".into(),
    )
}

fn answer(status: u16, retry_after: Option<&str>) -> Event {
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
fn drive(request: &Request, policy: Policy, events: Vec<Event>) -> (Vec<Duration>, u32, Result<()>) {
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
            Step::Done(result) => return (waits, call.attempts(), result),
        };
        step = call.step(event, now, &mut pace);
    }
}

#[test]
fn a_wait_is_honoured_in_full_or_refused_at_once() {
    let policy = Policy {
        deadline: secs(10),
        ..Policy::default()
    };
    for (retry_after, expected) in [
        ("2", Ok(secs(2))),
        ("0", Ok(secs(0))),
        ("Wed, 21 Oct 2026 07:28:02 GMT", Ok(secs(2))),
        ("10", Err(secs(10))),
        ("600", Err(secs(600))),
    ] {
        let (waits, attempts, result) = drive(
            &read(),
            policy,
            vec![answer(429, Some(retry_after)), answer(200, None)],
        );
        match expected {
            Ok(wait) => {
                assert_eq!((waits, attempts), (vec![wait], 2), "{retry_after}");
                assert!(result.is_ok());
            }
            Err(wait) => {
                assert_eq!((waits, attempts), (vec![], 1), "{retry_after}");
                assert_eq!(result.err().and_then(|e| e.retry_after_ms), Some(millis(wait)));
            }
        }
    }
    let (waits, ..) = drive(
        &read(),
        policy,
        vec![answer(429, Some("soon")), answer(200, None)],
    );
    assert!(
        waits.len() == 1 && waits.iter().all(|wait| *wait <= secs(1)),
        "nonsense falls back to the backoff"
    );
}

#[test]
fn a_longer_wait_than_the_caller_allows_fails_at_once() {
    let policy = Policy {
        deadline: secs(1000),
        max_retry_after: secs(5),
        ..Policy::default()
    };
    let (waits, attempts, result) = drive(&read(), policy, vec![answer(503, Some("6"))]);
    assert_eq!((waits.len(), attempts), (0, 1));
    assert_eq!(
        result.err().map(|e| (e.retry_after_ms, e.retryable)),
        Some((Some(6_000), true))
    );
}

#[test]
fn what_is_sent_again_and_what_never() {
    let broken = |maybe_sent| {
        Event::Unanswered(Fault::Broken {
            message: "reset".into(),
            maybe_sent,
        })
    };
    for (request, first, again) in [
        (read(), answer(408, None), true),
        (read(), answer(429, None), true),
        (read(), answer(500, None), true),
        (read(), answer(599, None), true),
        (read(), answer(400, None), false),
        (read(), answer(404, None), false),
        (read(), answer(409, None), false),
        (read(), answer(302, None), false),
        (read(), answer(0, None), false),
        (read(), broken(true), true),
        (read(), Event::Unanswered(Fault::TimedOut), true),
        (blind_write(), answer(503, None), false),
        (blind_write(), answer(429, None), true),
        (blind_write(), broken(true), false),
        (blind_write(), broken(false), true),
        (blind_write(), Event::Unanswered(Fault::TimedOut), false),
        (blind_write().keyed("k"), answer(503, None), true),
        (blind_write().keyed("k"), broken(true), true),
    ] {
        let what = format!("{} {first:?}", request.operation);
        let (_, attempts, result) = drive(&request, Policy::default(), vec![first, answer(200, None)]);
        assert_eq!(
            (attempts, result.is_ok()),
            if again { (2, true) } else { (1, false) },
            "{what}"
        );
    }
}

#[test]
fn retries_are_counted_and_the_last_error_is_given() {
    let policy = Policy {
        max_retries: 2,
        ..Policy::default()
    };
    let (waits, attempts, result) = drive(
        &read(),
        policy,
        vec![answer(500, None), answer(502, None), answer(503, None)],
    );
    assert_eq!((waits.len(), attempts), (2, 3));
    let Err(error) = result else { panic!("succeeded") };
    assert_eq!(
        (error.kind, error.status, error.attempts),
        (Kind::Api, Some(503), Some(3))
    );
    assert_eq!(
        (error.code.as_str(), error.correlation_id.as_deref()),
        ("SOME_CODE", Some("c2"))
    );
    assert_eq!(error.operation, Some("events.get"));
}

#[test]
fn the_deadline_bounds_every_attempt_and_wait() {
    let policy = Policy {
        timeout: secs(4),
        deadline: secs(6),
        max_retries: 10,
        ..Policy::default()
    };
    let timed_out = || Event::Unanswered(Fault::TimedOut);
    let (_, attempts, result) = drive(&read(), policy, vec![timed_out(), timed_out(), timed_out()]);
    assert_eq!(attempts, 2);
    assert_eq!(result.err().and_then(|e| e.scope), Some(Scope::Deadline));
}

#[test]
fn an_error_body_that_is_no_json_still_makes_an_error() {
    let head = Head {
        status: 502,
        error_body: Some("<html>Bad gateway".into()),
        ..Head::default()
    };
    let policy = Policy {
        max_retries: 0,
        ..Policy::default()
    };
    let (_, _, result) = drive(&read(), policy, vec![Event::Answered(head)]);
    let Err(error) = result else { panic!("succeeded") };
    assert_eq!(
        (error.code.as_str(), error.correlation_id.as_deref()),
        ("HTTP_502", Some("c1"))
    );
}
