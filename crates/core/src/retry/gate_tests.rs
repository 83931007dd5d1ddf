#![allow(clippy::panic, reason = "a test fails by panicking")]

use super::*;
use proptest::prelude::*;

const fn ms(n: u64) -> Duration {
    Duration::from_millis(n)
}

const fn at(n: u64) -> Instant {
    Instant::from_millis(n)
}

const LONG: Duration = Duration::from_mins(2);
const ATTEMPT: Duration = Duration::from_secs(30);

fn limits(per_second: Option<f64>, concurrent: Option<u32>) -> Limits {
    Limits {
        per_second,
        concurrent,
        ..Limits::default()
    }
}

/// A gate and the turns of those who come to it.
struct Scene {
    gate: Gate,
    jitter: Jitter,
    turns: Vec<Turn>,
}

impl Scene {
    fn new(limits: Limits, calls: usize) -> Self {
        Self {
            gate: Gate::new(limits),
            jitter: Jitter::new(7),
            turns: (0..calls).map(|_| Turn::default()).collect(),
        }
    }

    fn within(&mut self, call: usize, left: Duration, now: u64) -> Entry {
        self.gate
            .enter(&mut self.turns[call], ATTEMPT, left, at(now), &mut self.jitter)
    }

    fn enter(&mut self, call: usize, now: u64) -> Entry {
        self.within(call, LONG, now)
    }

    fn leave(&mut self, call: usize) {
        self.gate.leave(&mut self.turns[call]);
    }
}

fn waits(entry: &Entry, pause: Pause) -> u64 {
    match entry {
        Entry::Wait(why, wait) if *why == pause => millis(*wait),
        other => panic!("{other:?} is no wait for {pause:?}"),
    }
}

#[test]
fn without_limits_everyone_goes() {
    let mut scene = Scene::new(Limits::default(), 50);
    for call in 0..50 {
        assert_eq!(scene.enter(call, 1), Entry::Go);
    }
}

#[test]
fn requests_are_evenly_spaced_whatever_the_rate() {
    for (rate, expected) in [
        (10.0, vec![0, 100, 200, 300]),
        (0.5, vec![0, 2_000, 4_000, 6_000]),
        (3.0, vec![0, 334, 667, 1_001]),
        (4_000.0, vec![0, 1, 1, 1]),
        (1e9, vec![0, 1, 1, 1]),
    ] {
        let mut scene = Scene::new(limits(Some(rate), None), 4);
        let got: Vec<u64> = (0..4)
            .map(|call| match scene.enter(call, 5_000) {
                Entry::Go => 0,
                other => waits(&other, Pause::Rate),
            })
            .collect();
        assert_eq!(got, expected, "{rate}");
        for (call, wait) in got.into_iter().enumerate().skip(1) {
            let entry = scene.enter(call, 5_000 + wait);
            assert_eq!(entry, Entry::Go, "{rate}: what is reserved is kept");
        }
    }
}

#[test]
fn a_quiet_client_saves_up_nothing() {
    let mut scene = Scene::new(limits(Some(2.0), None), 3);
    assert_eq!(scene.enter(0, 0), Entry::Go);
    assert_eq!(scene.enter(1, 60_000), Entry::Go);
    assert_eq!(scene.enter(2, 60_000), Entry::Wait(Pause::Rate, ms(500)));
}

#[test]
fn a_slot_that_comes_too_late_is_not_reserved() {
    let mut scene = Scene::new(limits(Some(1.0), None), 4);
    assert_eq!(scene.enter(0, 0), Entry::Go);
    let refused = Entry::TooLate(Pause::Rate, Some(ms(1_000)));
    assert_eq!(scene.within(1, ms(1_000), 0), refused);
    assert_eq!(scene.within(2, ms(1_001), 0), Entry::Wait(Pause::Rate, ms(1_000)));
    scene.leave(2);
    assert_eq!(
        scene.within(3, ms(1_001), 0),
        Entry::Wait(Pause::Rate, ms(1_000)),
        "the slot of a call that gave up is free again"
    );
}

