//! A wait with the calls that carry its polls, as a client runs them: attempts and all, a run is asked for four times a second
//! at most, and the wait has its end.

use proptest::prelude::*;

use super::*;
use crate::error::Kind;
use crate::job::{Job, Want};
use crate::retry::{Call, Event, Fault, Head, Pace, Policy, Step};

/// The answers of a server, by status and `Retry-After`; no status is a reset.
type Told = (Option<u16>, Option<&'static str>);

fn any_told() -> impl Strategy<Value = Told> {
    let status = prop_oneof![
        Just(None),
        Just(Some(200)),
        Just(Some(408)),
        Just(Some(429)),
        Just(Some(503))
    ];
    let hint = prop::option::of(prop_oneof![
        Just("0"),
        Just("0.0001"),
        Just("Wed, 21 Oct 2015 07:28:00 GMT"),
        Just("1"),
        Just("60"),
        Just("soon"),
        Just("99999999999999"),
        Just("Fri, 31 Dec 9999 23:59:59 GMT"),
    ]);
    (status, hint)
}

fn event((status, retry_after): Told) -> Event {
    let Some(status) = status else {
        return Event::Unanswered(Fault::Broken {
            message: "reset".into(),
            maybe_sent: true,
        });
    };
    Event::Answered(Head {
        status,
        retry_after: retry_after.map(str::to_owned),
        wall_ms: 1_792_567_680_000,
        ..Head::default()
    })
}

/// Waits for a run that never ends. Returns when its requests went out and when the wait ended, in milliseconds.
fn wait(told: &[Told], max_retries: u32, max_wait: u64) -> (Vec<u64>, u64, Box<Error>) {
    let options = PollOptions {
        interval: None,
        max_wait: Duration::from_millis(max_wait),
    };
    let mut poller = Poller::new(Poll::new("r", options).unwrap(), Routes::default());
    let (mut pace, mut now, mut sent) = (Pace::new(5), Instant::from_millis(0), Vec::new());
    loop {
        let (ticket, request) = match poller.want(now) {
            Want::Send(ticket, request) => (ticket, request),
            Want::Sleep(until) => {
                now = until;
                continue;
            }
            Want::Done => return (sent, now.as_millis(), poller.finish().unwrap_err()),
            other => panic!("{other:?}"),
        };
        let defaults = Policy::default();
        let left = poller.time_left(ticket, now).unwrap();
        let policy = Policy {
            max_retries,
            deadline: defaults.deadline.min(left),
            ..defaults
        };
        let mut call = Call::new(&request, policy, "c".into(), now);
        let mut next = Event::Start;
        let result = loop {
            next = match call.step(next, now, &mut pace) {
                Step::Send(_) => {
                    sent.push(now.as_millis());
                    event(told[(sent.len() - 1) % told.len()])
                }
                Step::Sleep(wait) => {
                    now = now + wait;
                    Event::Elapsed
                }
                Step::Look => panic!("a poll is not looked for"),
                Step::Done(result) => break result,
            };
        };
        let answer = result.map(|()| Answer {
            status: 200,
            body: r#"{"run_id":"r","status":"running"}"#.into(),
            retry_after: call.retry_after(),
        });
        poller.told(ticket, answer, now);
    }
}

fn assert_in_bounds(told: &[Told], max_retries: u32, max_wait: u64) {
    let (sent, ended, error) = wait(told, max_retries, max_wait);
    for pair in sent.windows(2) {
        assert!(
            pair[1] - pair[0] >= millis(LEAST_INTERVAL),
            "{told:?} {max_retries}: {sent:?}"
        );
    }
    assert_eq!(
        (error.kind, error.scope),
        (Kind::Timeout, Some(Scope::Wait)),
        "{told:?}"
    );
    assert!(
        ended <= max_wait + millis(LAST_POLL),
        "{told:?}: ended after {ended}"
    );
}

#[test]
fn a_hint_of_next_to_nothing_makes_no_storm_whatever_the_retries() {
    for status in [408, 429, 503] {
        for hint in ["0", "0.0001", "Wed, 21 Oct 2015 07:28:00 GMT", "99999999999999"] {
            for max_retries in [0, 3, 10, 1_000] {
                assert_in_bounds(&[(Some(status), Some(hint))], max_retries, 5_000);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_run_is_asked_for_four_times_a_second_attempts_included(
        told in prop::collection::vec(any_told(), 1..12),
        max_retries in prop_oneof![Just(0_u32), Just(3), Just(10), Just(1_000)],
        max_wait in 1_u64..400_000,
    ) {
        assert_in_bounds(&told, max_retries, max_wait);
    }
}
