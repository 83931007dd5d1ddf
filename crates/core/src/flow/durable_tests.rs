//! A flow that is taken from one isolate to the next asks for its runs when one that stays in its isolate does.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::attendee::Row;
use crate::error::Error;
use crate::time::millis;

const PLAN: &str = r#"{"event":{"event_id":"e","title":"t"},"enrich":true,"match":true}"#;
const ROWS: u64 = 7;

/// A server whose runs take time, and show how far they are from time to time.
#[derive(Debug, Clone)]
struct Api {
    run_ms: u64,
    /// How often the counts move; none: never.
    moves_ms: Option<u64>,
    /// What becomes of a poll, one after the other, of each run.
    polls: Vec<u8>,
    latency: Duration,
    /// So many starts of runs, from the first on, are answered with a proxy's page.
    pages: usize,
    /// When runs were started, or would have been.
    starts: Vec<u64>,
    /// By run: when it was started, when it was asked for while its end was not seen, and whether that was.
    runs: Vec<(Instant, Vec<u64>, bool)>,
}

impl Api {
    fn answer(&mut self, request: &Request, now: Instant) -> Result<Answer> {
        let ok = |body: Value, retry_after: Option<u64>| {
            Ok(Answer {
                status: 200,
                body: body.to_string(),
                retry_after: retry_after.map(Duration::from_millis),
            })
        };
        let Some(id) = request.path.strip_prefix("/runs/") else {
            return match request.operation {
                "auth.check" => ok(json!({"scopes": ["partner:write"]}), None),
                "attendees.import" | "enrichment.start" | "matching.start" => {
                    self.starts.push(now.as_millis());
                    if self.starts.len() <= self.pages {
                        return ok(json!("a proxy's page"), None);
                    }
                    self.runs.push((now, Vec::new(), self.run_ms == 0));
                    ok(self.shown(self.runs.len() - 1, now), None)
                }
                _ => ok(json!({"event_id": "e", "title": "t"}), None),
            };
        };
        let index = id.parse().unwrap();
        let shown = self.shown(index, now);
        let (_, asked, seen) = &mut self.runs[index];
        if *seen {
            return ok(shown, None);
        }
        asked.push(now.as_millis());
        let fate = self.polls.get(asked.len() % self.polls.len().max(1)).copied();
        // Some without a readable one between are the end, but for an isolate that has not seen the others: a run has one.
        let fate = fate.filter(|fate| *fate != 2 || asked.len() == 3);
        let mut busy = Error::api(429, "PARTNER_RATE_LIMIT_EXCEEDED", "m");
        busy.retry_after_ms = Some(7_000);
        busy.retryable = true;
        match fate {
            Some(0) => Err(Error::connection("reset", true)),
            Some(1) => Err(busy),
            Some(2) => ok(json!("a proxy's page"), None),
            fate => {
                *seen = shown["status"] == "succeeded";
                ok(shown, fate.filter(|fate| *fate == 3).map(|_| 3_000))
            }
        }
    }

    fn shown(&self, index: usize, now: Instant) -> Value {
        let age = millis(now - self.runs[index].0);
        let status = if age >= self.run_ms {
            "succeeded"
        } else {
            "running"
        };
        let counted = self.moves_ms.map(|moves| age / moves);
        json!({"run_id": index.to_string(), "status": status, "counts": {"total": 9, "processed": counted}})
    }

    fn asked(&self) -> Vec<&[u64]> {
        self.runs.iter().map(|(_, asked, _)| asked.as_slice()).collect()
    }
}

/// What takes a flow from one isolate to the next.
struct Engine<F> {
    /// Whether a step is the last of its isolate, and if so, when it goes on, where it was told to after so long.
    cut: F,
    max_wait: Duration,
    concurrency: usize,
}

const IN_ONE: fn(Duration) -> Option<Duration> = |_| None;
const ON_TIME: fn(Duration) -> Option<Duration> = Some;

impl<F: FnMut(Duration) -> Option<Duration>> Engine<F> {
    fn flow(&self, attendees: bool) -> Flow {
        let import = ImportOptions {
            max_rows: 1,
            concurrency: self.concurrency,
            // In an outage, runs take turns as each isolate comes to know of them: see `outage_tests`.
            outage: crate::outage::OutageOptions {
                max: Duration::ZERO,
                ..Default::default()
            },
            ..ImportOptions::default()
        };
        let wait = PollOptions {
            interval: None,
            max_wait: self.max_wait,
        };
        Flow::new(Routes::default(), PLAN, attendees, import, wait).unwrap()
    }

