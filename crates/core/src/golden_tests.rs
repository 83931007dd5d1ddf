//! Keys, digests and tokens that a later version must make, or read, as this one does: a key that changes by accident does work
//! twice, and a token that is no longer read loses a flow. From 1.0 on, a major version reads all of its tokens.
//!
//! A change on purpose takes a new number for the tokens' format (see `token.rs`) and new files in `golden/`, which
//! `cargo test -p meshi-partner-core --lib golden_tests::write -- --ignored` writes.

use core::fmt::Write as _;

use crate::attempt::Attempt;
use crate::flow::Flow;
use crate::import::{Import, ImportOptions, content_key};
use crate::job::{Job, Want};
use crate::poll::{Poll, PollOptions};
use crate::route::Routes;
use crate::testing::Server;
use crate::time::Instant;
use crate::value::Value;

const KEYS: &str = include_str!("../golden/keys.txt");
const FLOWS: &str = include_str!("../golden/mf2.txt");
const POLLERS: &str = include_str!("../golden/mp2.txt");

const PLAN: &str = r#"{"event":{"event_id":"e","title":"t"},"enrich":true,"match":{"session_id":"s"}}"#;
const ROWS: u64 = 5;
/// When the golden tokens are made and read.
const NOW: Instant = Instant::from_millis(1_000);
const WALL: u64 = 1_790_000_000_000;

fn options(run_key: &str, webhook_url: Option<&str>) -> ImportOptions {
    ImportOptions {
        max_rows: 3,
        concurrency: 1,
        webhook_url: webhook_url.map(str::to_owned),
        run_key: run_key.to_owned(),
        ..ImportOptions::default()
    }
}

