//! When a wait ends: neither before `max_wait` nor much after it, whatever a server answers, and with a last poll.

use proptest::prelude::*;

use super::*;
use crate::error::Kind;
use crate::job::{Job, Want};

/// What becomes of a poll, and how long it takes.
#[derive(Debug, Clone, Copy)]
struct Fate {
    what: What,
    latency: u64,
}

#[derive(Debug, Clone, Copy)]
enum What {
    Running(Option<u64>),
    Refused(u16, Option<u64>),
    Reset,
    Page,
}

fn any_fate() -> impl Strategy<Value = Fate> {
    let hint = || prop::option::of(prop_oneof![0_u64..30_000, Just(3_600_000), Just((1 << 53) - 1)]);
    let what = prop_oneof![
        4 => hint().prop_map(What::Running),
        3 => (prop_oneof![Just(429_u16), Just(503), Just(408)], hint())
            .prop_map(|(status, hint)| What::Refused(status, hint)),
        1 => Just(What::Reset),
        1 => Just(What::Page),
    ];
    (what, prop_oneof![Just(0_u64), 0..300_u64, 0..40_000_u64])
        .prop_map(|(what, latency)| Fate { what, latency })
}

fn ok(body: &str, hint: Option<u64>) -> Answer {
    Answer {
        status: 200,
        body: body.to_owned(),
        retry_after: hint.map(Duration::from_millis),
    }
}

