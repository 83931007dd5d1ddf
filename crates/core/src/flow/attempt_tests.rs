//! A flow whose runs fail: one new attempt a start or resume, and nothing that succeeded again.

use proptest::prelude::*;
use serde_json::Value;

use super::tests::{PLAN, flow, flow_with, run, turn};
use super::*;
use crate::attempt::MOST_LINKS;
use crate::error::Kind;
use crate::testing::Server;

const OPERATIONS: [&str; 3] = ["attendees.import", "enrichment.start", "matching.start"];

fn server(operation: &'static str, fails: u32) -> Server {
    Server {
        polls: 1,
        fails: [(operation, fails)].into(),
        ..Server::default()
    }
}

#[test]
fn a_failed_enrichment_or_matching_has_one_new_attempt_a_start() {
    for operation in ["enrichment.start", "matching.start"] {
        for fails in 0..=MOST_LINKS {
            let mut server = server(operation, fails);
            let mut log = Vec::new();
            for n in 0..fails {
                let before = server.runs_started();
                let (_, _, result) = run(flow(PLAN).unwrap(), 3, &mut server);
                assert_eq!(result.unwrap_err().kind, Kind::Run, "{operation}, start {n}");
                log.push(server.runs_started() - before);
            }
            let (_, _, result) = run(flow(PLAN).unwrap(), 3, &mut server);
            let result = result.unwrap();
            assert_eq!(result["runs"]["match"]["status"], "succeeded");
            // Import, enrichment, matching, and the failures.
            assert_eq!(u32::try_from(server.runs_started()).unwrap(), 3 + fails);
            assert!(log.iter().skip(1).all(|new| *new == 1), "{operation}: {log:?}");
            assert!(server.taken.values().all(|n| *n == 1));
        }
    }
}

