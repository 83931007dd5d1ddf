//! Faults at any point of a flow that each step takes to another isolate: a step sends one request at most, and a run is
//! polled four times a second at most.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::attendee::Row;
use crate::poll::LEAST_INTERVAL;

const PLAN: &str = r#"{"event":{"event_id":"e","title":"t"},"enrich":true,"match":true}"#;
const ROWS: u64 = 3;

/// What becomes of a request that starts a run or polls one.
#[derive(Debug, Clone, Copy)]
enum Fate {
    Answered,
    /// With a hint, in milliseconds, which may be any number.
    Hinted(u64),
    Refused(u16, Option<u64>),
    Reset,
    /// A proxy's page, with a hint.
    Page(u64),
    /// Another run than the one that was asked for.
    OtherRun,
    /// Inferred fields of types that nobody expects.
    Odd,
}

fn any_fate() -> impl Strategy<Value = Fate> {
    let hint = || {
        prop_oneof![
            Just(0),
            Just(1),
            0_u64..20_000,
            Just(3_600_000),
            Just((1 << 53) - 1)
        ]
    };
    prop_oneof![
        4 => Just(Fate::Answered),
        2 => hint().prop_map(Fate::Hinted),
        3 => (prop_oneof![Just(429), Just(503), Just(500), Just(408)], prop::option::of(hint()))
            .prop_map(|(status, hint)| Fate::Refused(status, hint)),
        1 => Just(Fate::Refused(404, None)),
        2 => Just(Fate::Reset),
        1 => hint().prop_map(Fate::Page),
        1 => Just(Fate::OtherRun),
        1 => Just(Fate::Odd),
    ]
}

/// A server whose runs end after some polls, and whose answers have those fates, one after the other, and then none.
struct Api {
    fates: Vec<Fate>,
    polls: u32,
    /// By run: the polls it has left, and when it was polled.
    runs: BTreeMap<String, (u32, Vec<u64>)>,
    keys: BTreeMap<String, String>,
    requests: u32,
    writes: BTreeSet<String>,
}

impl Api {
    fn new(fates: Vec<Fate>, polls: u32) -> Self {
        Self {
            fates,
            polls,
            runs: BTreeMap::new(),
            keys: BTreeMap::new(),
            requests: 0,
            writes: BTreeSet::new(),
        }
    }

    fn answer(&mut self, request: &Request, now: Instant) -> Result<Answer> {
        self.requests += 1;
        let (polled, body) = if let Some(id) = request.path.strip_prefix("/runs/") {
            let (left, at) = self.runs.get_mut(id).unwrap();
            at.push(now.as_millis());
            *left = left.saturating_sub(1);
            let status = if *left == 0 { "succeeded" } else { "running" };
            (true, json!({"run_id": id, "status": status}))
        } else if let Some(key) = &request.idempotency_key {
            let next = format!("run{}", self.runs.len());
            let id = self.keys.entry(key.clone()).or_insert(next).clone();
            self.writes.insert(key.clone());
            self.runs.entry(id.clone()).or_insert((self.polls, Vec::new()));
            (false, json!({"run_id": id, "status": "queued"}))
        } else {
            let body = json!({"event_id": "e", "title": "t", "scopes": ["partner:write"]});
            return ok(&body, None);
        };
        let fate = self.fates.pop().unwrap_or(Fate::Answered);
        match fate {
            Fate::Answered => ok(&body, None),
            // What a start may meet is the call's to retry.
            Fate::Refused(..) | Fate::Reset | Fate::OtherRun if !polled => ok(&body, None),
            Fate::Hinted(hint) => ok(&body, Some(hint)),
            Fate::Refused(status, hint) => {
                let mut error = Error::api(status, "X", "m");
                error.retry_after_ms = hint;
                Err(error)
            }
            Fate::Reset => Err(Error::connection("reset", true)),
            Fate::Page(hint) => ok(&json!("a proxy's page"), Some(hint)),
            Fate::OtherRun => ok(&json!({"run_id": "other", "status": "succeeded"}), None),
            Fate::Odd => {
                let mut body = body;
                for (name, odd) in [
                    ("kind", json!(7)),
                    ("event_id", json!([])),
                    ("counts", json!({"total": "5", "failed": null})),
                    ("errors", json!(3)),
                    ("created_at", json!(1_700_000_000)),
                    ("webhook_url", json!({})),
                ] {
                    body[name] = odd;
                }
                ok(&body, None)
            }
        }
    }
}

#[allow(
    clippy::unnecessary_wraps,
    reason = "it stands beside answers that are errors"
)]
fn ok(body: &Value, retry_after: Option<u64>) -> Result<Answer> {
    Ok(Answer {
        status: 200,
        body: body.to_string(),
        retry_after: retry_after.map(Duration::from_millis),
    })
}

