//! Deadlines, waits and clocks.

use super::*;

#[test]
fn a_wait_is_honoured_in_full_or_refused_at_once() {
    let policy = Policy {
        deadline: secs(10),
        ..Policy::default()
    };
    for (retry_after, expected) in [
        ("2", Ok(secs(2))),
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
fn attempts_time_and_waits_are_on_every_end() {
    let (mut pace, now) = (Pace::new(1), Instant::from_millis(1_000));
    let mut call = Call::new(&blind_write().keyed("k"), Policy::default(), "c1".into(), now);
    assert!(matches!(call.step(Event::Start, now, &mut pace), Step::Send(_)));
    let now = now + secs(1);
    assert!(matches!(
        call.step(answer(429, Some("3")), now, &mut pace),
        Step::Sleep(_)
    ));
    // It is aborted in the middle of the wait.
    let aborted = call.complete(Error::aborted(), now + secs(2));
    let told = |error: &Error| (error.attempts, error.elapsed_ms, error.waited_ms);
    assert_eq!(told(&aborted), (Some(1), Some(3_000), Some(2_000)));
    let now = now + secs(3);
    assert!(matches!(call.step(Event::Elapsed, now, &mut pace), Step::Send(_)));
    let now = now + secs(1);
    let Step::Done(Err(error)) = call.step(answer(400, None), now, &mut pace) else {
        panic!("a 400 is final");
    };
    assert_eq!(told(&error), (Some(2), Some(5_000), Some(3_000)));
    assert_eq!(error.idempotency_key.as_deref(), Some("k"));
    assert_eq!((call.elapsed(now), call.waited(now)), (secs(5), secs(3)));
}

/// A hint of next to nothing neither makes a storm nor is free: it is no word of when the server is there again.
#[test]
fn a_hint_of_next_to_nothing_is_kept_apart_and_paid_for() {
    let hints = ["0", "0.0001", "0.249", "0, 0", "Wed, 21 Oct 2015 07:28:00 GMT"];
    for (status, hint, max_retries) in [408, 429, 503]
        .into_iter()
        .flat_map(|status| hints.map(|hint| (status, hint)))
        .flat_map(|(status, hint)| [0, 3, 10, 1_000].map(|retries| (status, hint, retries)))
    {
        let what = format!("{status} {hint} {max_retries}");
        let policy = Policy {
            max_retries,
            ..Policy::default()
        };
        let (waits, attempts, result) = drive(&read(), policy, vec![answer(status, Some(hint)); 200]);
        assert!(
            waits.iter().all(|wait| *wait >= LEAST && *wait <= LEAST * 3 / 2),
            "{what}: {waits:?}"
        );
        // The default budget pays for a hundred retries.
        assert_eq!(attempts, max_retries.min(100) + 1, "{what}");
        assert_eq!(result.unwrap_err().budget_exhausted, max_retries > 100, "{what}");
    }
}

const LEAST: Duration = Duration::from_millis(250);

#[test]
fn the_finer_header_goes_first_where_it_makes_sense() {
    for (finer, coarse, expected) in [
        (Some("1500"), Some("9"), 1_500),
        (Some("1500"), None, 1_500),
        (Some("soon"), Some("9"), 9_000),
    ] {
        for status in [408, 429, 500, 502, 503, 504] {
            let head = Head {
                status,
                retry_after: coarse.map(str::to_owned),
                retry_after_ms: finer.map(str::to_owned),
                ..Head::default()
            };
            let script = vec![Event::Answered(head), answer(200, None)];
            let (waits, ..) = drive(&read(), Policy::default(), script);
            assert_eq!(
                waits,
                [Duration::from_millis(expected)],
                "{status} {finer:?} {coarse:?}"
            );
        }
    }
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
fn a_clock_that_is_set_back_neither_ends_a_call_nor_stretches_it() {
    let policy = Policy {
        timeout: secs(4),
        deadline: secs(10),
        ..Policy::default()
    };
    let mut pace = Pace::new(1);
    let mut call = Call::new(&read(), policy, "c1".into(), Instant::from_millis(9_000_000));
    call.step(Event::Start, Instant::from_millis(9_000_000), &mut pace);
    let fault = || {
        Event::Answered(Head {
            status: 503,
            ..Head::default()
        })
    };
    // Three seconds pass, then the clock is set back by more than an hour, and six more pass.
    assert!(matches!(
        call.step(fault(), Instant::from_millis(9_003_000), &mut pace),
        Step::Sleep(_)
    ));
    assert!(matches!(
        call.step(Event::Elapsed, Instant::from_millis(5_000_000), &mut pace),
        Step::Send(_)
    ));
    assert!(matches!(
        call.step(fault(), Instant::from_millis(5_006_500), &mut pace),
        Step::Sleep(_) | Step::Done(_)
    ));
    assert_eq!(
        call.elapsed(Instant::from_millis(5_006_500)),
        Duration::from_millis(9_500)
    );
    let Step::Done(Err(error)) = call.step(Event::Elapsed, Instant::from_millis(u64::MAX), &mut pace) else {
        panic!("its time is over");
    };
    assert_eq!(error.scope, Some(Scope::Deadline));
}

#[test]
fn a_date_from_nowhere_is_told_and_not_slept() {
    for (retry_after, date, wall_ms) in [
        (
            "Fri, 31 Dec 9999 23:59:59 GMT",
            Some("Thu, 01 Jan 1970 00:00:00 GMT"),
            0,
        ),
        ("Fri, 31 Dec 9999 23:59:59 GMT", None, 0),
        ("18446744073709551615", None, u64::MAX),
    ] {
        let head = Head {
            status: 429,
            retry_after: Some(retry_after.into()),
            date: date.map(str::to_owned),
            wall_ms,
            ..Head::default()
        };
        let (waits, attempts, result) = drive(&read(), Policy::default(), vec![Event::Answered(head)]);
        assert_eq!((waits.len(), attempts), (0, 1), "{retry_after}");
        assert!(
            result.err().and_then(|error| error.retry_after_ms) > Some(1 << 40),
            "{retry_after}"
        );
    }
}
