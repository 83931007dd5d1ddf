use proptest::prelude::*;

use super::*;
use crate::request::Request;

fn down() -> Box<Error> {
    Error::api(503, "DOWN", "m")
}

fn request() -> Request {
    Request::get("runs.get", "/runs/r".into())
}

fn outage(max: u64) -> Outage {
    let options = OutageOptions {
        max: Duration::from_millis(max),
        ..OutageOptions::default()
    };
    Outage::new(options)
}

const START: u64 = 1_000;

/// Probes until the server is back `until` milliseconds after the start; each takes `took`. Returns when each went out, from
/// the start on, and how it ended.
fn ride(mut outage: Outage, until: u64, took: u64, isolates: bool) -> (Vec<u64>, Result<()>) {
    let (mut now, mut sent) = (START, Vec::new());
    loop {
        let at = Instant::from_millis(now);
        assert!(outage.admits(Traffic::Call, at));
        let probe = outage.send(Traffic::Call, request());
        assert_eq!(probe.probe, !sent.is_empty());
        assert!(
            sent.is_empty() || !outage.admits(Traffic::Call, at),
            "a second one at once"
        );
        sent.push(now - START);
        if now - START >= until {
            outage.answered(Traffic::Call);
            assert_eq!(outage.save(at), None);
            return (sent, Ok(()));
        }
        now += took;
        let at = Instant::from_millis(now);
        if let Err(error) = outage.failed(Traffic::Call, down(), at) {
            return (sent, Err(error));
        }
        let due = outage.opens(Traffic::Call).unwrap();
        assert!(!outage.admits(Traffic::Call, at) || due == at);
        if isolates {
            let saved = outage.save(due).unwrap();
            let mut next = Outage::new(outage.options);
            next.restore(&saved, due, 0);
            outage = next;
        }
        now = due.as_millis();
    }
}

#[test]
fn the_error_has_the_numbers_of_the_whole_outage() {
    let mut outage = outage(4_000);
    let (mut now, mut requests) = (START, 0);
    let error = loop {
        let at = Instant::from_millis(now);
        assert!(outage.admits(Traffic::Call, at));
        let _ = outage.send(Traffic::Call, request());
        // The call before the outage is known has three attempts, and waits between them.
        let (attempts, took, waited) = if requests == 0 { (3, 500, 470) } else { (1, 10, 0) };
        (requests, now) = (requests + attempts, now + took);
        let mut fault = down();
        (fault.attempts, fault.elapsed_ms, fault.waited_ms) = (Some(attempts), Some(took), Some(waited));
        match outage.failed(Traffic::Call, fault, Instant::from_millis(now)) {
            Ok(()) => now = outage.opens(Traffic::Call).unwrap().as_millis(),
            Err(error) => break error,
        }
    };
    assert!(requests > 4);
    assert_eq!(error.attempts, Some(requests));
    assert_eq!(error.elapsed_ms, Some(now - START));
    let busy = 30 + 10 * u64::from(requests - 3);
    assert_eq!(error.waited_ms, Some(now - START - busy));
}

proptest! {
    /// Up to the bound every outage is ridden out, just over it none; in one isolate, or in as many as there are probes.
    #[test]
    fn an_outage_is_ridden_out_up_to_its_bound(
        max in 1_000u64..400_000, part in 0.0f64..1.0, took in 0u64..900, isolates: bool,
    ) {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "small")]
        let until = (max as f64 * part) as u64;
        // The first fault is known once the first attempt has ended.
        let (sent, result) = ride(outage(max), until, took, isolates);
        prop_assert!(result.is_ok(), "{:?}", sent);
        for (from, to) in sent.iter().zip(&sent[1..]) {
            let gap = to - from - took;
            prop_assert!((1_000..=15_000).contains(&gap) || to - took >= max, "{gap} in {sent:?}");
        }
        let (sent, result) = ride(outage(max), max + took + 1, took, isolates);
        let error = result.unwrap_err();
        prop_assert_eq!(error.status, Some(503));
        prop_assert!(error.message.contains("maxOutageMs"), "{}", error.message);
        let last = sent.last().unwrap();
        prop_assert!(*last >= max && *last <= max + took, "{last} of {max}");
    }

    /// Whatever waits the server asks for: each is kept in full, or it ends with it at once.
    #[test]
    fn a_wait_that_was_asked_for_is_kept_or_told(asked in 0u64..400_000, max in 1_000u64..400_000) {
        let mut outage = outage(max);
        let now = Instant::from_millis(START);
        outage.send(Traffic::Call, request());
        let mut error = down();
        error.retry_after_ms = Some(asked);
        match outage.failed(Traffic::Call, error, now) {
            Ok(()) => prop_assert!(millis(outage.opens(Traffic::Call).unwrap() - now) >= asked.max(1_000)),
            Err(error) => {
                prop_assert!(asked > max || asked > 120_000);
                prop_assert_eq!((error.retry_after_ms, error.message.contains("maxOutageMs")), (Some(asked), false));
            }
        }
    }
}

