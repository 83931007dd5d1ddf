//! Whatever fails, and whenever it is given up: every row is in the report once, and lands once in the end.

use super::outage::without_riding;
use super::*;
use crate::retry::{Effect, Phase, classify};

/// What goes wrong in one try at an import.
#[derive(Debug, Clone)]
struct Trouble {
    /// Requests, counted from the first of this try, whose answer is lost or cannot be read, and that are answered with a
    /// 503.
    lost: BTreeSet<usize>,
    garbled: BTreeSet<usize>,
    down: BTreeSet<usize>,
    /// The turn at which the caller gives up, and whether what is on its way arrives all the same.
    abort: Option<(usize, bool)>,
    dies_at: u64,
    /// In which order answers come.
    order: usize,
}

fn trouble() -> impl Strategy<Value = Trouble> {
    let some = || proptest::collection::btree_set(0usize..40, 0..3);
    let abort = proptest::option::of((0usize..80, any::<bool>()));
    let dies_at = prop_oneof![3 => Just(u64::MAX), 1 => 1u64..200];
    let faults = (some(), some(), some());
    (faults, abort, dies_at, 0usize..50).prop_map(|((lost, garbled, down), abort, dies_at, order)| Trouble {
        lost,
        garbled,
        down,
        abort,
        dies_at,
        order,
    })
}

