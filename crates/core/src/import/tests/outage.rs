//! A server that is away for a while, under a clock of the test's: in which every request takes its time.

use core::time::Duration;

use super::*;
use crate::outage::OutageOptions;

/// Options of an import that ends with its first fault.
pub(super) fn without_riding(max_rows: usize, concurrency: usize) -> ImportOptions {
    riding(0, options(max_rows, concurrency))
}

fn riding(max_ms: u64, options: ImportOptions) -> ImportOptions {
    ImportOptions {
        outage: OutageOptions {
            max: Duration::from_millis(max_ms),
            ..OutageOptions::default()
        },
        ..options
    }
}

/// What is out of order from one moment to another, in milliseconds.
#[derive(Debug, Clone, Copy)]
struct Away {
    from: u64,
    to: u64,
    writes: bool,
    polls: bool,
    /// Whether requests take effect although they are answered with a fault.
    lossy: bool,
}

impl Away {
    fn strikes(&self, request: &Request, now: u64) -> bool {
        let struck = if request.operation == "runs.get" {
            self.polls
        } else {
            self.writes
        };
        struck && (self.from..self.to).contains(&now)
    }
}

const LATENCY: u64 = 30;

/// Imports so many rows, and returns how it ended with when each request went out and whether it was struck.
fn import(
    mut import: Import,
    rows: u64,
    server: &mut Server,
    away: Away,
) -> (Result<Value>, Vec<(u64, bool)>) {
    let mut source = Source::new(rows);
    let mut now = 0_u64;
    let mut sent: Vec<(u64, bool)> = Vec::new();
    let mut out: Vec<(u64, Ticket, Result<Answer>)> = Vec::new();
    for _ in 0..100_000 {
        let at = Instant::from_millis(now);
        let until = match import.want(at) {
            Want::Send(ticket, request) => {
                let struck = away.strikes(&request, now);
                let answer = if !struck || away.lossy {
                    server.answer(&request)
                } else {
                    Err(Error::aborted())
                };
                let answer = if struck {
                    Err(Error::api(503, "DOWN", "m"))
                } else {
                    answer
                };
                sent.push((now, struck));
                out.push((now + LATENCY, ticket, answer));
                continue;
            }
            Want::Pull => {
                source.pull(&mut import);
                continue;
            }
            Want::Done => {
                let ended = import
                    .finish()
                    .map(|report| serde_json::from_str(&report).unwrap());
                return (ended, sent);
            }
            Want::Sleep(until) => {
                assert!(until > at, "it sleeps until now");
                until.as_millis()
            }
            Want::Wait => u64::MAX,
        };
        let first = (0..out.len()).min_by_key(|index| out[*index].0);
        if let Some(index) = first.filter(|index| out[*index].0 <= until) {
            let (at, ticket, answer) = out.remove(index);
            now = now.max(at);
            import.told(ticket, answer, Instant::from_millis(now));
        } else {
            assert!(until < u64::MAX, "it waits for nothing");
            now = until;
        }
    }
    panic!("it does not end");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    /// However long the server is away: up to the bound the import goes on and every row lands once; beyond it the import
    /// ends with the fault and each row in the report. There is no storm meanwhile.
    #[test]
    fn an_outage_is_ridden_out_or_told(
        rows in 1u64..60, max_rows in 1usize..9, concurrency in 1usize..6, polls in 0u32..3,
        from in 0u64..6_000, length in 1u64..120_000, max in 1_000u64..120_000,
        (writes, struck_polls) in prop_oneof![Just((true, true)), Just((true, false)), Just((false, true))],
        lossy: bool,
    ) {
        let mut server = Server { polls, ..Server::default() };
        let away = Away { from, to: from + length, writes, polls: struck_polls, lossy };
        let new_one = || new(riding(max, options(max_rows, concurrency)));
        let (ended, sent) = import(new_one(), rows, &mut server, away);
        let struck: Vec<u64> = sent.iter().filter(|(_, struck)| *struck).map(|(at, _)| *at).collect();
        // Those that were under way when it began, of either kind, and then one at a time.
        let began = struck.first().copied().unwrap_or_default();
        let probes: Vec<u64> = struck.iter().copied().filter(|at| *at > began + 4 * LATENCY).collect();
        let both = writes && struck_polls;
        if !both {
            prop_assert!(struck.len() - probes.len() <= concurrency * 2, "{struck:?}");
            let paced = probes.windows(2).all(|two| two[1] - two[0] >= 1_000 || two[0] + 1_000 > began + max);
            prop_assert!(paced, "{struck:?}");
        }
        // One kind may be found to be down later than the other.
        prop_assert!(struck.len() as u64 <= 2 * concurrency as u64 * 2 + length / 1_000 + 2, "{struck:?}");
        match ended {
            Ok(report) => {
                assert_accounted(&report, rows);
                prop_assert_eq!(&report["imported"], rows);
            }
            Err(error) => {
                prop_assert!(length > max - LATENCY, "{error}");
                prop_assert_eq!((error.status, error.code.as_str()), (Some(503), "DOWN"));
                prop_assert!(error.message.contains("maxOutageMs"), "{}", error.message);
                let report: Value = serde_json::from_str(error.report.as_deref().unwrap()).unwrap();
                assert_accounted(&report, report["total"].as_u64().unwrap());
                if lossy && writes {
                    let unsent = report["rejected"].as_array().unwrap().iter().filter(|row| row["code"] == NOT_SENT);
                    for row in unsent {
                        let id = format!("a{}", row["row"]);
                        prop_assert!(!server.taken.contains_key(&id), "{id} was sent");
                    }
                }
            }
        }
        // Once it is back, another try finishes.
        let (ended, _) = import(new_one(), rows, &mut server, Away { to: 0, ..away });
        prop_assert!(ended.is_ok());
        prop_assert!(server.taken.values().all(|n| *n == 1) && server.taken.len() as u64 == rows);
    }
}