#[test]
fn seats_are_given_in_the_order_of_asking() {
    let mut scene = Scene::new(limits(None, Some(2)), 6);
    assert_eq!((scene.enter(0, 0), scene.enter(1, 0)), (Entry::Go, Entry::Go));
    for (call, wait) in [(2, 5), (3, 10), (4, 15)] {
        assert_eq!(waits(&scene.enter(call, 0), Pause::Seat), wait);
    }
    scene.leave(0);
    assert_eq!(waits(&scene.enter(3, 3), Pause::Seat), 5, "one is before it");
    assert_eq!(
        waits(&scene.enter(5, 3), Pause::Seat),
        15,
        "who comes last is last"
    );
    assert_eq!(scene.enter(2, 5), Entry::Go);
    scene.leave(1);
    scene.leave(3);
    assert_eq!(scene.enter(4, 6), Entry::Go, "who gave up is waited for no more");
    assert_eq!(waits(&scene.enter(5, 7), Pause::Seat), 5);
}

#[test]
fn a_wait_for_a_seat_stays_short_and_ends_in_time_or_is_not_begun() {
    let mut scene = Scene::new(limits(None, Some(1)), 60);
    assert_eq!(scene.enter(0, 0), Entry::Go);
    for call in 1..60 {
        assert!(waits(&scene.enter(call, 0), Pause::Seat) <= 100);
    }
    assert_eq!(scene.within(1, ms(5), 1), Entry::TooLate(Pause::Seat, None));
}

#[test]
fn who_is_stopped_without_a_word_keeps_nothing() {
    let mut scene = Scene::new(limits(None, Some(1)), 4);
    assert_eq!(scene.enter(0, 0), Entry::Go);
    assert_eq!(waits(&scene.enter(1, 0), Pause::Seat), 5);
    assert_eq!(waits(&scene.enter(2, 500), Pause::Seat), 10);
    assert_eq!(
        waits(&scene.enter(2, 1_100), Pause::Seat),
        5,
        "the first in the queue is gone"
    );
    assert!(
        matches!(scene.enter(2, 31_000), Entry::Wait(..)),
        "the attempt may still go on"
    );
    assert_eq!(scene.enter(2, 31_001), Entry::Go, "its time is over");
    assert!(
        matches!(scene.enter(1, 31_002), Entry::Wait(..)),
        "and who was away asks again"
    );
}

#[test]
fn a_hold_is_kept_by_all_and_left_one_after_the_other() {
    let mut scene = Scene::new(Limits::default(), 40);
    assert!(!scene.gate.hold(ms(4_000), at(0)));
    let back: Vec<u64> = (0..40)
        .map(|call| waits(&scene.enter(call, 1_000), Pause::Hold))
        .collect();
    assert!(back.iter().all(|wait| (3_000..=4_000).contains(wait)), "{back:?}");
    assert!(back.iter().max() > back.iter().min(), "{back:?}");
    assert_eq!(scene.enter(0, 4_000), Entry::Go);
}

#[test]
fn a_hold_that_ends_too_late_is_told_at_once_with_its_end() {
    let mut scene = Scene::new(Limits::default(), 2);
    scene.gate.hold(ms(4_000), at(0));
    for (left, expected) in [
        (ms(3_000), Entry::TooLate(Pause::Hold, Some(ms(3_000)))),
        (ms(3_001), Entry::Wait(Pause::Hold, ms(3_000))),
    ] {
        assert_eq!(scene.within(0, left, 1_000), expected);
    }
}

#[test]
fn a_shorter_hold_does_not_end_a_longer_one_and_one_too_long_holds_nobody() {
    let mut scene = Scene::new(
        Limits {
            max_hold: ms(5_000),
            ..Limits::default()
        },
        2,
    );
    assert!(!scene.gate.hold(ms(5_001), at(0)));
    assert_eq!(scene.enter(0, 0), Entry::Go);
    assert!(!scene.gate.hold(ms(5_000), at(0)));
    assert!(scene.gate.hold(ms(10), at(0)), "others are held already");
    assert!(matches!(scene.enter(0, 4_999), Entry::Wait(Pause::Hold, _)));
    assert_eq!(scene.enter(0, 5_000), Entry::Go);
}

