//! What one call means for the others of its client.

use super::*;

#[test]
fn a_wait_that_was_asked_of_one_call_is_kept_by_all() {
    let (mut pace, now) = (Pace::new(1), Instant::from_millis(1_000));
    let once = Policy {
        max_retries: 0,
        ..Policy::default()
    };
    let mut first = Call::new(&read(), once, "c1".into(), now);
    first.step(Event::Start, now, &mut pace);
    assert!(matches!(
        first.step(answer(429, Some("20")), now, &mut pace),
        Step::Done(Err(_))
    ));
    // Also by one that would not try again, before its first attempt.
    let mut second = Call::new(&read(), once, "c2".into(), now);
    let Step::Sleep(wait) = second.step(Event::Start, now, &mut pace) else {
        panic!("it was sent");
    };
    assert!(wait >= secs(20) && wait <= secs(21));
    assert_eq!(second.pause(), Pause::Hold);
    // One without the time for it is told at once when there would have been some.
    let hasty = Policy {
        deadline: secs(20),
        ..Policy::default()
    };
    let mut third = Call::new(&read(), hasty, "c3".into(), now);
    let Step::Done(Err(error)) = third.step(Event::Start, now, &mut pace) else {
        panic!("it was sent, or waits in vain");
    };
    assert_eq!((error.scope, error.attempts), (Some(Scope::Deadline), Some(0)));
    assert_eq!(error.retry_after_ms, Some(20_000));
    assert!(matches!(
        second.step(Event::Elapsed, now + wait, &mut pace),
        Step::Send(_)
    ));
}

fn in_progress() -> Event {
    Event::Answered(Head {
        status: 409,
        retry_after: Some("20".into()),
        error_body: Some(r#"{"code":"IDEMPOTENCY_IN_PROGRESS"}"#.into()),
        ..Head::default()
    })
}

#[test]
fn what_is_no_order_to_slow_down_holds_nobody() {
    let long = Policy {
        max_retry_after: secs(5),
        ..Policy::default()
    };
    for (what, event) in [
        ("a hint on a success", answer(202, Some("20"))),
        ("a fault without a wait", answer(503, None)),
        ("a refusal", answer(404, Some("20"))),
        ("a request timeout", answer(408, Some("20"))),
        ("a gateway's fault", answer(502, Some("20"))),
        ("a first request that is still carried out", in_progress()),
        ("longer than the caller allows", answer(429, Some("6"))),
    ] {
        let (mut pace, now) = (Pace::new(1), Instant::from_millis(1_000));
        let mut first = Call::new(&read(), long, "c1".into(), now);
        first.step(Event::Start, now, &mut pace);
        first.step(event, now, &mut pace);
        let mut second = Call::new(&read(), long, "c2".into(), now);
        assert!(
            matches!(second.step(Event::Start, now, &mut pace), Step::Send(_)),
            "{what}"
        );
    }
}

#[test]
fn those_who_are_told_together_come_back_apart() {
    let (mut pace, now) = (Pace::new(1), Instant::from_millis(1_000));
    let mut waits = Vec::new();
    let mut calls: Vec<Call> = (0..9)
        .map(|_| Call::new(&read(), Policy::default(), "c".into(), now))
        .collect();
    for call in &mut calls {
        call.step(Event::Start, now, &mut pace);
    }
    for call in &mut calls {
        if let Step::Sleep(wait) = call.step(answer(429, Some("2")), now, &mut pace) {
            waits.push(wait);
        }
    }
    assert_eq!(waits.len(), 9);
    assert!(
        waits.iter().all(|wait| (secs(2)..=secs(3)).contains(wait)),
        "{waits:?}"
    );
    waits.sort_unstable();
    waits.dedup();
    assert!(waits.len() > 5, "{waits:?}");
}

#[test]
fn an_own_limit_that_cannot_be_kept_in_time_is_named() {
    let now = Instant::from_millis(1_000);
    let policy = Policy {
        deadline: Duration::from_millis(500),
        ..Policy::default()
    };
    for (per_second, concurrent, named, after) in [
        (Some(1.0), None, "maxRequestsPerSecond", Some(1_000)),
        (None, Some(1), "maxConcurrentRequests", None),
    ] {
        let limits = Limits {
            per_second,
            concurrent,
            ..Limits::default()
        };
        let mut pace = Pace::limited(1, limits);
        let mut first = Call::new(&read(), policy, "c1".into(), now);
        assert!(matches!(first.step(Event::Start, now, &mut pace), Step::Send(_)));
        let mut second = Call::new(&read(), policy, "c2".into(), now);
        let mut at = now;
        let error = loop {
            match second.step(Event::Start, at, &mut pace) {
                Step::Sleep(wait) => at = at + wait,
                Step::Done(Err(error)) => break error,
                other => panic!("{other:?}"),
            }
        };
        assert!(error.message.contains(named), "{}", error.message);
        assert!(at < now + policy.deadline, "it does not wait in vain");
        assert_eq!((error.scope, error.attempts), (Some(Scope::Deadline), Some(0)));
        assert_eq!(error.retry_after_ms, after);
        first.leave(&mut pace);
        let mut third = Call::new(&read(), Policy::default(), "c3".into(), at);
        let wait = match third.step(Event::Start, at, &mut pace) {
            Step::Send(_) => Duration::ZERO,
            Step::Sleep(wait) => wait,
            other @ (Step::Done(_) | Step::Look) => panic!("{other:?}"),
        };
        assert!(wait <= secs(1), "one that gave up is in nobody's way");
    }
}