/// One try. Gives its report, and whether it came to its end.
fn attempt(mut import: Import, mut source: Source, server: &mut Server, trouble: &Trouble) -> (Value, bool) {
    let first = server.requests;
    server.lost = trouble.lost.iter().map(|n| first + n).collect();
    server.garbled = trouble.garbled.iter().map(|n| first + n).collect();
    server.down = trouble.down.iter().map(|n| first + n).collect();
    source.dies_at = trouble.dies_at.min(source.last + 1).max(source.next);
    if trouble.dies_at == u64::MAX {
        source.dies_at = u64::MAX;
    }
    let (mut out, mut now, mut turns) = (Vec::new(), Instant::from_millis(1), 0);
    loop {
        if let Some((at, arrives)) = trouble.abort
            && at == turns
        {
            for (_, request) in out.iter().filter(|_| arrives) {
                let _ = server.answer(request);
            }
            import.abandon(Error::aborted());
            break;
        }
        let pick = trouble.order + turns * (trouble.order + 1);
        if !turn(&mut import, &mut source, server, &mut out, &mut now, pick) {
            break;
        }
        turns += 1;
        assert!(turns < 100_000, "does not end");
    }
    assert_ne!(import.want(now), Want::Pull, "nothing is asked for after the end");
    match import.finish() {
        Ok(report) => (serde_json::from_str(&report).unwrap(), true),
        Err(error) => (
            serde_json::from_str(error.report.as_deref().expect("a report whatever happens")).unwrap(),
            false,
        ),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn every_row_is_accounted_for_each_time_and_lands_once(
        rows in 0u64..160,
        max_rows in 1usize..60,
        concurrency in 1usize..5,
        cap in 1usize..60,
        too_many in prop_oneof![Just((400, "INVALID_ATTENDEES")), Just((413, "PAYLOAD_TOO_LARGE")), Just((422, "TOO_MANY"))],
        max_bytes in 260usize..3_000,
        client_bytes in 200usize..4_000,
        poison in proptest::collection::btree_set(1u64..200, 0..6),
        failing in proptest::collection::btree_set(1u64..200, 0..6),
        polls in 0u32..3,
        troubles in proptest::collection::vec(trouble(), 0..5),
        order in 0usize..50,
    ) {
        let mut server = Server {
            max_rows: cap,
            too_many,
            max_bytes,
            poison: ids(poison.iter().copied()),
            failing: ids(failing),
            polls,
            ..Server::default()
        };
        let source = || Source { size: |n| if n / 20 % 2 == 0 { 1 } else { 90 }, ..Source::new(rows) };
        let import = || new(ImportOptions { max_bytes: client_bytes, ..options(max_rows, concurrency) });
        for trouble in &troubles {
            let (report, _) = attempt(import(), source(), &mut server, trouble);
            let read = report["total"].as_u64().unwrap();
            prop_assert!(read <= rows);
            assert_accounted(&report, read);
        }
        let healthy = Trouble { lost: BTreeSet::new(), garbled: BTreeSet::new(), down: BTreeSet::new(), abort: None, dies_at: u64::MAX, order };
        let (report, ended) = attempt(import(), source(), &mut server, &healthy);
        prop_assert!(ended, "{report}");
        assert_accounted(&report, rows);
        prop_assert!(server.taken.values().all(|n| *n == 1), "{:?}", server.taken);
        let poisoned = poison.iter().filter(|n| **n <= rows).count() as u64;
        prop_assert_eq!(server.taken.len() as u64, rows - poisoned);
    }
}

/// What was learned of one part must not change what becomes of another, else a second try would send other parts.
#[test]
fn what_is_refused_first_does_not_change_the_keys() {
    let mut server = Server {
        max_rows: 5,
        too_many: (413, "PAYLOAD_TOO_LARGE"),
        ..Server::default()
    };
    for concurrency in [2, 1] {
        let mut import = new(ImportOptions {
            max_bytes: 1_000,
            ..options(10, concurrency)
        });
        // Ten small rows, which are too many, and then few large ones, which are not.
        let source = Source {
            size: |n| if n <= 10 { 1 } else { 200 },
            chunk: 40,
            ..Source::new(18)
        };
        let report = run_of(&mut import, source, &mut server).unwrap();
        assert_eq!(report["imported"], 18);
        assert!(server.taken.values().all(|n| *n == 1), "{:?}", server.taken);
    }
}

#[test]
fn an_abort_tells_of_each_row_whether_it_was_sent() {
    let (mut import, mut server, now) = (new(options(2, 1)), Server::default(), Instant::from_millis(1));
    assert_eq!(import.want(now), Want::Pull);
    for n in 1..=5 {
        row(&mut import, n);
    }
    import.pulled(true);
    let Want::Send(ticket, request) = import.want(now) else {
        panic!("does not send")
    };
    import.told(ticket, server.answer(&request), now);
    assert!(matches!(import.want(now), Want::Send(..)));
    import.abandon(Error::aborted());
    assert_eq!(import.want(now), Want::Done);
    let error = import.finish().unwrap_err();
    assert_eq!(error.kind, Kind::Abort);
    let report: Value = serde_json::from_str(error.report.as_deref().unwrap()).unwrap();
    let rejected = report["rejected"].as_array().unwrap().iter();
    let codes: Vec<(u64, &str)> = rejected
        .map(|row| (row["row"].as_u64().unwrap(), row["code"].as_str().unwrap()))
        .collect();
    assert_eq!((&report["total"], &report["imported"]), (&5.into(), &2.into()));
    assert_eq!(codes, [(3, UNCONFIRMED), (4, UNCONFIRMED), (5, NOT_SENT)]);
}

#[test]
fn a_server_that_stays_down_ends_it_with_each_row_in_the_report() {
    let mut server = Server {
        down: (3..999).collect(),
        ..Server::default()
    };
    let error = run(&mut new(options(4, 2)), 40, &mut server).unwrap_err();
    assert_eq!((error.status, error.retryable), (Some(503), true));
    let report: Value = serde_json::from_str(error.report.as_deref().unwrap()).unwrap();
    assert_accounted(&report, report["total"].as_u64().unwrap());
    assert_eq!(report["imported"].as_u64().unwrap(), server.taken.len() as u64);
}

/// An answer that cannot be read is asked for again, under the same key: a few times in a row, and no more.
#[test]
fn a_part_whose_answer_cannot_be_read_is_sent_again() {
    let import = || {
        new(ImportOptions {
            wait: None,
            ..options(5, 1)
        })
    };
    let mut server = Server {
        garbled: [0, 1, 2, 4, 5].into(),
        ..Server::default()
    };
    let report = run(&mut import(), 15, &mut server).unwrap();
    assert_accounted(&report, 15);
    assert_eq!((server.requests, server.runs_started()), (8, 3));
    let mut server = Server {
        garbled: [0, 1, 2, 3].into(),
        ..Server::default()
    };
    let error = run(&mut import(), 15, &mut server).unwrap_err();
    assert_eq!((error.kind, server.requests), (Kind::Decode, 4));
    let report: Value = serde_json::from_str(error.report.as_deref().unwrap()).unwrap();
    assert_eq!(report["rejected"][0]["code"], "UNCONFIRMED");
}

#[test]
fn what_was_answered_and_not_read_is_not_called_unsent() {
    for end in [Error::aborted(), Error::api(403, "INSUFFICIENT_SCOPE", "m")] {
        let (mut import, mut now) = (new(options(2, 1)), Instant::from_millis(1));
        let mut server = Server {
            garbled: [0].into(),
            ..Server::default()
        };
        assert_eq!(import.want(now), Want::Pull);
        row(&mut import, 1);
        import.pulled(false);
        let Want::Send(ticket, request) = import.want(now) else {
            panic!("does not send")
        };
        import.told(ticket, server.answer(&request), now);
        if end.kind == Kind::Api {
            let Want::Sleep(again) = import.want(now) else {
                panic!("does not wait before it sends again")
            };
            now = again;
            let Want::Send(ticket, _) = import.want(now) else {
                panic!("does not send again")
            };
            import.told(ticket, Err(end), now);
        } else {
            import.abandon(end);
        }
        let error = import.finish().unwrap_err();
        let report: Value = serde_json::from_str(error.report.as_deref().unwrap()).unwrap();
        assert_eq!(report["rejected"][0]["code"], "UNCONFIRMED");
    }
}

/// What a part's rows are called once the call that sent them has failed for good.
fn code_after(end: Box<Error>) -> String {
    let (mut import, now) = (new(without_riding(2, 1)), Instant::from_millis(1));
    assert_eq!(import.want(now), Want::Pull);
    row(&mut import, 1);
    import.pulled(false);
    let Want::Send(ticket, _) = import.want(now) else {
        panic!("does not send")
    };
    import.told(ticket, Err(end), now);
    assert_eq!(import.want(now), Want::Done);
    let error = import.finish().unwrap_err();
    let report: Value = serde_json::from_str(error.report.as_deref().unwrap()).unwrap();
    assert_accounted(&report, 1);
    report["rejected"][0]["code"].as_str().unwrap().to_owned()
}

/// Each status with each code, and each end without an answer: rows are unsent only where `classify` says that the server
/// did nothing, in any attempt.
#[test]
fn a_part_is_unsent_only_where_the_server_surely_did_nothing_with_it() {
    for status in (0..600).filter(|status| !(200..300).contains(status)) {
        for code in [
            "SOME_CODE",
            "PARTNER_ID_CONFLICT",
            "IDEMPOTENCY_IN_PROGRESS",
            "UNAUTHORIZED",
        ] {
            let of_rows = matches!(status, 400 | 413 | 422);
            if of_rows {
                continue;
            }
            let effect = classify(status, code, Phase::Answered).effect;
            let expected = if effect == Effect::None {
                NOT_SENT
            } else {
                UNCONFIRMED
            };
            let end = || Error::api(status, code, "m");
            assert_eq!(code_after(end()), expected, "{status} {code}");
            let mut after_another = end();
            after_another.effect = Effect::Unknown;
            assert_eq!(
                code_after(after_another),
                UNCONFIRMED,
                "{status} {code}, after a lost attempt"
            );
        }
    }
    let second = core::time::Duration::from_secs(1);
    for (end, expected) in [
        (Error::api(408, "X", "m"), UNCONFIRMED),
        (Error::api(429, "PARTNER_RATE_LIMIT_EXCEEDED", "m"), NOT_SENT),
        (Error::connection("refused", false), NOT_SENT),
        (Error::connection("reset", true), UNCONFIRMED),
        (Error::timeout(crate::error::Scope::Attempt, second), UNCONFIRMED),
        (Error::timeout(crate::error::Scope::Deadline, second), UNCONFIRMED),
        (Error::held_back(crate::retry::Pause::Rate, second), NOT_SENT),
        (Error::too_large(202, "{"), UNCONFIRMED),
        (Error::internal("m"), UNCONFIRMED),
        (Error::aborted(), UNCONFIRMED),
    ] {
        let what = end.to_string();
        assert_eq!(code_after(end), expected, "{what}");
    }
}
