use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::attendee::Row;
use crate::error::Kind;
use crate::testing::Server;

pub(super) const PLAN: &str = r#"{"event":{"event_id":"e","title":"t"},"context":{"objectives":"meet"},"enrich":true,"match":{"session_id":"s"}}"#;

pub(super) fn flow(plan: &str) -> Result<Flow> {
    let import = ImportOptions {
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

#[test]
fn a_token_fits_its_plan_alone() {
    let token = flow(PLAN).unwrap().serialize(Instant::default(), 0);
    let mut other = flow(&PLAN.replace("meet", "eat")).unwrap();
    assert_eq!(resume(&mut other, &token).unwrap_err().code, "OTHER_PLAN");
    for (bad, code) in [
        ("", "INVALID_TOKEN"),
        ("mf2.e30", "INVALID_TOKEN"),
        ("mp2.e30", "INVALID_TOKEN"),
        ("mf1.e30", "TOKEN_VERSION"),
        ("mf3.e30", "TOKEN_VERSION"),
    ] {
        let error = resume(&mut flow(PLAN).unwrap(), bad).unwrap_err();
        assert_eq!(
            (error.kind, error.code.as_str()),
            (Kind::Validation, code),
            "{bad}"
        );
    }
}

#[test]
fn the_decision_of_the_reader_comes_back_from_every_token() {
    let decision = || crate::value::Value::parse(r#"{"v":1,"c":["email",null]}"#).unwrap();
    let mut server = Server {
        polls: 1,
        ..Server::default()
    };
    let (mut now, mut log, mut fed) = (Instant::from_millis(1), Vec::new(), 0);
    let mut first = flow(PLAN).unwrap();
    assert_eq!(first.remembered_source(), None);
    first.remember_source(decision());
    loop {
        let token = first.serialize(now, now.as_millis());
        let mut second = flow(PLAN).unwrap();
        second.resume(&token, now, now.as_millis()).unwrap();
        assert_eq!(second.remembered_source(), Some(&decision()));
        // Not read as far as the first one was: the decision stays all the same.
        let token = second.serialize(now, now.as_millis());
        let mut third = flow(PLAN).unwrap();
        third.resume(&token, now, now.as_millis()).unwrap();
        assert_eq!(third.remembered_source(), Some(&decision()));
        if !turn(&mut first, &mut fed, 5, &mut server, &mut now, &mut log) {
            break;
        }
    }
}

fn resume(flow: &mut Flow, token: &str) -> Result<()> {
    flow.resume(token, Instant::default(), 0)
}

/// A token with that state, for the plan of these tests.
fn token(state: &str) -> String {
    let state = state.replace("PLAN", &flow(PLAN).unwrap().plan_digest);
    crate::token::write("mf2", &crate::value::Value::parse(&state).unwrap())
}

#[test]
fn a_hostile_token_is_refused_with_a_code() {
    let rest = r#""i":{"b":[]}"#;
    let good = token(&format!(r#"{{"p":"PLAN","n":3,{rest}}}"#));
    assert!(resume(&mut flow(PLAN).unwrap(), &good).is_ok());
    let full = format!(r#"{{"p":"PLAN","n":6,{rest},"r":"x","e":"r1","m":"r2"}}"#);
    assert!(resume(&mut flow(PLAN).unwrap(), &token(&full)).is_ok());
    for bad in [
        r#"{"p":"PLAN","n":3}"#.to_owned(),
        format!(r#"{{"p":7,"n":3,{rest}}}"#),
        format!(r#"{{"p":"PLAN","n":7,{rest}}}"#),
        format!(r#"{{"p":"PLAN","n":-1,{rest}}}"#),
        format!(r#"{{"p":"PLAN","n":"3",{rest}}}"#),
        r#"{"p":"PLAN","n":3,"i":{"b":{}}}"#.to_owned(),
        r#"{"p":"PLAN","n":3,"i":{"b":[],"o":[[0]]}}"#.to_owned(),
        r#"{"p":"PLAN","n":3,"i":{"b":[],"o":[[0,1,2]]}}"#.to_owned(),
        r#"{"p":"PLAN","n":3,"i":{"b":[],"h":[[0]]}}"#.to_owned(),
        r#"{"p":"PLAN","n":3,"i":{"b":[],"o":[[4294967296,1,"r"]]}}"#.to_owned(),
        format!(r#"{{"p":"PLAN","n":1,{rest},"c":[1]}}"#),
        format!(r#"{{"p":"PLAN","n":1,{rest},"c":[1,1]}}"#),
        // What is behind it has to have left something.
        format!(r#"{{"p":"PLAN","n":4,{rest}}}"#),
        full.replace(r#""r":"x","#, ""),
        full.replace(r#""e":"r1","#, ""),
        full.replace(r#","m":"r2""#, ""),
        format!(r#"{{"p":"PLAN","n":3,{rest},"s":[{{"n":6,"s":1,"c":1}}]}}"#),
    ] {
        let error = resume(&mut flow(PLAN).unwrap(), &token(&bad)).unwrap_err();
        assert_eq!(error.code, "INVALID_TOKEN", "{bad}");
    }
    // How often a run was asked for does no harm, whatever is said of it: it is waited for from now on.
    for odd in [
        r#""w":7"#,
        r#""w":null"#,
        r#""w":["1",{},-1,0.5]"#,
        r#""w":[9]"#,
        r#""t":"x""#,
    ] {
        let odd = full
            .replace('}', &format!(",{odd}}}"))
            .replace(r#""n":6"#, r#""n":5"#);
        assert!(resume(&mut flow(PLAN).unwrap(), &token(&odd)).is_ok(), "{odd}");
    }
    let escaping = full.replace("r1", "..");
    let error = resume(&mut flow(PLAN).unwrap(), &token(&escaping)).unwrap_err();
    assert_eq!(error.issues[0].path, "run_id");
}

#[test]
fn an_end_that_a_token_tells_of_is_not_believed() {
    let told = token(r#"{"p":"PLAN","n":3,"i":{"b":[]},"s":[{"n":3,"s":1,"c":1,"d":true}]}"#);
    let mut flow = flow(PLAN).unwrap();
    resume(&mut flow, &told).unwrap();
    assert!(flow.take_step().is_some_and(|step| !step.done));
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