#[test]
fn a_chain_that_is_used_up_names_the_run_key() {
    for operation in ["enrichment.start", "matching.start"] {
        let mut server = server(operation, MOST_LINKS + 1);
        for _ in 0..MOST_LINKS {
            let error = run(flow(PLAN).unwrap(), 3, &mut server).2.unwrap_err();
            assert!(!error.message.contains("runKey"), "{}", error.message);
        }
        let started = server.runs_started();
        for _ in 0..3 {
            let error = run(flow(PLAN).unwrap(), 3, &mut server).2.unwrap_err();
            assert_eq!((error.kind, error.code.as_str()), (Kind::Run, "RUN_FAILED"));
            assert!(error.message.contains("runKey"), "{}", error.message);
        }
        assert_eq!(
            server.runs_started(),
            started + 1,
            "one last attempt, and then none"
        );
        let again = PLAN.replacen('{', r#"{"runKey":"again","#, 1);
        run(flow(&again).unwrap(), 3, &mut server).2.unwrap();
        assert_eq!(server.runs_started(), started + 4);
    }
}

#[test]
fn a_new_run_that_fails_at_once_is_the_attempt_of_its_start() {
    for operation in OPERATIONS {
        let mut server = Server {
            polls: 0,
            wall_ms: Some(1_000),
            ..server(operation, 3)
        };
        for n in 0..3 {
            server.wall_ms = server.wall_ms.map(|ms| ms + 5);
            let import = ImportOptions {
                max_rows: 3,
                begun: server.wall_ms.map(|wall_ms| crate::attempt::Begun {
                    wall_ms,
                    at: Instant::from_millis(1),
                }),
                ..ImportOptions::default()
            };
            let start = Flow::new(Routes::default(), PLAN, true, import, PollOptions::default());
            let left = server.fails[operation];
            let error = run(start.unwrap(), 3, &mut server).2.unwrap_err();
            assert_eq!(error.kind, Kind::Run, "{operation}");
            assert!(error.run.is_some() && error.correlation_id.is_some());
            assert_eq!(server.fails[operation], left - 1, "{operation}, start {n}");
        }
        run(flow(PLAN).unwrap(), 3, &mut server).2.unwrap();
    }
}

/// Takes a flow to the answer of its first call of `operation`, and gives the token that an engine has then.
fn token_after(operation: &str, server: &mut Server) -> String {
    let mut flow = flow(PLAN).unwrap();
    let (mut fed, mut now, mut log) = (0, Instant::from_millis(1), Vec::new());
    while log.last() != Some(&operation) {
        assert!(turn(&mut flow, &mut fed, 3, server, &mut now, &mut log));
    }
    flow.serialize(now, now.as_millis())
}

fn resumed(token: &str) -> Flow {
    let mut flow = flow(PLAN).unwrap();
    flow.resume(token, Instant::from_millis(1), 1).unwrap();
    flow
}

#[test]
fn a_resumed_flow_whose_run_has_failed_tries_it_again() {
    for operation in OPERATIONS {
        let mut server = server(operation, 1);
        let token = token_after(operation, &mut server);
        let before = server.runs_started();
        let (log, _, result) = run(resumed(&token), 3, &mut server);
        let result = result.unwrap();
        assert_eq!(result["importReport"]["imported"], 3, "{operation}");
        assert_eq!(log[..2], ["runs.get", operation], "{operation}: {log:?}");
        let after = OPERATIONS.iter().position(|other| *other == operation).unwrap();
        assert_eq!(server.runs_started() - before, 3 - after, "{operation}");
        assert!(server.taken.values().all(|n| *n == 1));
    }
}

#[test]
fn the_token_of_a_flow_that_failed_goes_on_with_the_next_attempt() {
    for operation in ["enrichment.start", "matching.start"] {
        let mut server = server(operation, 2);
        let mut failed = flow(PLAN).unwrap();
        let (mut fed, mut now, mut log) = (0, Instant::from_millis(1), Vec::new());
        while turn(&mut failed, &mut fed, 3, &mut server, &mut now, &mut log) {}
        assert_eq!(failed.error.as_ref().unwrap().kind, Kind::Run);
        let token = failed.serialize(now, now.as_millis());
        let (log, _, result) = run(resumed(&token), 3, &mut server);
        assert_eq!((log[0], result.unwrap_err().kind), (operation, Kind::Run));
        let (_, _, result) = run(flow(PLAN).unwrap(), 3, &mut server);
        result.unwrap();
        assert_eq!(server.runs_started(), 5);
    }
}

#[test]
fn a_flow_that_imported_nothing_goes_on_with_the_next_attempt_of_its_parts() {
    let mut server = server("attendees.import", 2);
    let mut failed = flow(PLAN).unwrap();
    let (mut fed, mut now, mut log) = (0, Instant::from_millis(1), Vec::new());
    while turn(&mut failed, &mut fed, 5, &mut server, &mut now, &mut log) {}
    let error = failed.finish().unwrap_err();
    assert_eq!(error.code, "RUN_FAILED");
    let token = failed.serialize(now, now.as_millis());
    let (log, _, result) = run(resumed(&token), 5, &mut server);
    assert_eq!(log[..2], ["attendees.import"; 2], "{log:?}");
    assert_eq!(result.unwrap()["importReport"]["imported"], 5);
    assert_eq!(
        server.runs_started(),
        6,
        "two parts, each twice, and two runs over them"
    );
}

#[test]
fn an_import_that_succeeds_at_a_later_attempt_is_followed_by_runs_of_its_own() {
    let mut server = server("attendees.import", 1);
    // Of two parts, the first fails: the flow goes on with the second one's rows.
    let (_, _, result) = run(flow(PLAN).unwrap(), 5, &mut server);
    assert_eq!(result.unwrap()["importReport"]["imported"], 2);
    assert_eq!(server.runs_started(), 4);
    let (_, _, result) = run(flow(PLAN).unwrap(), 5, &mut server);
    let result = result.unwrap();
    assert_eq!(result["importReport"]["imported"], 5);
    assert_eq!(result["importReport"]["replayed"], 2);
    assert_eq!(server.runs_started(), 7, "the part, and both runs over all rows");
    assert_eq!(result["runs"]["enrich"]["replayed"], Value::Null);
    let (_, _, result) = run(flow(PLAN).unwrap(), 5, &mut server);
    assert_eq!(result.unwrap()["importReport"]["replayed"], 5);
    assert_eq!(server.runs_started(), 7);
}

#[test]
fn a_list_that_comes_back_after_another_is_told_as_replayed() {
    let named = |name: &str| PLAN.replace("meet", name);
    let with_session =
        |session: &str| PLAN.replace(r#""session_id":"s""#, &format!(r#""session_id":"{session}""#));
    let mut server = Server {
        polls: 1,
        ..Server::default()
    };
    let replayed = |plan: &str, server: &mut Server| {
        let result = run(flow(plan).unwrap(), 3, server).2.unwrap();
        let told = [
            &result["importReport"]["replayed"],
            &result["runs"]["import"][0]["replayed"],
            &result["runs"]["enrich"]["replayed"],
            &result["runs"]["match"]["replayed"],
        ];
        told.map(|told| !told.is_null() && told.as_u64() != Some(0))
    };
    let (a, b) = (with_session("a"), with_session("b"));
    assert_eq!(replayed(&a, &mut server), [false; 4]);
    assert_eq!(replayed(&b, &mut server), [true, true, true, false]);
    assert_eq!(replayed(&a, &mut server), [true; 4]);
    let again = a.replacen('{', r#"{"runKey":"2026-11-24","#, 1);
    assert_eq!(
        replayed(&again, &mut server),
        [false; 4],
        "with a run key of its own, it is done"
    );
    // What the keys do not cover changes nothing.
    assert_eq!(replayed(&named("eat"), &mut server)[..3], [true; 3]);
}

#[test]
fn what_was_replayed_is_told_after_a_resume_too() {
    let mut server = Server {
        polls: 1,
        ..Server::default()
    };
    run(flow(PLAN).unwrap(), 3, &mut server).2.unwrap();
    for operation in OPERATIONS {
        let token = token_after(operation, &mut server);
        let result = run(resumed(&token), 3, &mut server).2.unwrap();
        assert_eq!(result["importReport"]["replayed"], 3, "{operation}");
        for run in ["enrich", "match"] {
            assert_eq!(result["runs"][run]["replayed"], true, "{operation}: {run}");
        }
        assert_eq!(result["runs"]["import"][0]["replayed"], true, "{operation}");
    }
}

#[test]
fn the_token_of_a_flow_that_is_over_gives_its_result_without_a_write() {
    let mut server = server("enrichment.start", 0);
    let mut over = flow(PLAN).unwrap();
    let (mut fed, mut now, mut log) = (0, Instant::from_millis(1), Vec::new());
    while turn(&mut over, &mut fed, 5, &mut server, &mut now, &mut log) {}
    let result: Value = serde_json::from_str(&over.finish().unwrap()).unwrap();
    for _ in 0..2 {
        let token = over.serialize(now, now.as_millis());
        let started = server.runs_started();
        let mut again = resumed(&token);
        let (mut fed, mut log) = (0, Vec::new());
        while turn(&mut again, &mut fed, 5, &mut server, &mut now, &mut log) {}
        let reads = ["events.get", "runs.get"];
        assert!(log.iter().all(|operation| reads.contains(operation)), "{log:?}");
        let told: Value = serde_json::from_str(&again.finish().unwrap()).unwrap();
        for path in [
            "/event",
            "/importReport/total",
            "/importReport/imported",
            "/runs/enrich/run_id",
            "/runs/enrich/status",
            "/runs/match/run_id",
            "/runs/match/status",
        ] {
            assert_eq!(told.pointer(path), result.pointer(path), "{path}");
        }
        let ids = |result: &Value| -> Vec<Value> {
            let runs = result["runs"]["import"].as_array().unwrap();
            runs.iter().map(|run| run["run_id"].clone()).collect()
        };
        assert_eq!(ids(&told), ids(&result));
        assert_eq!(server.runs_started(), started);
        over = again;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    /// Cut off anywhere, resumed or started again, with failures of every kind: rows are imported once, and it succeeds once
    /// nothing fails any more.
    #[test]
    fn it_comes_to_its_end_whatever_fails(
        rows in 1_u64..8,
        polls in 1_u32..3,
        fails in [0_u32..5, 0_u32..5, 0_u32..5],
        cuts in proptest::collection::vec((1_usize..20, any::<bool>()), 0..10),
    ) {
        let mut server = Server { polls, fails: OPERATIONS.into_iter().zip(fails).collect(), ..Server::default() };
        let (mut now, mut log, mut token) = (Instant::from_millis(1), Vec::new(), None::<String>);
        for (turns, is_kept) in cuts {
            let mut flow = flow(PLAN).unwrap();
            if let Some(token) = &token {
                flow.resume(token, now, now.as_millis()).unwrap();
            }
            let before = server.runs_started();
            let mut fed = 0;
            for _ in 0..turns {
                turn(&mut flow, &mut fed, rows, &mut server, &mut now, &mut log);
            }
            // One attempt a part, one enrichment and one matching.
            prop_assert!(server.runs_started() - before <= usize::try_from(rows.div_ceil(3)).unwrap() + 2);
            let is_import_error = flow.name == Name::Import && flow.error.is_some();
            token = (is_kept && !is_import_error).then(|| flow.serialize(now, now.as_millis()));
        }
        server.fails.clear();
        // Runs that were under way are still to fail, one of each kind at most: those of the import at once.
        let mut ends = (0..4).map(|_| run(flow(PLAN).unwrap(), rows, &mut server).2);
        let result = ends.find_map(|end| end.ok().filter(|result| result["importReport"]["imported"] == rows));
        let result = result.expect("it never ended well");
        prop_assert_eq!(&result["runs"]["match"]["status"], "succeeded");
        prop_assert!(server.taken.len() as u64 == rows && server.taken.values().all(|n| *n == 1));
    }
}

/// A flow that is resumed for each of its steps, as an engine does it. Returns the failure that ended it, and the token after.
fn step_by_step(mut token: String, server: &mut Server) -> (Option<Kind>, String) {
    let mut now = Instant::from_millis(1);
    for _ in 0..200 {
        let mut flow = flow_with(PLAN, false).unwrap();
        flow.resume(&token, now, now.as_millis()).unwrap();
        let (mut fed, mut log) = (0, Vec::new());
        while log.is_empty() && turn(&mut flow, &mut fed, 3, server, &mut now, &mut log) {}
        let is_over = flow.name == Name::Results || flow.error.is_some();
        token = flow.serialize(now, now.as_millis());
        if is_over {
            return (flow.error.map(|error| error.kind), token);
        }
    }
    panic!("the flow does not end");
}

#[test]
fn an_engine_that_resumes_for_each_step_makes_new_attempts_only_from_the_token_after_a_failure() {
    for operation in ["enrichment.start", "matching.start"] {
        let mut server = server(operation, 3);
        let mut token = token_after(operation, &mut server);
        let before = server.runs_started();
        for n in 0..3 {
            let (failure, after) = step_by_step(token, &mut server);
            assert_eq!(failure, Some(Kind::Run), "{operation}");
            assert_eq!(server.runs_started() - before, n, "{operation}");
            token = after;
        }
        let (failure, _) = step_by_step(token, &mut server);
        assert_eq!(failure, None, "{operation}");
        assert!(server.taken.values().all(|n| *n == 1));
    }
}