    /// Takes a flow to its end; how it ended.
    fn run(mut self, api: &mut Api, attendees: bool) -> Result<()> {
        let (mut flow, mut fed, mut stash) = (self.flow(attendees), 0, None);
        let mut now = Instant::from_millis(1_000_000);
        let wall = |now: Instant| 1_000_000_000_000 + now.as_millis();
        loop {
            match stash.take().unwrap_or_else(|| flow.want(now)) {
                Want::Send(ticket, request) => {
                    let answer = api.answer(&request, now);
                    now = now + api.latency;
                    flow.told(ticket, answer, now);
                    let told = flow.take_step().is_some();
                    let next = flow.want(now);
                    let wait = if let Want::Sleep(until) = next {
                        until - now
                    } else {
                        Duration::ZERO
                    };
                    let is_over = next == Want::Done;
                    stash = Some(next);
                    if let Some(after) = (self.cut)(wait).filter(|_| told && !is_over) {
                        let token = flow.serialize(now, wall(now));
                        now = now + after;
                        (flow, fed, stash) = (self.flow(attendees), 0, None);
                        flow.resume(&token, now, wall(now)).unwrap();
                    }
                }
                Want::Pull => {
                    fed += 1;
                    flow.sink().unwrap().row(Row {
                        number: fed,
                        attendee_id: &format!("a{fed}"),
                        json: &format!(r#"{{"attendee_id":"a{fed}","name":"N"}}"#),
                    });
                    flow.pulled(fed < ROWS);
                }
                Want::Sleep(until) => now = until,
                Want::Wait => panic!("waits for nothing"),
                Want::Done => return flow.finish().map(drop),
            }
        }
    }
}

fn silent(run_ms: u64) -> Api {
    Api {
        run_ms,
        moves_ms: None,
        polls: Vec::new(),
        latency: Duration::from_millis(5),
        pages: 0,
        starts: Vec::new(),
        runs: Vec::new(),
    }
}

fn minutes<F>(minutes: u64, cut: F) -> Engine<F> {
    Engine {
        cut,
        max_wait: Duration::from_mins(minutes),
        concurrency: 4,
    }
}

fn code(result: Result<()>) -> Option<String> {
    result.err().map(|error| error.code)
}

/// The waits between the polls of the first run.
fn waits(api: &Api) -> Vec<u64> {
    let asked = api.asked()[0];
    asked.windows(2).map(|pair| pair[1] - pair[0] - 5).collect()
}

#[test]
fn a_run_that_shows_nothing_is_asked_for_ever_more_seldom_however_often_it_is_taken_up() {
    let mut api = silent(60_000);
    minutes(15, ON_TIME).run(&mut api, false).unwrap();
    assert_eq!(waits(&api), [1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
}

#[test]
fn what_a_run_shows_sets_it_back_in_another_isolate_too() {
    let mut api = Api {
        moves_ms: Some(10_000),
        ..silent(16_000)
    };
    minutes(15, ON_TIME).run(&mut api, false).unwrap();
    assert_eq!(waits(&api), [1_000, 2_000, 4_000, 8_000, 1_000]);
}

#[test]
fn a_wait_has_one_end_in_however_many_isolates() {
    for cut in [IN_ONE, ON_TIME] {
        let mut api = silent(16 * 60_000);
        let error = minutes(15, cut).run(&mut api, false).unwrap_err();
        assert_eq!((error.code.as_str(), api.asked()[0].len()), ("WAIT_TIMEOUT", 64));
    }
}

#[test]
fn to_be_woken_late_uses_nothing_up() {
    for (run_ms, end) in [(50 * 60_000, None), (u64::MAX, Some("WAIT_TIMEOUT"))] {
        let mut api = silent(run_ms);
        let late = |wait: Duration| Some(wait + Duration::from_mins(10));
        assert_eq!(code(minutes(5, late).run(&mut api, false)).as_deref(), end);
    }
}

#[test]
fn an_engine_that_does_not_wait_ends_no_run_by_that() {
    let mut api = silent(100_000);
    let hasty = |_| Some(Duration::ZERO);
    minutes(2, hasty).run(&mut api, false).unwrap();
    let polls = api.asked()[0].len();
    assert!(
        (100..=400).contains(&polls),
        "no more than four a second: {polls}"
    );
    // Nor is it endless.
    let end = minutes(2, hasty).run(&mut silent(u64::MAX), false);
    assert_eq!(code(end).as_deref(), Some("WAIT_TIMEOUT"));
}

#[test]
fn a_token_of_before_is_read_and_begins_anew() {
    let engine = minutes(15, IN_ONE);
    let now = Instant::from_millis(1_000_000);
    let mut flow = engine.flow(false);
    let state = format!(r#"{{"p":"{}","n":4,"i":{{"b":[]}},"e":"r"}}"#, flow.plan_digest);
    let token = crate::token::write("mf2", &crate::value::Value::parse(&state).unwrap());
    flow.resume(&token, now, 5).unwrap();
    for (wait, left) in [(1_000, 15 * 60_000), (2_000, 15 * 60_000 - 1_000)] {
        let at = if wait == 1_000 {
            now
        } else {
            now + Duration::from_secs(1)
        };
        let Want::Send(ticket, _) = flow.want(at) else {
            panic!("does not poll")
        };
        assert_eq!(flow.time_left(ticket, at).map(millis), Some(left));
        let body = r#"{"run_id":"r","status":"running"}"#.to_owned();
        let answer = Answer {
            status: 200,
            body,
            retry_after: None,
        };
        flow.told(ticket, Ok(answer), at);
        assert_eq!(flow.want(at), Want::Sleep(at + Duration::from_millis(wait)));
    }
}

#[test]
fn clocks_that_differ_do_no_harm() {
    let now = Instant::from_millis(1_000_000);
    let engine = minutes(15, IN_ONE);
    let mut flow = engine.flow(false);
    let state = format!(
        r#"{{"p":"{}","n":4,"i":{{"b":[]}},"e":"r","w":[9,600000,0,0],"t":5000000}}"#,
        flow.plan_digest
    );
    let token = crate::token::write("mf2", &crate::value::Value::parse(&state).unwrap());
    for (wall, left) in [
        (5_000_000, 5 * 60_000),
        (u64::MAX, 5 * 60_000),
        (4_990_000, 5 * 60_000 + 10_000 - 250),
        (0, 15 * 60_000),
    ] {
        flow.resume(&token, now, wall).unwrap();
        assert_eq!(flow.enrich.time_left(now).map(millis), Some(left), "{wall}");
    }
}

#[test]
fn a_start_that_is_never_answered_readably_ends_in_however_many_isolates() {
    for cut in [IN_ONE, ON_TIME] {
        for attendees in [true, false] {
            let mut api = Api {
                pages: usize::MAX,
                ..silent(0)
            };
            let error = minutes(15, cut).run(&mut api, attendees).unwrap_err();
            let first = api.starts[0];
            let starts: Vec<u64> = api.starts.iter().map(|at| at - first).collect();
            assert_eq!(error.kind, crate::error::Kind::Decode);
            assert_eq!(starts, [0, 1_005, 3_010, 7_015]);
        }
    }
}

#[test]
fn what_is_overdue_is_asked_for_before_the_wait_ends_in_another_isolate_too() {
    let api = Api {
        moves_ms: Some(5_697),
        latency: Duration::from_millis(288),
        ..silent(147_617)
    };
    let asked = [IN_ONE, ON_TIME].map(|cut| {
        let (mut api, max_wait) = (api.clone(), Duration::from_secs(140));
        let engine = Engine {
            cut,
            max_wait,
            concurrency: 2,
        };
        assert_eq!(code(engine.run(&mut api, true)).as_deref(), Some("WAIT_TIMEOUT"));
        api.runs
    });
    assert_eq!(asked[0], asked[1]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn its_runs_are_asked_for_when_one_isolate_would_ask(
        run_ms in 0_u64..400_000,
        moves_ms in proptest::option::of(500_u64..60_000),
        polls in proptest::collection::vec(0_u8..12, 0..8),
        latency in 0_u64..400,
        seconds in 10_u64..900,
        concurrency in 1_usize..4,
        attendees: bool,
        cuts in proptest::collection::vec(any::<bool>(), 1..50),
        pages in prop_oneof![3 => Just(0_usize), 1 => 0_usize..6],
    ) {
        let api = Api { moves_ms, polls, latency: Duration::from_millis(latency), pages, ..silent(run_ms) };
        let max_wait = Duration::from_secs(seconds);
        let mut in_one = api.clone();
        let end = code(Engine { cut: IN_ONE, max_wait, concurrency }.run(&mut in_one, attendees));
        for cuts in [&cuts[..], &[true]] {
            let mut cuts = cuts.iter().cycle();
            let cut = |wait| cuts.next().filter(|cut| **cut).map(|_| wait);
            let mut in_many = api.clone();
            let other_end = code(Engine { cut, max_wait, concurrency }.run(&mut in_many, attendees));
            prop_assert_eq!(&other_end, &end);
            prop_assert_eq!(in_many.asked(), in_one.asked());
            prop_assert_eq!(&in_many.starts, &in_one.starts);
        }
    }
}