fn flow(run_key: &str) -> Flow {
    let plan = match run_key {
        "" => PLAN.to_owned(),
        _ => PLAN.replacen('{', &format!(r#"{{"runKey":"{run_key}","#), 1),
    };
    let options = options("", None);
    Flow::new(Routes::default(), &plan, true, options, PollOptions::default()).unwrap()
}

/// Feeds the next row.
fn feed(job: &mut dyn Job, fed: &mut u64) {
    *fed += 1;
    let (id, json) = (
        format!("a{fed}"),
        format!(r#"{{"attendee_id":"a{fed}","name":"Ada Ünal"}}"#),
    );
    if let Some(sink) = job.sink() {
        sink.row(crate::attendee::Row {
            number: *fed,
            attendee_id: &id,
            json: &json,
        });
    }
    job.pulled(*fed < ROWS);
}

/// Takes a job to its end, and hands each request and each state over.
fn drive<J: Job>(
    job: &mut J,
    server: &mut Server,
    mut on_key: impl FnMut(&'static str, &str),
    mut on_turn: impl FnMut(&J, Instant),
) {
    let (mut now, mut fed) = (NOW, 0);
    loop {
        match job.want(now) {
            Want::Send(ticket, request) => {
                if let Some(key) = &request.idempotency_key {
                    on_key(request.operation, key);
                }
                let answer = server.answer(&request);
                job.told(ticket, answer, now);
            }
            Want::Pull => feed(job, &mut fed),
            Want::Sleep(until) => now = until,
            Want::Wait => panic!("waits for nothing"),
            Want::Done => return,
        }
        on_turn(job, now);
    }
}

fn server(fails: &[(&'static str, u32)]) -> Server {
    Server {
        polls: 2,
        fails: fails.iter().copied().collect(),
        ..Server::default()
    }
}

fn keys() -> String {
    let mut lines = String::new();
    let mut note = |what: &str, key: &str| writeln!(lines, "{what} {key}").unwrap();
    for (what, run_key, webhook_url, cap) in [
        ("import", "", None, usize::MAX),
        ("import,runKey", "2026-11-24", None, usize::MAX),
        (
            "import,webhook_url",
            "",
            Some("https://example.com/hook"),
            usize::MAX,
        ),
        ("import,halves", "", None, 1),
    ] {
        let mut import = Import::new(Routes::default(), "e", options(run_key, webhook_url)).unwrap();
        let mut server = Server {
            max_rows: cap,
            ..server(&[])
        };
        drive(&mut import, &mut server, |_, key| note(what, key), |_, _| ());
        note(&format!("{what},digest"), &import.digest());
    }
    for (what, run_key) in [("flow", ""), ("flow,runKey", "2026-11-24")] {
        drive(
            &mut flow(run_key),
            &mut server(&[]),
            |operation, key| note(&format!("{what},{operation}"), key),
            |_, _| (),
        );
    }
    let fails = [("attendees.import", 1), ("enrichment.start", 1)];
    let mut failing = server(&fails);
    for start in 1..=3 {
        let mut note = |operation: &str, key: &str| note(&format!("failing,{start},{operation}"), key);
        drive(
            &mut flow(""),
            &mut failing,
            |operation, key| note(operation, key),
            |_, _| (),
        );
    }
    let mut attempt = Attempt::default();
    for run in 0..8 {
        attempt.advance("imp", "imp_0", &format!("run_{run}"));
        note("attempt", attempt.key(""));
    }
    note("content", &content_key("imp", &["a", "", "ü"]));
    lines
}

#[test]
fn keys_are_as_they_were() {
    let made = keys();
    assert!(made == KEYS, "keys are now:\n{made}");
}

/// Tokens of flows in every state that one goes through.
fn flow_tokens() -> Vec<String> {
    let mut tokens = Vec::new();
    let mut server = server(&[
        ("attendees.import", 1),
        ("enrichment.start", 2),
        ("matching.start", 1),
    ]);
    for start in 0..5 {
        let mut started = flow("");
        if start % 2 == 1 {
            let decision = r#"{"columns":["name","email",null],"version":1}"#;
            started.remember_source(Value::parse(decision).unwrap());
        }
        drive(
            &mut started,
            &mut server,
            |_, _| (),
            |flow, now| {
                let mut again = self::flow("");
                let token = flow.serialize(now, WALL);
                again.resume(&token, NOW, WALL).unwrap();
                tokens.push(again.serialize(NOW, WALL));
            },
        );
    }
    let mut known = std::collections::BTreeSet::new();
    tokens.retain(|token| known.insert(token.clone()));
    tokens
}

#[test]
fn tokens_of_flows_are_read_as_they_were() {
    assert!(
        FLOWS.lines().count() > 20,
        "tokens are now:\n{}",
        flow_tokens().join("\n")
    );
    for token in FLOWS.lines() {
        let mut flow = flow("");
        flow.resume(token, NOW, WALL).unwrap();
        assert_eq!(flow.serialize(NOW, WALL), token);
        assert!(!matches!(flow.want(NOW), Want::Wait), "it goes on");
    }
}

#[test]
fn every_token_that_is_made_is_read() {
    for token in flow_tokens() {
        let mut flow = flow("");
        flow.resume(&token, NOW, WALL).unwrap();
        assert_eq!(flow.serialize(NOW, WALL), token);
    }
}

#[test]
fn tokens_of_pollers_are_read_as_they_were() {
    let first = Poll::new("run_1", PollOptions::default()).unwrap().serialize();
    assert_eq!(POLLERS.lines().next(), Some(first.as_str()));
    assert!(POLLERS.lines().count() > 2);
    for token in POLLERS.lines() {
        let poll = Poll::resume(token, PollOptions::default()).unwrap();
        assert_eq!((poll.run_id(), poll.serialize().as_str()), ("run_1", token));
    }
}

/// Writes the files in `golden/` anew, for a change on purpose.
#[test]
#[ignore = "it writes the files that the other tests read"]
fn write() {
    let poll = |numbers: &str| {
        let state = format!(r#"{{"run_id":"run_1"{numbers}}}"#);
        let token = crate::token::write("mp2", &Value::parse(&state).unwrap());
        Poll::resume(&token, PollOptions::default()).unwrap().serialize()
    };
    let pollers = [
        poll(""),
        poll(r#","w":[3,0,0,0]"#),
        poll(r#","w":[7,0,0,4294967297]"#),
    ];
    for (file, text) in [
        ("keys.txt", keys()),
        ("mf2.txt", flow_tokens().join("\n") + "\n"),
        ("mp2.txt", pollers.join("\n") + "\n"),
    ] {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("golden")
            .join(file);
        std::fs::write(path, text).unwrap();
    }
}
