mod attempts;
mod faults;
mod hostile;
mod outage;
mod pace;
mod refusals;
mod resumed;
mod tokens;

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::error::Kind;
use crate::request::Request;
use crate::testing::Server;

fn options(max_rows: usize, concurrency: usize) -> ImportOptions {
    ImportOptions {
        max_rows,
        concurrency,
        ..ImportOptions::default()
    }
}

fn row(import: &mut Import, n: u64) {
    sized_row(import, n, 0);
}

fn sized_row(import: &mut Import, n: u64, size: usize) {
    let name = "N".repeat(size.max(1));
    let (id, json) = (
        format!("a{n}"),
        format!(r#"{{"attendee_id":"a{n}","name":"{name}"}}"#),
    );
    import.row(Row {
        number: n,
        attendee_id: &id,
        json: &json,
    });
}

/// A source of so many rows, pulled a few at a time.
struct Source {
    next: u64,
    last: u64,
    chunk: u64,
    /// The row in whose place it dies.
    dies_at: u64,
    /// Bytes of a row, by its number.
    size: fn(u64) -> usize,
}

impl Source {
    fn new(rows: u64) -> Self {
        Self {
            next: 1,
            last: rows,
            chunk: 7,
            dies_at: u64::MAX,
            size: |_| 0,
        }
    }

    fn pull(&mut self, import: &mut Import) {
        let end = (self.next + self.chunk).min(self.last + 1).min(self.dies_at);
        for n in self.next..end {
            sized_row(import, n, (self.size)(n));
        }
        self.next = end;
        if end == self.dies_at {
            import.source_failed(Error::invalid("attendees", "SOURCE_FAILED", "the disk"));
        } else {
            import.pulled(end <= self.last);
        }
    }
}

/// Does the next thing that the import wants, with calls answered in an order that `pick` chooses. False: it is over.
fn turn(
    import: &mut Import,
    source: &mut Source,
    server: &mut Server,
    out: &mut Vec<(Ticket, Request)>,
    now: &mut Instant,
    pick: usize,
) -> bool {
    match import.want(*now) {
        Want::Send(ticket, request) => {
            assert!(
                out.len() < import.concurrency(),
                "more requests at once than allowed"
            );
            out.push((ticket, request));
        }
        Want::Pull => source.pull(import),
        Want::Done => return false,
        want => {
            if out.is_empty() {
                let Want::Sleep(until) = want else {
                    panic!("waits for nothing")
                };
                *now = until;
            } else {
                let (ticket, request) = out.remove(pick % out.len());
                import.told(ticket, server.answer(&request), *now);
            }
        }
    }
    true
}

fn run(import: &mut Import, rows: u64, server: &mut Server) -> Result<Value> {
    run_of(import, Source::new(rows), server)
}

fn run_of(import: &mut Import, mut source: Source, server: &mut Server) -> Result<Value> {
    let (mut out, mut now) = (Vec::new(), Instant::from_millis(1));
    let mut turns = 0;
    while turn(import, &mut source, server, &mut out, &mut now, turns * 7 + 3) {
        turns += 1;
        assert!(turns < 1_000_000, "does not end");
    }
    import
        .finish()
        .map(|report| serde_json::from_str(&report).unwrap())
}

/// The numbers of the rejected rows, as the report has them.
fn rejected_rows(report: &Value) -> Vec<u64> {
    let rejected = report["rejected"].as_array().unwrap();
    rejected.iter().map(|r| r["row"].as_u64().unwrap()).collect()
}

/// Every row once: imported or rejected.
fn assert_accounted(report: &Value, rows: u64) {
    let rejected = rejected_rows(report);
    let distinct: BTreeSet<u64> = rejected.iter().copied().collect();
    assert_eq!(distinct.len(), rejected.len(), "a row is rejected twice");
    assert!(rejected.is_sorted());
    assert_eq!(report["total"], rows);
    assert_eq!(
        report["imported"].as_u64().unwrap() + rejected.len() as u64,
        rows,
        "a row is lost: {report}"
    );
}

/// Goes on from that text when its token said.
fn restore(import: &mut Import, saved: &str) {
    let saved = Saved::from_json(saved).unwrap();
    import.restore(saved, Instant::from_millis(1), 0);
}

fn new(options: ImportOptions) -> Import {
    Import::new(Routes::default(), "e", options).unwrap()
}

fn ids(numbers: impl IntoIterator<Item = u64>) -> BTreeSet<String> {
    numbers.into_iter().map(|n| format!("a{n}")).collect()
}

#[test]
fn an_empty_source_is_an_empty_report() {
    let mut server = Server::default();
    let report = run(&mut new(options(10, 2)), 0, &mut server).unwrap();
    assert_eq!((report["total"].as_u64(), server.requests), (Some(0), 0));
}

#[test]
fn a_refused_row_stands_alone_and_the_others_land() {
    let mut server = Server {
        poison: ids([13, 500]),
        ..Server::default()
    };
    let report = run(&mut new(options(1_000, 4)), 1_000, &mut server).unwrap();
    assert_accounted(&report, 1_000);
    assert_eq!(rejected_rows(&report), [13, 500]);
    assert_eq!(report["rejected"][0]["code"], "INVALID_ATTENDEES");
    assert!(server.requests < 70, "{} requests", server.requests);
}

#[test]
fn a_cap_is_found_once_and_kept_to() {
    let mut server = Server {
        max_rows: 300,
        ..Server::default()
    };
    let report = run(&mut new(options(1_000, 1)), 10_000, &mut server).unwrap();
    assert_accounted(&report, 10_000);
    // 40 parts of 250, each polled no more than once, and few refusals: the cap is not run into again and again.
    assert!(server.requests <= 40 + 40 + 4, "{} requests", server.requests);
    let mut server = Server {
        max_bytes: 9_000,
        ..Server::default()
    };
    assert_accounted(
        &run(&mut new(options(1_000, 1)), 10_000, &mut server).unwrap(),
        10_000,
    );
}

#[test]
fn a_run_that_fails_or_is_partial_names_its_rows() {
    let mut server = Server {
        failing: ids([3, 4]),
        polls: 2,
        ..Server::default()
    };
    let report = run(&mut new(options(5, 2)), 12, &mut server).unwrap();
    assert_accounted(&report, 12);
    assert_eq!(report["rejected"][0]["code"], "ROW_FAILED");
    assert_eq!(report["rejected"][0]["attendee_id"], "a3");
    assert_eq!(report["runs"].as_array().unwrap().len(), 3);
}

#[test]
fn without_waiting_the_report_stands_on_what_was_taken() {
    let mut server = Server {
        polls: 5,
        ..Server::default()
    };
    let report = run(
        &mut new(ImportOptions {
            wait: None,
            ..options(5, 2)
        }),
        12,
        &mut server,
    )
    .unwrap();
    assert_accounted(&report, 12);
    assert_eq!(
        (server.requests, &report["runs"][0]["status"]),
        (3, &Value::from("running"))
    );
}

#[test]
fn duplicates_are_named_and_the_first_counts() {
    let mut import = new(options(2, 1));
    for n in [1, 2, 3] {
        row(&mut import, n);
    }
    import.row(Row {
        number: 4,
        attendee_id: "a1",
        json: r#"{"attendee_id":"a1","name":"other"}"#,
    });
    import.pulled(false);
    let mut server = Server::default();
    let report = run(&mut import, 0, &mut server).unwrap();
    assert_accounted(&report, 4);
    assert_eq!(report["rejected"][0]["code"], "DUPLICATE_ATTENDEE_ID");
}

#[test]
fn what_refuses_everything_is_no_fault_of_the_rows() {
    let mut server = Server {
        max_rows: 0,
        ..Server::default()
    };
    let error = run(&mut new(options(100, 2)), 5_000, &mut server).unwrap_err();
    assert_eq!(
        (error.kind, error.code.as_str()),
        (Kind::Api, "INVALID_ATTENDEES")
    );
    assert!(server.requests < 100);
    let report: Value = serde_json::from_str(error.report.as_deref().unwrap()).unwrap();
    let read = report["total"].as_u64().unwrap();
    assert_accounted(&report, read);
}

#[test]
fn a_fatal_answer_ends_it_with_every_row_in_the_report() {
    let mut import = new(outage::without_riding(3, 2));
    let mut now = Instant::from_millis(1);
    let mut source = Source::new(20);
    let (mut out, mut server) = (
        Vec::new(),
        Server {
            lost: [2].into(),
            ..Server::default()
        },
    );
    while turn(&mut import, &mut source, &mut server, &mut out, &mut now, 0) {}
    let error = import.finish().unwrap_err();
    assert_eq!(error.kind, Kind::Connection);
    let report: Value = serde_json::from_str(error.report.as_deref().unwrap()).unwrap();
    let read = report["total"].as_u64().unwrap();
    assert_accounted(&report, read);
    let codes: BTreeSet<&str> = report["rejected"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| r["code"].as_str().unwrap())
        .collect();
    assert!(codes.contains("UNCONFIRMED"), "{codes:?}");
}

#[test]
fn rows_that_were_not_imported_say_to_run_it_again_only_where_that_can_help() {
    use crate::error::Scope;
    let as_it_is = "run it again as it is";
    let to_mend = "mend what the error says, then run it again";
    for (error, wanted) in [
        (Error::api(503, "UNAVAILABLE", "m"), as_it_is),
        (Error::connection("reset", true), as_it_is),
        (Error::timeout(Scope::Deadline, Duration::from_secs(1)), as_it_is),
        (Error::aborted(), as_it_is),
        (Error::api(404, "EVENT_NOT_FOUND", "m"), to_mend),
        (Error::api(401, "INVALID_API_KEY", "m"), to_mend),
        (Error::invalid("attendees", "UNTERMINATED_QUOTE", "m"), to_mend),
        (Error::invalid("attendees", "SOURCE_FAILED", "m"), to_mend),
        (Error::config("maxRows", "m"), to_mend),
    ] {
        let mut import = new(options(1, 1));
        row(&mut import, 1);
        row(&mut import, 2);
        let Want::Send(..) = import.want(Instant::default()) else {
            panic!("does not send")
        };
        import.abandon(error.clone());
        let report = import.finish().unwrap_err().report.unwrap();
        let report: Value = serde_json::from_str(&report).unwrap();
        for (rejected, code) in report["rejected"]
            .as_array()
            .unwrap()
            .iter()
            .zip([UNCONFIRMED, NOT_SENT])
        {
            let message = rejected["message"].as_str().unwrap();
            assert_eq!(rejected["code"], code);
            assert!(
                message.contains(wanted) && message.contains(&error.code),
                "{message}"
            );
            assert!(rejected["attendee_id"].is_null());
        }
        assert_accounted(&report, 2);
    }
}

#[test]
fn the_source_is_not_pulled_while_parts_wait() {
    let mut import = new(options(1, 1));
    let now = Instant::from_millis(1);
    assert_eq!(import.want(now), Want::Pull);
    for n in 1..=9 {
        row(&mut import, n);
    }
    import.pulled(true);
    let mut server = Server::default();
    for _ in 0..3 {
        let Want::Send(ticket, request) = import.want(now) else {
            panic!("does not send")
        };
        assert_eq!(import.want(now), Want::Wait);
        import.told(ticket, server.answer(&request), now);
    }
}

#[test]
fn an_option_is_checked() {
    let bad = ImportOptions {
        webhook_url: Some("nope".into()),
        ..ImportOptions::default()
    };
    assert_eq!(
        Import::new(Routes::default(), "e", bad).unwrap_err().issues[0].path,
        "webhook_url"
    );
    assert!(Import::new(Routes::default(), "a/b", ImportOptions::default()).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Whatever the caps, the bad rows and the order of answers: every row is in the report once, and was taken once.
    #[test]
    fn nothing_is_lost_and_nothing_is_done_twice(
        rows in 0u64..200,
        max_rows in 1usize..60,
        concurrency in 1usize..5,
        cap in 1usize..60,
        max_bytes in 130usize..2_000,
        poison in proptest::collection::btree_set(1u64..200, 0..6),
        failing in proptest::collection::btree_set(1u64..200, 0..6),
        polls in 0u32..3,
    ) {
        let mut server = Server { max_rows: cap, max_bytes, poison: ids(poison), failing: ids(failing), polls, ..Server::default() };
        let report = run(&mut new(options(max_rows, concurrency)), rows, &mut server).unwrap();
        assert_accounted(&report, rows);
        prop_assert!(server.taken.values().all(|n| *n == 1));
        prop_assert_eq!(server.taken.len() as u64, rows - server.poison.iter().filter(|id| id[1..].parse::<u64>().unwrap() <= rows).count() as u64);
        // Again from the start: the same keys, so nothing new.
        let again = run(&mut new(options(max_rows, concurrency)), rows, &mut server).unwrap();
        prop_assert_eq!(&again["imported"], &report["imported"]);
        prop_assert!(server.taken.values().all(|n| *n == 1));
    }

    /// Cut off after any number of turns and gone on with elsewhere: the same report, and nothing twice.
    #[test]
    fn it_goes_on_in_another_isolate(
        rows in 0u64..120,
        max_rows in 1usize..30,
        cap in 1usize..30,
        failing in proptest::collection::btree_set(1u64..120, 0..4),
        cuts in proptest::collection::vec(1usize..30, 0..12),
    ) {
        let mut server = Server { max_rows: cap, failing: ids(failing), polls: 1, ..Server::default() };
        let mut saved: Option<String> = None;
        let mut now = Instant::from_millis(1);
        let mut cuts = cuts.into_iter();
        let report: Value = loop {
            let mut import = new(options(max_rows, 1));
            if let Some(text) = saved.take() {
                import.restore(Saved::from_json(&text).unwrap(), now, 0);
            }
            let (mut source, mut out) = (Source::new(rows), Vec::new());
            let mut left = cuts.next().unwrap_or(usize::MAX);
            let mut over = false;
            while left > 0 && !over {
                left -= 1;
                over = !turn(&mut import, &mut source, &mut server, &mut out, &mut now, 0);
            }
            if over {
                break serde_json::from_str(&import.finish().unwrap()).unwrap();
            }
            let text = import.save(now).to_json();
            prop_assert!(!text.contains("\"a1\""), "no attendee ids");
            saved = Some(text);
        };
        assert_accounted(&report, rows);
        prop_assert!(server.taken.values().all(|n| *n == 1));
        prop_assert_eq!(server.taken.len() as u64, rows);
    }
}