fn answer(what: What) -> Result<Answer> {
    match what {
        What::Running(hint) => Ok(ok(r#"{"run_id":"r","status":"running"}"#, hint)),
        What::Refused(status, hint) => {
            let mut error = Error::api(status, "X", "m");
            error.retry_after_ms = hint;
            Err(error)
        }
        What::Reset => Err(Error::connection("reset", true)),
        What::Page => Ok(ok("<html>", None)),
    }
}

/// Follows `poll` from `start` on. Returns when it polled, when it ended and how.
fn follow(poll: Poll, fates: &[Fate], start: Instant) -> (Vec<Instant>, Instant, Box<Error>) {
    let mut poller = Poller::new(poll, Routes::default());
    let mut fates = fates.iter();
    let (mut now, mut times) = (start, Vec::new());
    loop {
        match poller.want(now) {
            Want::Send(ticket, _) => {
                times.push(now);
                let left = millis(poller.time_left(ticket, now).unwrap());
                let fate = fates.next().copied();
                let fate = fate.unwrap_or(Fate {
                    what: What::Running(None),
                    latency: 0,
                });
                let result = if fate.latency < left {
                    answer(fate.what)
                } else {
                    Err(Error::timeout(Scope::Deadline, Duration::from_millis(left)))
                };
                now = now + Duration::from_millis(fate.latency.min(left));
                poller.told(ticket, result, now);
            }
            Want::Sleep(until) => {
                assert!(until > now, "sleeps for nothing");
                now = until;
            }
            Want::Done => return (times, now, poller.finish().unwrap_err()),
            other => panic!("{other:?}"),
        }
    }
}

const START: Instant = Instant::from_millis(7_000_000);

fn options(max_wait: u64) -> PollOptions {
    PollOptions {
        interval: None,
        max_wait: Duration::from_millis(max_wait),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn a_wait_ends_when_it_is_over_and_not_before(
        fates in prop::collection::vec(any_fate(), 0..30),
        max_wait in prop_oneof![Just(0_u64), 1..3_000_u64, 0..1_000_000_u64],
        hint in prop::option::of(prop_oneof![0_u64..30_000, Just(3_600_000), Just((1 << 53) - 1)]),
        started: bool,
    ) {
        let options = options(max_wait);
        let poll = if started {
            let started = ok(r#"{"run_id":"r","status":"queued"}"#, hint);
            Poll::of_run(&started, options, START).unwrap()
        } else {
            Poll::new("r", options).unwrap()
        };
        let (polled, ended, error) = follow(poll, &fates, START);
        for pair in polled.windows(2) {
            prop_assert!(pair[1] - pair[0] >= LEAST_INTERVAL, "{:?}", polled);
        }
        if error.kind == Kind::Decode {
            return Ok(());
        }
        prop_assert_eq!(error.scope, Some(Scope::Wait));
        let waited = millis(ended - START);
        prop_assert!(waited >= max_wait, "ended after {} of {}", waited, max_wait);
        prop_assert!(waited <= max_wait + millis(LAST_POLL), "ended after {} of {}", waited, max_wait);
        // The last poll was there, or less than an interval before, or under way, or the server had asked for more time.
        let last = polled.last().map(|last| millis(*last - START));
        let took = fates.get(polled.len().saturating_sub(1)).map_or(0, |fate| fate.latency);
        prop_assert!(
            error.retry_after_ms.is_some()
                || last.is_some_and(|last| last + took + millis(LEAST_INTERVAL) >= max_wait),
            "{:?} of {}", last, max_wait
        );
    }
}

/// When it polled and when it ended, in milliseconds, and what the error says of the hint.
fn times(max_wait: u64, whats: &[What]) -> (Vec<u64>, u64, Option<u64>) {
    let fates: Vec<Fate> = whats.iter().map(|&what| Fate { what, latency: 0 }).collect();
    let poll = Poll::new("r", options(max_wait)).unwrap();
    // More polls than are told of find the run as it was.
    let (polled, ended, error) = follow(poll, &fates, START);
    let since = |at: Instant| millis(at - START);
    (
        polled.into_iter().map(since).collect(),
        since(ended),
        error.retry_after_ms,
    )
}

#[test]
fn a_wait_is_not_undershot_and_ends_with_a_last_poll() {
    let running = What::Running(None);
    for (max_wait, whats, polled) in [
        (2_900, vec![running; 2], vec![0, 1_000, 2_900]),
        (1_500, vec![What::Running(Some(5_000))], vec![0, 1_500]),
        (1_500, vec![What::Running(Some(u64::MAX >> 11))], vec![0, 1_500]),
        (1_200, vec![running], vec![0, 1_200]),
        (100, vec![running], vec![0]),
        (0, vec![running], vec![0]),
    ] {
        assert_eq!(times(max_wait, &whats).0, polled, "{max_wait}");
        assert_eq!(times(max_wait, &whats).1, max_wait);
    }
}

#[test]
fn what_an_error_answer_asks_for_is_not_cut_short_and_what_is_left_is_told() {
    for status in [429, 503] {
        let refused = What::Refused(status, Some(5_000));
        assert_eq!(times(1_500, &[refused]), (vec![0], 1_500, Some(3_500)));
        assert_eq!(
            times(9_000, &[refused]),
            (vec![0, 5_000, 7_000, 9_000], 9_000, None)
        );
    }
}

#[test]
fn the_first_wait_is_bounded_too() {
    let started = ok(r#"{"run_id":"r","status":"queued"}"#, Some(3_600_000));
    let poll = Poll::of_run(&started, options(60_000), START).unwrap();
    let (polled, ended, _) = follow(poll, &[], START);
    assert_eq!((polled.len(), millis(ended - START)), (1, 60_000));
    assert_eq!(millis(polled[0] - START), 60_000);
}

#[test]
fn another_runs_answer_is_an_error_and_not_the_run() {
    let mut poll = Poll::new("r", options(900_000)).unwrap();
    let other = || ok(r#"{"run_id":"other","status":"succeeded"}"#, None);
    let mut now = START;
    for _ in 0..UNREADABLE {
        poll.told(Ok(other()), now).unwrap();
        assert!(!poll.is_done() && poll.run().is_none());
        now = poll.due().unwrap();
    }
    assert_eq!(poll.told(Ok(other()), now).unwrap_err().kind, Kind::Decode);
    assert_eq!(poll.looked(other(), now).unwrap_err().kind, Kind::Decode);
    assert!(poll.run().is_none());
}

#[test]
fn a_run_that_is_not_known_to_be_new_is_not_missed_for_long() {
    let missing = || Err(Error::api(404, "RUN_NOT_FOUND", "m"));
    let mut old = Poll::new("r", options(900_000)).unwrap();
    assert_eq!(old.told(missing(), START).unwrap_err().status, Some(404));
    let mut fresh = Poll::fresh("r", options(900_000)).unwrap();
    fresh.told(missing(), START).unwrap();
    let token = fresh.serialize();
    let mut elsewhere = Poll::resume(&token, options(900_000)).unwrap();
    elsewhere.told(missing(), START).unwrap();
    // A poll that finds it ends that, here and there.
    fresh.told(answer(What::Running(None)), START).unwrap();
    let mut elsewhere = Poll::resume(&fresh.serialize(), options(900_000)).unwrap();
    for poll in [&mut fresh, &mut elsewhere] {
        assert_eq!(poll.told(missing(), START).unwrap_err().status, Some(404));
    }
}

proptest! {
    /// A run that is found at some time within fifteen seconds is waited for, whatever happens in between.
    #[test]
    fn a_fresh_run_is_looked_for_fifteen_seconds(
        found_ms in 0_u64..40_000,
        faults in prop::collection::vec(any::<bool>(), 0..6),
    ) {
        let mut poll = Poll::fresh("r", options(900_000)).unwrap();
        let (mut now, mut faults) = (START, faults.into_iter());
        let end = loop {
            match poll.action(now) {
                Action::Sleep(until) => now = until,
                Action::Done => break None,
                Action::Expired(error) => break Some(error),
                Action::Send => {
                    let result = if faults.next() == Some(true) {
                        Err(Error::connection("reset", true))
                    } else if millis(now - START) < found_ms {
                        Err(Error::api(404, "RUN_NOT_FOUND", "m"))
                    } else {
                        Ok(ok(r#"{"run_id":"r","status":"succeeded"}"#, None))
                    };
                    if let Err(error) = poll.told(result, now) {
                        break Some(error);
                    }
                }
            }
        };
        let waited = now - START;
        match end {
            None => prop_assert!(millis(waited) >= found_ms),
            Some(error) => {
                prop_assert_eq!(error.status, Some(404));
                prop_assert!(waited >= NOT_FOUND_YET && millis(waited) < found_ms);
            }
        }
        if found_ms <= millis(NOT_FOUND_YET) {
            prop_assert!(poll.is_done());
        }
    }
}

#[test]
fn polls_that_a_caller_asks_for_keep_the_interval() {
    let mut poll = Poll::new("r", options(1_000)).unwrap();
    let at = |ms: u64| Instant::from_millis(7_000_000 + ms);
    assert_eq!([START; 3].map(|now| poll.reserve(now)), [at(0), at(250), at(500)]);
    assert_eq!(poll.reserve(at(5_000)), at(5_000));
    // A wait that begins then comes after them.
    let mut wait = poll.restarted();
    assert!(matches!(wait.action(at(5_000)), Action::Sleep(until) if until == at(5_250)));
    wait.told(answer(What::Running(None)), at(5_300)).unwrap();
    poll.keep_interval(&wait);
    assert_eq!(poll.reserve(at(5_300)), at(5_550));
}

#[test]
fn a_host_that_sleeps_through_the_first_poll_uses_nothing_of_the_wait_up() {
    let mut poll = Poll::new("r", options(20_000)).unwrap();
    assert!(matches!(poll.action(START), Action::Send));
    let later = START + Duration::from_hours(1);
    poll.told(answer(What::Reset), later).unwrap();
    let due = poll.due().unwrap();
    assert!(matches!(poll.action(due), Action::Send));
    assert_eq!(millis(poll.time_left(due)), 20_000 - millis(due - later));
    // One that sleeps between two polls wakes to a last one.
    poll.told(answer(What::Running(None)), due).unwrap();
    let later = due + Duration::from_hours(1);
    assert!(matches!(poll.action(later), Action::Send));
    let error = poll.told(answer(What::Running(None)), later).unwrap_err();
    assert_eq!(error.scope, Some(Scope::Wait));
}