fn new_flow(attendees: bool, max_wait: Duration) -> Flow {
    let import = ImportOptions {
        max_rows: 1,
        ..ImportOptions::default()
    };
    let wait = PollOptions {
        interval: None,
        max_wait,
    };
    Flow::new(Routes::default(), PLAN, attendees, import, wait).unwrap()
}

/// A flow in one isolate.
struct Isolate {
    flow: Flow,
    fed: u64,
    /// What the flow said when it was asked in advance.
    peeked: Option<Want>,
}

impl Isolate {
    fn new(attendees: bool, max_wait: Duration) -> Self {
        Self {
            flow: new_flow(attendees, max_wait),
            fed: 0,
            peeked: None,
        }
    }

    /// One step as a shell takes it: no sleep but the interval between two polls. Returns when to come back; none at the end.
    fn step(&mut self, api: &mut Api, latency: u64, now: &mut Instant) -> Option<Duration> {
        let flow = &mut self.flow;
        let mut sent = 0;
        loop {
            match self.peeked.take().unwrap_or_else(|| flow.want(*now)) {
                want @ Want::Send(..) if sent > 0 => {
                    self.peeked = Some(want);
                    return Some(Duration::ZERO);
                }
                Want::Send(ticket, request) => {
                    sent += 1;
                    let answer = api.answer(&request, *now);
                    *now = *now + Duration::from_millis(latency);
                    flow.told(ticket, answer, *now);
                    while let Some(step) = flow.take_step() {
                        assert_eq!(step.done, step.name == Name::Results);
                    }
                }
                Want::Pull => {
                    self.fed += 1;
                    let number = self.fed;
                    flow.sink().unwrap().row(Row {
                        number,
                        attendee_id: &format!("a{number}"),
                        json: &format!(r#"{{"attendee_id":"a{number}","name":"N"}}"#),
                    });
                    flow.pulled(number < ROWS);
                }
                Want::Sleep(until) if sent == 0 && until - *now <= LEAST_INTERVAL => *now = until,
                Want::Sleep(until) => return Some(until - *now),
                Want::Wait => panic!("waits for nothing"),
                Want::Done => return None,
            }
        }
    }
}

/// When an engine comes back that was told to after so long.
#[derive(Debug, Clone, Copy)]
enum Engine {
    OnTime,
    Late,
    Early,
    /// It looks again and again.
    Hasty,
}

impl Engine {
    fn comes_back(self, told: Duration) -> Duration {
        match self {
            Self::OnTime => told,
            Self::Late => told.mul_f64(1.7),
            Self::Early => told.mul_f64(0.3).max(told.min(LEAST_INTERVAL)),
            Self::Hasty => told.min(Duration::from_millis(500)),
        }
    }
}

/// Takes a flow to its end, each step in an isolate of its own.
fn take(api: &mut Api, attendees: bool, engine: Engine, latency: u64, max_wait: Duration) -> Result<String> {
    let wall = |now: Instant| 1_000_000_000_000 + now.as_millis();
    let mut now = Instant::from_millis(1_000_000);
    let mut isolate = Isolate::new(attendees, max_wait);
    for _ in 0..20_000 {
        let before = api.requests;
        let wait = isolate.step(api, latency, &mut now);
        assert!(
            api.requests - before <= 1,
            "a step sent {}",
            api.requests - before
        );
        let Some(wait) = wait else {
            return isolate.flow.finish();
        };
        let token = isolate.flow.serialize(now, wall(now));
        now = now + engine.comes_back(wait);
        isolate = Isolate::new(attendees, max_wait);
        isolate.flow.resume(&token, now, wall(now)).unwrap();
    }
    panic!("does not end");
}

fn assert_no_storm(api: &Api) {
    for (id, (_, at)) in &api.runs {
        for pair in at.windows(2) {
            assert!(pair[1] - pair[0] >= 250, "{id} was polled at {at:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_step_sends_one_request_and_a_run_is_polled_four_times_a_second_at_most(
        fates in prop::collection::vec(any_fate(), 0..40),
        polls in 1_u32..5,
        attendees: bool,
        engine in prop_oneof![Just(Engine::OnTime), Just(Engine::Late), Just(Engine::Early), Just(Engine::Hasty)],
        latency in prop_oneof![Just(0_u64), 1_u64..400],
        seconds in 1_u64..900,
    ) {
        let mut api = Api::new(fates, polls);
        let end = take(&mut api, attendees, engine, latency, Duration::from_secs(seconds));
        assert_no_storm(&api);
        prop_assert_eq!(api.writes.len(), api.runs.len());
        if let Err(error) = end {
            prop_assert_ne!(error.kind, crate::error::Kind::Internal, "{}", error);
        }
    }
}

/// The token of a flow whose last run has ended.
#[test]
fn a_flow_polls_nothing_after_its_last_run_has_ended() {
    let mut api = Api::new(Vec::new(), 1);
    let max_wait = Duration::from_mins(15);
    let mut now = Instant::from_millis(1_000_000);
    let mut isolate = Isolate::new(true, max_wait);
    while let Some(wait) = isolate.step(&mut api, 5, &mut now) {
        now = now + wait;
    }
    let token = isolate.flow.serialize(now, 7);
    let polls = |api: &Api| api.runs.values().map(|(_, at)| at.len()).sum::<usize>();
    let before = (api.requests, polls(&api), api.writes.len());
    let mut isolate = Isolate::new(true, max_wait);
    isolate.flow.resume(&token, now, 7).unwrap();
    assert_eq!(isolate.step(&mut api, 5, &mut now), None);
    assert_eq!(
        (api.requests, polls(&api), api.writes.len()),
        (before.0 + 1, before.1, before.2),
        "the event alone is read"
    );
    let result: Value = serde_json::from_str(&isolate.flow.finish().unwrap()).unwrap();
    for name in ["enrich", "match"] {
        assert_eq!(result["runs"][name]["status"], "succeeded");
    }
    assert_eq!(result["importReport"]["imported"], ROWS);
}

/// Anybody can write a token: one that does not say how a run ended has it polled in its own stage, and started never.
#[test]
fn a_run_that_a_token_does_not_know_to_have_ended_is_followed_to_its_end() {
    let plan_digest = new_flow(false, Duration::ZERO).plan_digest;
    let token = |more: &str| {
        let state = format!(r#"{{"p":"{plan_digest}","n":6,"i":{{"b":[]}},"e":"run0","m":"run1"{more}}}"#);
        crate::token::write("mf2", &crate::value::Value::parse(&state).unwrap())
    };
    let mut api = Api::new(vec![Fate::Refused(503, None); 9], 3);
    for id in ["run0", "run1"] {
        api.runs.insert(id.to_owned(), (3, Vec::new()));
    }
    let mut now = Instant::from_millis(1_000_000);
    let mut isolate = Isolate::new(false, Duration::from_mins(15));
    isolate.flow.resume(&token(""), now, 7).unwrap();
    while let Some(wait) = isolate.step(&mut api, 0, &mut now) {
        now = now + wait;
    }
    assert!(isolate.flow.finish().is_ok());
    assert_no_storm(&api);
    assert_eq!(api.writes.len(), 0);
    for odd in [
        r#","f":{"e":7}"#,
        r#","f":{"e":{"status":"failed"}}"#,
        r#","f":{"m":[4]}"#,
        r#","f":{"m":[]}"#,
    ] {
        let error = new_flow(false, Duration::ZERO)
            .resume(&token(odd), now, 7)
            .unwrap_err();
        assert_eq!(error.code, "INVALID_TOKEN", "{odd}");
    }
}

/// Runs that cannot be found for a while after they were started.
#[test]
fn a_fresh_run_that_is_not_found_is_ridden_out_for_fifteen_seconds() {
    // Polls at 0.25, 1.25, 3.25, 7.25 and 15.25 seconds.
    for (missing, found) in [(4, true), (5, false)] {
        let mut api = Api::new(vec![Fate::Refused(404, None); missing], 1);
        api.fates.push(Fate::Answered);
        let end = take(&mut api, false, Engine::OnTime, 0, Duration::from_mins(15));
        assert_eq!(end.is_ok(), found, "{missing}");
        assert_no_storm(&api);
        if let Err(error) = end {
            let (_, at) = &api.runs["run0"];
            assert_eq!(error.status, Some(404));
            assert!(at[at.len() - 1] - at[0] >= 15_000);
        }
    }
    // Once it was seen, it is an error.
    let mut api = Api::new(vec![Fate::Refused(404, None), Fate::Answered, Fate::Answered], 9);
    let error = take(&mut api, false, Engine::OnTime, 0, Duration::from_mins(15)).unwrap_err();
    assert_eq!(error.status, Some(404));
}

/// A start whose answer cannot be read is sent again as the server says, or ends the flow at once where that is too long.
#[test]
fn an_unreadable_start_that_asks_for_too_long_ends_the_flow() {
    for (hint, ends) in [
        (0, false),
        (120_000, false),
        (120_001, true),
        ((1 << 53) - 1, true),
    ] {
        let mut api = Api::new(vec![Fate::Page(hint)], 1);
        let end = take(&mut api, false, Engine::OnTime, 0, Duration::from_mins(15));
        assert_eq!(end.is_err(), ends, "{hint}");
        if let Err(error) = end {
            assert_eq!(
                (error.kind, error.retry_after_ms),
                (crate::error::Kind::Decode, Some(hint))
            );
        }
    }
}
