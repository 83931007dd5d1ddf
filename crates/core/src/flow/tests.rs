use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::attendee::Row;
use crate::error::Kind;
use crate::testing::Server;

pub(super) const PLAN: &str = r#"{"event":{"event_id":"e","title":"t"},"context":{"objectives":"meet"},"enrich":true,"match":{"session_id":"s"}}"#;

pub(super) fn flow(plan: &str) -> Result<Flow> {
    flow_with(plan, true)
}

pub(super) fn flow_with(plan: &str, new_attempts: bool) -> Result<Flow> {
    let import = ImportOptions {
        new_attempts,
        max_rows: 3,
        concurrency: 1,
        ..ImportOptions::default()
    };
    Flow::new(Routes::default(), plan, true, import, PollOptions::default())
}

/// One piece of work, with rows fed as they are asked for. False: it is over.
pub(super) fn turn(
    flow: &mut Flow,
    fed: &mut u64,
    rows: u64,
    server: &mut Server,
    now: &mut Instant,
    log: &mut Vec<&'static str>,
) -> bool {
    match flow.want(*now) {
        Want::Send(ticket, request) => {
            log.push(request.operation);
            let answer = server.answer(&request);
            flow.told(ticket, answer, *now);
        }
        Want::Pull => {
            let sink = flow.sink().unwrap();
            if *fed < rows {
                *fed += 1;
                let (id, json) = (
                    format!("a{fed}"),
                    format!(r#"{{"attendee_id":"a{fed}","name":"N"}}"#),
                );
                sink.row(Row {
                    number: *fed,
                    attendee_id: &id,
                    json: &json,
                });
            }
            flow.pulled(*fed < rows);
        }
        Want::Sleep(until) => *now = until,
        Want::Wait => panic!("waits for nothing"),
        Want::Done => return false,
    }
    true
}

pub(super) fn run(
    mut flow: Flow,
    rows: u64,
    server: &mut Server,
) -> (Vec<&'static str>, Vec<(Name, Status)>, Result<Value>) {
    let (mut fed, mut now, mut log) = (0, Instant::from_millis(1), Vec::new());
    while turn(&mut flow, &mut fed, rows, server, &mut now, &mut log) {}
    let mut steps = Vec::new();
    while let Some(step) = flow.take_step() {
        assert_eq!(step.done, step.name == Name::Results);
        steps.push((step.name, step.status));
    }
    (
        log,
        steps,
        flow.finish().map(|result| serde_json::from_str(&result).unwrap()),
    )
}

#[test]
fn it_goes_through_its_steps_in_order() {
    let mut server = Server {
        polls: 1,
        ..Server::default()
    };
    let (log, steps, result) = run(flow(PLAN).unwrap(), 5, &mut server);
    assert_eq!(log[..3], ["auth.check", "events.create", "events.setContext"]);
    let ends: Vec<Name> = steps
        .iter()
        .filter(|(_, status)| *status == Status::Done)
        .map(|(name, _)| *name)
        .collect();
    assert_eq!(
        ends,
        [
            Name::Auth,
            Name::Event,
            Name::Context,
            Name::Import,
            Name::Enrich,
            Name::Match,
            Name::Results
        ]
    );
    assert!(steps.is_sorted_by_key(|(name, _)| *name));
    let result = result.unwrap();
    assert_eq!(
        (&result["event"]["event_id"], &result["importReport"]["imported"]),
        (&Value::from("e"), &Value::from(5))
    );
    assert_eq!(result["runs"]["import"].as_array().unwrap().len(), 2);
    assert_eq!(result["runs"]["match"]["kind"], "matching.start");
    assert_eq!(server.runs_started(), 4);
}

#[test]
fn what_the_plan_leaves_out_is_skipped() {
    let mut server = Server::default();
    let plan = r#"{"event":{"event_id":"e","title":"t"},"enrich":false}"#;
    let flow = Flow::new(
        Routes::default(),
        plan,
        false,
        ImportOptions::default(),
        PollOptions::default(),
    )
    .unwrap();
    let (log, steps, result) = run(flow, 0, &mut server);
    assert_eq!(log, ["auth.check", "events.create"]);
    let skipped: Vec<Name> = steps
        .iter()
        .filter(|(_, status)| *status == Status::Skipped)
        .map(|(name, _)| *name)
        .collect();
    assert_eq!(skipped, [Name::Context, Name::Import, Name::Enrich, Name::Match]);
    assert_eq!(result.unwrap()["importReport"], Value::Null);
}

#[test]
fn a_bad_plan_is_refused_whole_before_anything_is_sent() {
    let plan = r#"{"event":{"event_id":"e/","title":""},"context":{},"enrich":{"attendee_ids":["/"]},"match":{"webhook_url":"x"}}"#;
    let paths: Vec<String> = flow(plan)
        .unwrap_err()
        .issues
        .into_iter()
        .map(|issue| issue.path)
        .collect();
    assert_eq!(
        paths,
        [
            "event.event_id",
            "event.title",
            "context.body",
            "enrich.attendee_ids[0]",
            "match.webhook_url"
        ]
    );
    for plan in [
        "{}",
        "[]",
        r#"{"event":1}"#,
        r#"{"event":{"event_id":"e","title":"t"},"enrich":1}"#,
        r#"{"event":{"event_id":"e","title":"t"},"labl":"x"}"#,
    ] {
        assert_eq!(flow(plan).unwrap_err().kind, Kind::Validation, "{plan}");
    }
}

#[test]
fn it_stops_at_what_fails() {
    let mut server = Server {
        scopes: vec!["partner:read"],
        ..Server::default()
    };
    let (log, _, result) = run(flow(PLAN).unwrap(), 5, &mut server);
    assert_eq!(
        (log, result.unwrap_err().code.as_str()),
        (vec!["auth.check"], "INSUFFICIENT_SCOPE")
    );
    let mut server = Server {
        event: Some(r#"{"event_id":"e","title":"other"}"#.into()),
        ..Server::default()
    };
    assert_eq!(
        run(flow(PLAN).unwrap(), 5, &mut server).2.unwrap_err().issues[0].path,
        "title"
    );
    let mut server = Server {
        failing: ["enrichment.start".to_owned()].into(),
        ..Server::default()
    };
    let (_, steps, result) = run(flow(PLAN).unwrap(), 5, &mut server);
    assert_eq!(result.unwrap_err().kind, Kind::Run);
    assert!(steps.iter().all(|(name, _)| *name < Name::Match));
}

#[test]
fn a_source_that_cannot_be_read_leaves_nothing_behind() {
    let mut flow = flow(PLAN).unwrap();
    let now = Instant::from_millis(1);
    assert_eq!((flow.want(now), flow.want(now)), (Want::Pull, Want::Wait));
    flow.pulled(true);
    assert_eq!(flow.want(now), Want::Pull, "until there is a row");
    flow.source_failed(Error::invalid("source", "NO_NAME_COLUMN", "m"));
    assert_eq!(flow.want(now), Want::Done);
    assert_eq!(flow.finish().unwrap_err().code, "NO_NAME_COLUMN");
}

#[test]
fn it_does_not_go_on_when_nothing_was_imported() {
    let mut server = Server {
        poison: ["a1".to_owned(), "a2".to_owned()].into(),
        ..Server::default()
    };
    let (_, steps, result) = run(flow(PLAN).unwrap(), 2, &mut server);
    let error = result.unwrap_err();
    assert_eq!(
        (error.kind, error.code.as_str()),
        (Kind::Validation, "NOTHING_IMPORTED")
    );
    assert!(
        error
            .report
            .is_some_and(|report| report.contains("\"rejected\":[{"))
    );
    assert!(steps.iter().all(|(name, _)| *name <= Name::Import));
}

#[test]
fn again_from_the_start_does_nothing_twice_and_a_run_key_makes_it_new() {
    let mut server = Server::default();
    run(flow(PLAN).unwrap(), 5, &mut server).2.unwrap();
    let started = server.runs_started();
    run(flow(PLAN).unwrap(), 5, &mut server).2.unwrap();
    assert_eq!(server.runs_started(), started);
    let with_run_key = PLAN.replacen('{', r#"{"runKey":"next week","#, 1);
    run(flow(&with_run_key).unwrap(), 5, &mut server).2.unwrap();
    assert_eq!(server.runs_started(), 2 * started);
    run(flow(PLAN).unwrap(), 6, &mut server).2.unwrap();
    assert_eq!(
        server.runs_started(),
        2 * started + 3,
        "one part, enrich and match are new with another attendee"
    );
}

#[test]
fn an_event_that_exists_is_confirmed_in_the_next_isolate() {
    let mut server = Server {
        event: Some(r#"{"event_id":"e","title":"t"}"#.into()),
        ..Server::default()
    };
    let (mut now, mut log, mut token) = (Instant::from_millis(1), Vec::new(), None::<String>);
    for _ in 0..4 {
        let mut flow = flow(PLAN).unwrap();
        if let Some(token) = token {
            flow.resume(&token, now, now.as_millis()).unwrap();
        }
        let (before, mut fed) = (log.len(), 0);
        while log.len() == before {
            turn(&mut flow, &mut fed, 0, &mut server, &mut now, &mut log);
        }
        token = Some(flow.serialize(now, now.as_millis()));
    }
    assert_eq!(
        log,
        ["auth.check", "events.create", "events.get", "events.setContext"]
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    /// Cut off after any step, and gone on with in another isolate: one event, every row once, one run each.
    #[test]
    fn it_survives_its_isolate(rows in 0u64..12, polls in 0u32..3, cuts in proptest::collection::vec(1usize..12, 0..12)) {
        let mut server = Server { polls, ..Server::default() };
        let (mut token, mut now, mut log): (Option<String>, _, _) = (None, Instant::from_millis(1), Vec::new());
        let (mut cuts, mut told) = (cuts.into_iter(), Vec::new());
        let result: Value = loop {
            let mut flow = flow(PLAN).unwrap();
            if let Some(token) = token.take() {
                flow.resume(&token, now, now.as_millis()).unwrap();
            }
            let (mut fed, mut left, mut over) = (0, cuts.next().unwrap_or(usize::MAX), false);
            while left > 0 && !over {
                left -= 1;
                over = !turn(&mut flow, &mut fed, rows, &mut server, &mut now, &mut log);
            }
            if over {
                while let Some(step) = flow.take_step() {
                    told.extend((step.status != Status::Running).then_some(step.name));
                }
                break serde_json::from_str(&flow.finish().unwrap()).unwrap();
            }
            // An engine takes one report a turn; what it has not taken is told in the next isolate.
            told.extend(flow.take_step().filter(|step| step.status != Status::Running).map(|step| step.name));
            token = Some(flow.serialize(now, now.as_millis()));
        };
        prop_assert_eq!(told, [Name::Auth, Name::Event, Name::Context, Name::Import, Name::Enrich, Name::Match, Name::Results]);
        prop_assert_eq!(&result["importReport"]["imported"], &Value::from(rows));
        prop_assert_eq!(&result["event"]["title"], "t");
        prop_assert_eq!(&result["runs"]["match"]["status"], "succeeded");
        prop_assert!(server.taken.values().all(|n| *n == 1));
        prop_assert_eq!(server.runs_started() as u64, rows.div_ceil(3) + 2);
    }
}