#[test]
fn one_kind_that_is_answered_is_not_held_by_the_other() {
    let (mut outage, now) = (outage(60_000), Instant::from_millis(START));
    outage.send(Traffic::Call, request());
    outage.send(Traffic::Poll, request());
    outage.failed(Traffic::Call, down(), now).unwrap();
    assert!(outage.admits(Traffic::Poll, now) && !outage.admits(Traffic::Call, now));
    outage.answered(Traffic::Poll);
    assert!(
        !outage.admits(Traffic::Call, now),
        "an answer to a poll says nothing of a write"
    );
    outage.send(Traffic::Poll, request());
    outage.failed(Traffic::Poll, down(), now).unwrap();
    let due = outage.opens(Traffic::Poll).unwrap();
    assert_eq!(outage.opens(Traffic::Call), Some(due));
    outage.send(Traffic::Poll, request());
    assert_eq!(outage.opens(Traffic::Call), None, "one probe at a time");
    outage.answered(Traffic::Poll);
    assert!(!outage.strikes(Traffic::Poll) && outage.admits(Traffic::Call, due));
    outage.send(Traffic::Call, request());
    outage.answered(Traffic::Call);
    assert_eq!(outage.save(due), None);
}

#[test]
fn what_does_not_pass_by_itself_is_no_outage() {
    for (error, ridden) in [
        (down(), true),
        (Error::connection("refused", false), true),
        (Error::api(408, "X", "m"), true),
        (Error::api(403, "X", "m"), false),
        (Error::api(400, "X", "m"), false),
        (Error::aborted(), false),
    ] {
        let mut one = outage(60_000);
        let now = Instant::from_millis(START);
        assert_eq!(
            one.failed(Traffic::Call, error.clone(), now).is_ok(),
            ridden,
            "{error}"
        );
        let mut none = outage(0);
        assert_eq!(none.failed(Traffic::Call, error.clone(), now), Err(error));
    }
}

#[test]
fn a_clock_that_is_set_back_delays_no_probe() {
    let mut outage = outage(60_000);
    outage
        .failed(Traffic::Call, down(), Instant::from_millis(9_000_000))
        .unwrap();
    let now = Instant::from_millis(5_000);
    assert!(!outage.admits(Traffic::Call, now));
    assert!(outage.admits(Traffic::Call, now + SHORTEST_PAUSE));
}

#[test]
fn a_token_keeps_an_outage_as_it_is_and_a_hostile_one_breaks_nothing() {
    let (mut one, now) = (outage(60_000), Instant::from_millis(START));
    one.failed(Traffic::Call, down(), now).unwrap();
    let due = one.opens(Traffic::Call).unwrap();
    for (back, late) in [(now, 0), (due, 0), (now, 7_000)] {
        let mut next = outage(60_000);
        let at = back + Duration::from_millis(late);
        next.restore(&one.save(back).unwrap(), at, 0);
        assert_eq!(
            next.opens(Traffic::Call),
            Some(due.max(back) + Duration::from_millis(late))
        );
        assert_eq!(next.opens(Traffic::Poll), Some(Instant::default()));
    }
    // Too early: it waits for what is left.
    let mut next = outage(60_000);
    next.restore(&one.save(due).unwrap(), now, 1_000);
    assert_eq!(next.opens(Traffic::Call), Some(now + SHORTEST_PAUSE));
    for hostile in [
        "null",
        "7",
        "[]",
        "[1]",
        "[0,0]",
        "[-1,2]",
        "[\"1\",2]",
        "[1,2,3]",
    ] {
        let mut next = outage(60_000);
        next.restore(&Value::parse(hostile).unwrap(), now, 5);
        assert_eq!(next.save(now), None, "{hostile}");
    }
    let mut next = outage(60_000);
    next.restore(
        &Value::parse("[18446744073709551615,18446744073709551615]").unwrap(),
        now,
        u64::MAX,
    );
    assert!(next.opens(Traffic::Call) <= Some(now + Duration::from_mins(2)));
}
