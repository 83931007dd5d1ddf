//! One logical call, whatever answers and faults come, and however the clock goes.

use std::time::Duration;

use meshi_partner_core::request::{Replay, Request};
use meshi_partner_core::retry::{Call, Event, Fault, Head, Limits, Pace, Pause, Policy, Step};
use meshi_partner_core::route::Method;
use meshi_partner_core::time::Instant;

use crate::input::Input;

const STATUSES: [u16; 16] = [
    200, 201, 204, 0, 302, 400, 401, 404, 408, 409, 413, 429, 500, 502, 503, 599,
];
const RETRY_AFTER: [Option<&str>; 8] = [
    None,
    Some("0"),
    Some("1"),
    Some("1.5"),
    Some("600"),
    Some("soon"),
    Some("99999999999999999999999"),
    Some("Wed, 21 Oct 2026 07:28:02 GMT"),
];
const BODIES: [Option<&str>; 6] = [
    None,
    Some("<html>"),
    Some("{\"code\":\"X\",\"message\":\"m\",\"correlation_id\":\"c\"}"),
    Some("{\"code\":1}"),
    Some("{\"code\":\"PARTNER_ID_CONFLICT\",\"message\":\"taken\"}"),
    Some("{\"code\":\"IDEMPOTENCY_IN_PROGRESS\",\"message\":null}"),
];

fn answer(input: &mut Input<'_>) -> Head {
    let correlation = input.pick(&[None, Some(""), Some("c2")]);
    Head {
        status: input.pick(&STATUSES),
        correlation_id: correlation.map(str::to_owned),
        retry_after: input.pick(&RETRY_AFTER).map(str::to_owned),
        retry_after_ms: input.pick(&RETRY_AFTER).map(str::to_owned),
        date: input
            .pick(&[None, Some("Wed, 21 Oct 2026 07:28:00 GMT"), Some("x")])
            .map(str::to_owned),
        wall_ms: 1_792_567_680_000,
        error_body: input.pick(&BODIES).map(str::to_owned),
    }
}

/// Drives a call through what the bytes say: it ends, within its bounds, and repeats no write that may have happened.
pub fn call(data: &[u8]) {
    let mut input = Input::new(data);
    let policy = Policy {
        timeout: Duration::from_millis(input.pick(&[30_000, 1, 100, 0])),
        deadline: Duration::from_millis(input.pick(&[120_000, 1, 3_000, 0])),
        max_retries: u32::from(input.byte() % 6),
        max_retry_after: Duration::from_millis(input.pick(&[120_000, 1_000, 0])),
    };
    let request = match input.below(4) {
        0 => Request::get("events.get", "/events/e".into()),
        1 => Request::write("events.create", Method::Post, "/events".into(), "{}".into()),
        2 => Request::write("events.create", Method::Post, "/events".into(), "{}".into())
            .resolved_by(Request::get("events.get", "/events/e".into())),
        _ => Request::write("matching.start", Method::Post, "/x".into(), "{}".into()).keyed("k"),
    };
    let limits = Limits {
        per_second: input.pick(&[None, Some(0.01), Some(3.0), Some(1e9)]),
        concurrent: input.pick(&[None, Some(1)]),
        max_hold: policy.max_retry_after,
    };
    let mut pace = Pace::limited(u64::from(input.byte()), limits);
    let mut now = Instant::from_millis(5_000);
    let mut call = Call::new(&request, policy, "c1".into(), now);
    let mut step = call.step(Event::Start, now, &mut pace);
    let mut may_have_happened = false;
    let mut looked = false;
    loop {
        let left = policy.deadline.saturating_sub(call.elapsed(now));
        let event = match step {
            Step::Send(limit) => {
                let rounds = if looked { 2 } else { 1 };
                assert!(call.attempts() <= rounds * (policy.max_retries + 1));
                assert!(limit <= policy.timeout && limit <= left, "{limit:?} of {left:?}");
                assert!(
                    !may_have_happened || request.replay == Replay::Safe,
                    "a write was sent again that may have happened"
                );
                if input.flag() {
                    // Not sent, timed out, broken before and after the server saw it.
                    let fault = match input.below(3) {
                        0 => Fault::TimedOut,
                        n => Fault::Broken {
                            message: "reset".into(),
                            maybe_sent: n == 1,
                        },
                    };
                    may_have_happened |= !matches!(
                        fault,
                        Fault::Broken {
                            maybe_sent: false,
                            ..
                        }
                    );
                    Event::Unanswered(fault)
                } else {
                    let head = answer(&mut input);
                    may_have_happened |= head.status != 429;
                    Event::Answered(head)
                }
            }
            Step::Sleep(wait) => {
                assert!(wait < left, "a wait of {wait:?} cannot end within {left:?}");
                let asked = call.retry_after();
                if call.pause() == Pause::Retry {
                    assert!(asked.is_none_or(|asked| asked <= wait && asked <= policy.max_retry_after));
                }
                now = now + wait;
                Event::Elapsed
            }
            Step::Look => {
                assert!(may_have_happened && request.look.is_some() && !looked);
                looked = true;
                Event::Start
            }
            Step::Done(result) => {
                if let Err(error) = result {
                    assert_eq!(error.attempts, Some(call.attempts()));
                    assert_eq!(error.operation, Some(request.operation));
                    assert_eq!(error.idempotency_key, request.idempotency_key);
                }
                return;
            }
        };
        now = match input.byte() {
            255 => Instant::from_millis(0),
            254 => now + Duration::from_hours(1),
            n => now + Duration::from_millis(u64::from(n)),
        };
        step = call.step(event, now, &mut pace);
    }
}