#[test]
fn who_is_held_leaves_its_seat_and_its_slot() {
    let mut scene = Scene::new(limits(Some(1.0), Some(2)), 3);
    assert_eq!(scene.enter(0, 0), Entry::Go);
    assert_eq!(waits(&scene.enter(1, 0), Pause::Rate), 1_000);
    scene.gate.hold(ms(1_500), at(500));
    assert!(matches!(scene.enter(1, 1_000), Entry::Wait(Pause::Hold, _)));
    assert_eq!(scene.enter(2, 2_000), Entry::Go);
    assert_eq!(
        waits(&scene.enter(1, 2_000), Pause::Seat),
        5,
        "both seats are taken again"
    );
}

#[test]
fn a_clock_that_jumps_neither_stops_the_gate_nor_opens_it() {
    let start = 1_000_000_000;
    let mut scene = Scene::new(limits(Some(1.0), Some(1)), 4);
    assert_eq!(scene.enter(0, start), Entry::Go);
    scene.gate.hold(ms(2_000), at(start));
    // Back by a week: what was two seconds away still is.
    let back = start - 604_800_000;
    let Entry::Wait(Pause::Hold, wait) = scene.enter(1, back) else {
        panic!("the hold is gone");
    };
    assert!((ms(2_000)..=ms(3_000)).contains(&wait));
    assert!(matches!(
        scene.enter(1, back + 2_000),
        Entry::Wait(Pause::Seat, _)
    ));
    scene.leave(0);
    assert_eq!(scene.enter(1, back + 2_005), Entry::Go);
    scene.leave(1);
    assert_eq!(waits(&scene.enter(2, back + 2_005), Pause::Rate), 1_000);
    // Far forward: every moment that was reserved is past.
    assert_eq!(scene.enter(3, u64::MAX - 5), Entry::Go);
}

proptest! {
    #![proptest_config(ProptestConfig { rng_seed: proptest::test_runner::RngSeed::Fixed(4), failure_persistence: None, ..ProptestConfig::default() })]

    /// Calls that come, wait as they are told, send, and end: never more at once than the limit, never closer than the rate
    /// allows, none before the hold is over, and all of them get through.
    #[test]
    fn no_limit_is_overrun_and_everyone_gets_through(
        arrivals in proptest::collection::vec((0u64..3_000, 0u64..400), 1..40),
        rate in proptest::option::of(1u32..200),
        seats in proptest::option::of(1u32..6),
        hold in proptest::option::of((0u64..2_000, 1u64..1_500)),
    ) {
        let mut scene = Scene::new(limits(rate.map(f64::from), seats), arrivals.len());
        // When each call looks next, and what it does then.
        let mut next: Vec<(u64, bool)> = arrivals.iter().map(|(at, _)| (*at, false)).collect();
        let mut sent: Vec<u64> = Vec::new();
        let (mut flying, mut done, mut held) = (0u32, 0, None);
        for _ in 0..200_000 {
            let Some((call, &(now, flies))) = next.iter().enumerate().min_by_key(|(_, (at, _))| *at) else { break };
            if now == u64::MAX { break }
            if let Some((from, wait)) = hold.filter(|(from, _)| held.is_none() && *from <= now) {
                scene.gate.hold(ms(wait), at(now));
                held = Some(now + wait);
                prop_assert!(from <= now);
            }
            if flies {
                scene.leave(call);
                flying -= 1;
                done += 1;
                next[call] = (u64::MAX, false);
                continue;
            }
            match scene.within(call, Duration::from_hours(1), now) {
                Entry::Go => {
                    prop_assert!(held.is_none_or(|until| now >= until));
                    flying += 1;
                    sent.push(now);
                    next[call] = (now + arrivals[call].1, true);
                }
                Entry::Wait(_, wait) => next[call] = (now + millis(wait), false),
                Entry::TooLate(..) => prop_assert!(false, "an hour is enough"),
            }
            prop_assert!(seats.is_none_or(|most| flying <= most));
        }
        prop_assert_eq!(done, arrivals.len());
        if let Some(rate) = rate {
            // A moment is rounded to the millisecond that follows it.
            let gap = 1_000 / u64::from(rate);
            sent.sort_unstable();
            prop_assert!(sent.windows(2).all(|two| two[1] - two[0] + 1 >= gap), "{:?}", sent);
            let most = usize::try_from(rate).unwrap() + 1;
            prop_assert!(sent.windows(most + 1).all(|some| some[most] - some[0] >= 999));
        }
    }
}
