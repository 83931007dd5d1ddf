//! Whatever happens, and whatever the clock does: a call ends, in its bounds.

use super::*;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// What happens to an attempt, and how long it takes, in milliseconds.
fn attempt() -> impl Strategy<Value = (Event, u64)> {
    let status = prop_oneof![
        Just(0u16),
        Just(200),
        Just(302),
        Just(404),
        Just(408),
        Just(409),
        Just(429),
        500u16..600
    ];
    let wait = prop_oneof![
        Just(None),
        (0u32..200).prop_map(|n| Some(n.to_string())),
        prop_oneof![Just("0"), Just("0.0001"), Just("Wed, 21 Oct 2015 07:28:00 GMT")]
            .prop_map(|hint| Some(hint.to_owned())),
        Just(Some("soon".to_owned())),
        Just(Some("Wed, 21 Oct 2026 07:28:09 GMT".to_owned())),
        Just(Some("99999999999999999999".to_owned())),
    ];
    let finer = proptest::option::weighted(0.2, (0u32..100_000).prop_map(|n| n.to_string()));
    let code = prop_oneof![Just("PARTNER_ID_CONFLICT"), Just("X_IN_PROGRESS"), Just("ANY")];
    let answered = (status, wait, finer, code).prop_map(|(status, retry_after, retry_after_ms, code)| {
        Event::Answered(Head {
            status,
            retry_after,
            retry_after_ms,
            error_body: Some(["{\"code\":\"", code, "\"}"].concat()),
            wall_ms: 1_792_567_680_000,
            ..Head::default()
        })
    });
    let broken = any::<bool>().prop_map(|maybe_sent| {
        Event::Unanswered(Fault::Broken {
            message: "reset".into(),
            maybe_sent,
        })
    });
    let event = prop_oneof![6 => answered, 2 => broken, 1 => Just(Event::Unanswered(Fault::TimedOut))];
    (event, 0u64..20_000)
}

fn policy() -> impl Strategy<Value = Policy> {
    (1u64..40_000, 1u64..150_000, 0u32..6, 0u64..150_000).prop_map(
        |(timeout, deadline, max_retries, max_retry_after)| Policy {
            timeout: Duration::from_millis(timeout),
            deadline: Duration::from_millis(deadline),
            max_retries,
            max_retry_after: Duration::from_millis(max_retry_after),
        },
    )
}

fn limits() -> impl Strategy<Value = Limits> {
    (
        proptest::option::of(0.05f64..50.0),
        proptest::option::of(1u32..3),
        0u64..150_000,
    )
        .prop_map(|(per_second, concurrent, max_hold)| Limits {
            per_second,
            concurrent,
            max_hold: Duration::from_millis(max_hold),
        })
}

fn requests() -> impl Strategy<Value = Request> {
    prop_oneof![
        Just(read()),
        Just(blind_write()),
        Just(blind_write().keyed("k")),
        Just(blind_write().resolved_by(read())),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, rng_seed: RngSeed::Fixed(11), failure_persistence: None, ..ProptestConfig::default() })]

    /// Several calls of one client, one after the other and some abandoned, under a clock that may be set back.
    #[test]
    fn a_call_ends_within_its_bounds(
        calls in proptest::collection::vec((requests(), policy(), proptest::collection::vec(attempt(), 16), any::<bool>()), 1..4),
        limits in limits(),
        jumps in proptest::collection::vec((0usize..60, 0u64..10_000_000), 0..3),
    ) {
        let mut pace = Pace::limited(3, limits);
        let (mut now, mut steps) = (20_000_000_u64, 0);
        for (request, policy, attempts, abandoned) in calls {
            let mut call = Call::new(&request, policy, "c".into(), Instant::from_millis(now));
            let mut attempts = attempts.into_iter();
            // Time as it really passes, whatever the clock says.
            let (mut passed, mut slept) = (0_u64, 0_u64);
            let (mut sent, mut looked, mut asked, mut set_back) = (0_u32, false, None, false);
            let mut event = Event::Start;
            let ended = loop {
                steps += 1;
                prop_assert!(steps < 100_000, "it goes on for ever");
                for (_, back) in jumps.iter().filter(|(at, _)| *at == steps) {
                    now = now.saturating_sub(*back);
                    set_back = true;
                }
                event = match call.step(event, Instant::from_millis(now), &mut pace) {
                    Step::Send(limit) => {
                        sent += 1;
                        prop_assert!(limit <= policy.timeout);
                        prop_assert!(set_back || passed + millis(limit) <= millis(policy.deadline));
                        if let Some((since, wait)) = asked.take() {
                            prop_assert!(passed - since >= wait, "it slept less than it was asked to");
                        }
                        let (event, took) = attempts.next().unwrap_or((Event::Unanswered(Fault::TimedOut), 0));
                        let took = if matches!(event, Event::Unanswered(Fault::TimedOut)) { millis(limit) } else { took.min(millis(limit)) };
                        now += took;
                        passed += took;
                        if let Event::Answered(head) = &event {
                            asked = head.wait().map(|wait| (passed, millis(wait).max(250)));
                        }
                        event
                    }
                    Step::Sleep(wait) => {
                        prop_assert!(set_back || passed + millis(wait) < millis(policy.deadline), "a wait that cannot end in time");
                        now += millis(wait);
                        passed += millis(wait);
                        slept += millis(wait);
                        Event::Elapsed
                    }
                    Step::Look => {
                        prop_assert!(!looked && request.look.is_some() && sent > 1);
                        looked = true;
                        asked = None;
                        Event::Start
                    }
                    Step::Done(result) => break result,
                };
            };
            let most = (policy.max_retries + 1) * if looked { 2 } else { 1 };
            prop_assert!(sent <= most, "{sent} requests with {} retries", policy.max_retries);
            prop_assert_eq!(call.attempts(), sent);
            let end = Instant::from_millis(now);
            let told = (millis(call.elapsed(end)), millis(call.waited(end)));
            if set_back {
                // What passed between the last look at the clock and its setting back is not known.
                prop_assert!(told.0 <= passed && told.1 <= slept);
            } else {
                prop_assert_eq!(told, (passed, slept));
            }
            if let Err(error) = ended {
                prop_assert_eq!(error.attempts, Some(sent));
                prop_assert_eq!((error.elapsed_ms, error.waited_ms), (Some(told.0), Some(told.1)));
                prop_assert_eq!(&error.idempotency_key, &request.idempotency_key);
            }
            if abandoned {
                // Another begins, and is stopped without a word.
                let mut gone = Call::new(&request, policy, "c".into(), end);
                let _ = gone.step(Event::Start, end, &mut pace);
            }
        }
    }
}
