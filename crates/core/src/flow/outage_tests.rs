//! A flow rides out an outage at any of its steps: in one isolate, or in as many as it has steps.

use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::attendee::Row;
use crate::import::ImportOptions;
use crate::outage::OutageOptions;
use crate::testing::Server;

const PLAN: &str =
    r#"{"event":{"event_id":"e","title":"t"},"context":{"objectives":"o"},"enrich":true,"match":true}"#;
const WALL: u64 = 1_790_000_000_000;
const LATENCY: u64 = 40;

fn flow(max: u64, concurrency: usize) -> Flow {
    let import = ImportOptions {
        max_rows: 2,
        concurrency,
        outage: OutageOptions {
            max: Duration::from_millis(max),
            ..OutageOptions::default()
        },
        ..ImportOptions::default()
    };
    Flow::new(Routes::default(), PLAN, true, import, PollOptions::default()).unwrap()
}

/// What is away: requests from the first that this names, for so long.
#[derive(Debug, Clone, Copy)]
struct Away {
    operation: &'static str,
    everything: bool,
    length: u64,
    lossy: bool,
}

struct Ended {
    result: Result<Value>,
    /// When requests went out that were struck.
    struck: Vec<u64>,
}

/// Runs it one request at a time, from a token each time where `isolates` says so.
fn run(max: u64, rows: u64, server: &mut Server, away: Away, isolates: bool) -> Ended {
    let (mut flow, mut fed, mut now, mut began) = (self::flow(max, 1), 0, 1_000_u64, None);
    let (mut struck, mut plain) = (Vec::new(), 0);
    for _ in 0..2_000 {
        let at = Instant::from_millis(now);
        match flow.want(at) {
            Want::Send(ticket, request) => {
                if request.operation == away.operation && began.is_none() {
                    began = Some(now);
                }
                let within = began.is_some_and(|began| (began..began + away.length).contains(&now));
                let fails = within && (away.everything || request.operation == away.operation);
                let mut answer = if !fails || away.lossy {
                    server.answer(&request)
                } else {
                    Err(Error::aborted())
                };
                if fails {
                    // Polls and other requests are found to be struck one after the other.
                    plain += u32::from(!request.probe);
                    assert!(plain <= 1 + u32::from(away.everything), "{}", request.operation);
                    struck.push(now);
                    answer = Err(Error::api(503, "DOWN", "m"));
                }
                now += LATENCY;
                let at = Instant::from_millis(now);
                flow.told(ticket, answer, at);
                let collects = flow.name == Name::Results;
                if isolates && !collects && flow.error.is_none() && !flow.done {
                    // The engine comes back when it is told to.
                    let due = match flow.want(at) {
                        Want::Sleep(until) => until,
                        // What it wants at once another isolate comes to by itself; but what was wanted here is lost.
                        _ => at,
                    };
                    if due > at {
                        let token = flow.serialize(at, WALL + now);
                        now = due.as_millis();
                        flow = self::flow(max, 1);
                        flow.resume(&token, due, WALL + now).unwrap();
                        fed = 0;
                    } else {
                        // It goes on here, with what it wanted.
                        flow = resumed(&flow, max, at, now);
                        fed = 0;
                    }
                }
            }
            Want::Pull => {
                if fed < rows {
                    fed += 1;
                    let (id, json) = (
                        format!("a{fed}"),
                        format!(r#"{{"attendee_id":"a{fed}","name":"N"}}"#),
                    );
                    flow.sink().unwrap().row(Row {
                        number: fed,
                        attendee_id: &id,
                        json: &json,
                    });
                }
                flow.pulled(fed < rows);
            }
            Want::Sleep(until) => now = until.as_millis(),
            Want::Wait => panic!("waits for nothing"),
            Want::Done => {
                let result = flow.finish().map(|result| serde_json::from_str(&result).unwrap());
                return Ended { result, struck };
            }
        }
    }
    panic!("does not end");
}

fn resumed(flow: &Flow, max: u64, at: Instant, now: u64) -> Flow {
    let token = flow.serialize(at, WALL + now);
    let mut next = self::flow(max, 1);
    next.resume(&token, at, WALL + now).unwrap();
    next
}

const OPERATIONS: [&str; 7] = [
    "auth.check",
    "events.create",
    "events.setContext",
    "attendees.import",
    "enrichment.start",
    "matching.start",
    "runs.get",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn it_goes_on_when_the_server_is_back_or_ends_with_its_fault(
        operation in 0usize..7, everything: bool, lossy: bool, isolates: bool,
        rows in 1u64..6, polls in 1u32..3, length in 1u64..100_000, max in 1_000u64..100_000,
    ) {
        let mut server = Server { polls, ..Server::default() };
        let away = Away { operation: OPERATIONS[operation], everything, length, lossy };
        let ended = run(max, rows, &mut server, away, isolates);
        prop_assert!(ended.struck.len() as u64 <= 2 + length / 1_000 + 1, "{:?}", ended.struck);
        let close = |two: &[u64]| {
            // The last probe may come early, so that it is within the bound.
            two[1] - two[0] < 1_000 && two[0] + 1_000 + LATENCY <= ended.struck[0] + max
        };
        let close = ended.struck.windows(2).filter(|two| close(two)).count();
        prop_assert!(close <= usize::from(everything), "{:?} {:?}", ended.struck, away);
        match ended.result {
            Ok(result) => prop_assert_eq!(&result["importReport"]["imported"], rows),
            Err(error) => {
                prop_assert!(length > max, "{error}");
                prop_assert_eq!(error.status, Some(503));
                prop_assert!(error.message.contains("maxOutageMs"), "{}", error.message);
            }
        }
        // Another try finishes what is left, and nothing was done twice.
        let again = run(max, rows, &mut server, Away { length: 0, ..away }, isolates);
        prop_assert!(again.result.is_ok());
        prop_assert!(server.taken.len() as u64 == rows && server.taken.values().all(|n| *n == 1));
    }
}

#[test]
fn every_operation_that_stays_away_ends_the_flow_with_its_fault() {
    for operation in OPERATIONS {
        for isolates in [false, true] {
            for everything in [false, true] {
                let mut server = Server {
                    polls: 1,
                    ..Server::default()
                };
                let away = Away {
                    operation,
                    everything,
                    length: u64::MAX >> 8,
                    lossy: false,
                };
                let ended = run(30_000, 3, &mut server, away, isolates);
                let error = ended.result.unwrap_err();
                assert_eq!(
                    (error.status, error.code.as_str()),
                    (Some(503), "DOWN"),
                    "{operation}"
                );
                assert!(
                    error.message.contains("maxOutageMs"),
                    "{operation}: {}",
                    error.message
                );
                assert!(
                    (4..12).contains(&ended.struck.len()),
                    "{operation}: {:?}",
                    ended.struck
                );
                let lasted = ended.struck.last().unwrap() - ended.struck[0];
                assert!(
                    (30_000..31_500).contains(&lasted),
                    "{operation}: {:?}",
                    ended.struck
                );
            }
        }
    }
}
