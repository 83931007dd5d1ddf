//! What an outage costs: many calls of one client, under a clock of the test's.

use proptest::prelude::*;

use super::*;

/// Calls that run at the same time, and a server that answers each request by when it arrives and which attempt it is.
struct Crowd {
    pace: Pace,
    policy: Policy,
    requests: u32,
}

/// What a call wants next, and when.
enum Due {
    Event(Event),
    Over,
}

impl Crowd {
    fn new(pace: Pace) -> Self {
        Self {
            pace,
            policy: Policy::default(),
            requests: 0,
        }
    }

    /// Runs a call that starts at each of `starts`, in milliseconds. Returns how each ended, in that order.
    fn run(&mut self, starts: &[u64], fate: impl Fn(u64, u32) -> Event) -> Vec<Result<()>> {
        let mut ended: Vec<Option<Result<()>>> = starts.iter().map(|_| None).collect();
        let mut calls: Vec<(u64, Due, Call)> = starts
            .iter()
            .map(|at| {
                let call = Call::new(&read(), self.policy, "c".into(), Instant::from_millis(*at));
                (*at, Due::Event(Event::Start), call)
            })
            .collect();
        loop {
            let pending = calls
                .iter()
                .enumerate()
                .filter(|(_, (_, due, _))| matches!(due, Due::Event(_)));
            let Some((index, _)) = pending.min_by_key(|(index, (at, ..))| (*at, *index)) else {
                break;
            };
            let (at, due, call) = &mut calls[index];
            let Due::Event(event) = core::mem::replace(due, Due::Over) else {
                panic!("it is over");
            };
            match call.step(event, Instant::from_millis(*at), &mut self.pace) {
                Step::Send(limit) => {
                    self.requests += 1;
                    let event = fate(*at, call.attempts());
                    *at += if matches!(event, Event::Unanswered(Fault::TimedOut)) {
                        millis(limit)
                    } else {
                        20
                    };
                    *due = Due::Event(event);
                }
                Step::Sleep(wait) => {
                    *at += millis(wait);
                    *due = Due::Event(Event::Elapsed);
                }
                Step::Look => *due = Due::Event(Event::Start),
                Step::Done(result) => ended[index] = Some(result),
            }
        }
        ended.into_iter().map(|result| result.unwrap()).collect()
    }
}

fn succeeded(results: &[Result<()>]) -> usize {
    results.iter().filter(|result| result.is_ok()).count()
}

#[test]
fn a_hundred_calls_whose_first_attempt_alone_fails_all_succeed() {
    for first in [answer(503, None), answer(500, None), answer(429, None)] {
        let mut crowd = Crowd::new(Pace::new(1));
        let results = crowd.run(&[0; 100], |_, attempt| {
            if attempt == 1 {
                first.clone()
            } else {
                answer(200, None)
            }
        });
        assert_eq!((succeeded(&results), crowd.requests), (100, 200));
        // Every retry that succeeded was refunded: it goes as well a second time.
        let results = crowd.run(&[0; 100], |_, attempt| {
            if attempt == 1 {
                first.clone()
            } else {
                answer(200, None)
            }
        });
        assert_eq!(succeeded(&results), 100);
    }
}

#[test]
fn an_error_says_when_the_budget_refused_the_retry_and_only_then() {
    let mut crowd = Crowd::new(Pace::new(1));
    let results = crowd.run(&[0; 200], |_, _| answer(503, None));
    let errors: Vec<&Error> = results
        .iter()
        .map(|result| &**result.as_ref().unwrap_err())
        .collect();
    assert!(
        errors
            .iter()
            .all(|error| error.budget_exhausted && error.message.contains("retryBudget"))
    );
    assert_eq!(crowd.requests, 300);
    // One that is out of attempts blames nothing else.
    let (_, _, result) = drive(&read(), Policy::default(), vec![answer(503, None); 4]);
    assert!(!result.unwrap_err().budget_exhausted);
}

#[test]
fn a_server_that_says_when_to_come_back_costs_nothing() {
    let budget = BudgetOptions {
        tokens: 0,
        ..BudgetOptions::default()
    };
    for (what, first, all) in [
        ("told when", answer(429, Some("2")), true),
        ("not told when", answer(429, None), false),
        (
            "an outage that says when it may be over",
            answer(503, Some("2")),
            false,
        ),
        ("timed out", Event::Unanswered(Fault::TimedOut), false),
    ] {
        let mut crowd = Crowd::new(Pace::new(1).with_budget(budget));
        let results = crowd.run(&[0; 50], |_, attempt| {
            if attempt == 1 {
                first.clone()
            } else {
                answer(200, None)
            }
        });
        assert_eq!(succeeded(&results), if all { 50 } else { 0 }, "{what}");
        assert!(
            all || results
                .iter()
                .all(|result| result.as_ref().is_err_and(|e| e.budget_exhausted))
        );
    }
}

fn fault() -> impl Strategy<Value = Event> {
    prop_oneof![
        Just(answer(500, None)),
        Just(answer(502, None)),
        Just(answer(503, None)),
        Just(answer(408, None)),
        Just(Event::Unanswered(Fault::TimedOut)),
        Just(Event::Unanswered(Fault::Broken {
            message: "reset".into(),
            maybe_sent: true
        })),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    /// A thousand calls in an outage that outlasts them, however they are spread over it, after however many good ones.
    #[test]
    fn a_long_outage_is_amplified_by_little(
        fault in fault(), seed: u64, before in 0usize..400, gaps in proptest::collection::vec(0u64..2_000, 1_000),
    ) {
        let mut crowd = Crowd::new(Pace::new(seed));
        prop_assert_eq!(succeeded(&crowd.run(&vec![0; before], |_, _| answer(200, None))), before);
        crowd.requests = 0;
        let starts: Vec<u64> = gaps.iter().scan(0, |at, gap| { *at += gap; Some(*at) }).collect();
        let results = crowd.run(&starts, |_, _| fault.clone());
        prop_assert_eq!(succeeded(&results), 0);
        prop_assert!(crowd.requests <= 1_300, "{} requests of 1,000 calls", crowd.requests);
    }

    /// When the outage is over, what succeeds pays the budget back, and retries work again.
    #[test]
    fn after_an_outage_the_budget_comes_back(fault in fault(), seed: u64) {
        let mut crowd = Crowd::new(Pace::new(seed));
        crowd.run(&[0; 300], |_, _| fault.clone());
        crowd.run(&[1_000_000; 500], |_, _| answer(200, None));
        let results = crowd.run(&[2_000_000; 50], |_, attempt| if attempt == 1 { fault.clone() } else { answer(200, None) });
        prop_assert_eq!(succeeded(&results), 50);
    }
}