#[test]
fn an_import_that_is_not_to_ride_ends_with_the_first_fault() {
    let away = Away {
        from: 0,
        to: 5,
        writes: true,
        polls: true,
        lossy: false,
    };
    let (ended, sent) = import(new(without_riding(9, 1)), 5, &mut Server::default(), away);
    let error = ended.unwrap_err();
    assert_eq!((error.message.as_str(), sent.len()), ("m", 1));
}

#[test]
fn parts_that_an_earlier_isolate_may_have_sent_are_not_called_unsent() {
    let mut first = new(options(2, 1));
    let now = Instant::from_millis(1);
    assert_eq!(first.want(now), Want::Pull);
    (1..=6).for_each(|n| row(&mut first, n));
    first.pulled(false);
    let Want::Send(ticket, _) = first.want(now) else {
        panic!("does not send")
    };
    first.told(ticket, Err(Error::api(503, "DOWN", "m")), now);
    let Want::Sleep(due) = first.want(now) else {
        panic!("does not wait")
    };
    let (saved, outage) = (first.save(due), first.save_outage(due).unwrap());
    let mut second = new(options(2, 1));
    second.restore(saved, due, 0);
    second.restore_outage(&outage, due, 0);
    assert_eq!(second.want(due), Want::Pull);
    (1..=6).for_each(|n| row(&mut second, n));
    second.pulled(false);
    let Want::Send(ticket, request) = second.want(due) else {
        panic!("does not send")
    };
    assert!(request.probe);
    second.told(ticket, Err(Error::api(401, "UNAUTHORIZED", "m")), due);
    let error = second.finish().unwrap_err();
    let report: Value = serde_json::from_str(error.report.as_deref().unwrap()).unwrap();
    let codes: Vec<&Value> = report["rejected"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| &row["code"])
        .collect();
    assert_eq!(
        codes,
        [UNCONFIRMED, UNCONFIRMED, NOT_SENT, NOT_SENT, NOT_SENT, NOT_SENT]
    );
}
