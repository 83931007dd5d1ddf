//! Runs that fail are tried again under another key, once a start; what succeeded is never done again, and is told as such.

use super::*;
use crate::attempt::MOST_LINKS;

const IMPORT: &str = "attendees.import";

/// A server whose next `fails` new imports fail. New runs have not ended when they are answered with.
fn server(fails: u32) -> Server {
    Server {
        polls: 1,
        fails: [(IMPORT, fails)].into(),
        ..Server::default()
    }
}

fn start(rows: u64, server: &mut Server) -> Result<Value> {
    run(&mut new(options(3, 1)), rows, server)
}

#[test]
fn each_start_makes_one_new_attempt_until_one_succeeds() {
    for fails in 0..=MOST_LINKS {
        let mut server = server(fails);
        for n in 0..fails {
            let before = server.runs_started();
            let error = start(3, &mut server).unwrap_err();
            assert_eq!(error.kind, Kind::Run);
            assert_eq!(error.correlation_id.as_deref(), Some(&*format!("of_run_{n}")));
            let report: Value = serde_json::from_str(error.report.as_deref().unwrap()).unwrap();
            assert_eq!(server.runs_started(), before + 1, "{fails} failures, start {n}");
            assert_eq!((&report["imported"], &report["replayed"]), (&0.into(), &0.into()));
            let rejected = report["rejected"].as_array().unwrap();
            assert_eq!((rejected.len(), &rejected[0]["code"]), (3, &"RUN_FAILED".into()));
        }
        let report = start(3, &mut server).unwrap();
        assert_eq!((&report["imported"], &report["replayed"]), (&3.into(), &0.into()));
        assert_eq!(report["runs"].as_array().unwrap().len(), 1);
        assert_eq!(u32::try_from(server.runs_started()).unwrap(), fails + 1);
        // From then on, it is replayed.
        let report = start(3, &mut server).unwrap();
        assert_eq!((&report["imported"], &report["replayed"]), (&3.into(), &3.into()));
        assert_eq!(report["runs"][0]["replayed"], true);
        assert_eq!(u32::try_from(server.runs_started()).unwrap(), fails + 1);
        assert!(server.taken.values().all(|n| *n == 1));
    }
}

#[test]
fn a_chain_that_is_used_up_ends_the_import_naming_the_run_key() {
    let mut server = server(MOST_LINKS + 1);
    for _ in 0..MOST_LINKS {
        start(3, &mut server).unwrap_err();
    }
    for _ in 0..3 {
        // The last attempt, and after it none.
        let error = start(3, &mut server).unwrap_err();
        assert_eq!((error.kind, error.code.as_str()), (Kind::Run, "RUN_FAILED"));
        assert!(error.message.contains("runKey"), "{}", error.message);
        assert!(error.run.is_some());
        let report: Value = serde_json::from_str(&error.report.unwrap()).unwrap();
        assert_eq!(
            (&report["total"], &report["rejected"][2]["row"]),
            (&3.into(), &3.into())
        );
        assert_eq!(u32::try_from(server.runs_started()).unwrap(), MOST_LINKS + 1);
    }
    let with_run_key = ImportOptions {
        run_key: "again".into(),
        ..options(3, 1)
    };
    let report = run(&mut new(with_run_key), 3, &mut server).unwrap();
    assert_eq!(
        (&report["imported"], u32::try_from(server.runs_started()).unwrap()),
        (&3.into(), MOST_LINKS + 2)
    );
}

#[test]
fn the_other_parts_are_imported_before_a_used_up_chain_ends_it() {
    let mut server = server(MOST_LINKS + 1);
    for _ in 0..=MOST_LINKS {
        let _ = start(3, &mut server);
    }
    let error = start(9, &mut server).unwrap_err();
    assert_eq!(error.kind, Kind::Run);
    let report: Value = serde_json::from_str(&error.report.unwrap()).unwrap();
    assert_eq!(
        (
            &report["total"],
            &report["imported"],
            report["rejected"].as_array().unwrap().len()
        ),
        (&9.into(), &6.into(), 3)
    );
    assert_eq!(report["runs"].as_array().unwrap().len(), 3);
}

#[test]
fn what_was_imported_before_is_told_as_replayed_and_the_rest_is_not() {
    let mut server = server(0);
    start(3, &mut server).unwrap();
    let report = start(5, &mut server).unwrap();
    let replayed: Vec<bool> = report["runs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|run| run["replayed"] == true)
        .collect();
    assert_eq!((&report["imported"], &report["replayed"]), (&5.into(), &3.into()));
    assert_eq!(replayed, [true, false]);
}

#[test]
fn a_part_of_a_run_that_was_partial_is_not_tried_again() {
    let mut server = Server {
        failing: ids(2..=2),
        ..server(0)
    };
    for replayed in [Value::from(0), 3.into()] {
        let report = start(3, &mut server).unwrap();
        assert_eq!((&report["imported"], &report["replayed"]), (&2.into(), &replayed));
    }
    assert_eq!(server.runs_started(), 1);
}

/// An import that begins when `server` has its time.
fn begun(server: &Server) -> Import {
    new(ImportOptions {
        begun: Some(Begun {
            wall_ms: server.wall_ms.unwrap_or(1_000),
            at: Instant::from_millis(1),
        }),
        ..options(3, 1)
    })
}

#[test]
fn a_new_run_that_fails_at_once_is_the_attempt_of_its_start() {
    for polls in [0, 1] {
        let mut server = Server {
            polls,
            wall_ms: Some(1_000),
            ..server(MOST_LINKS + 1)
        };
        for n in 0..=MOST_LINKS {
            server.wall_ms = server.wall_ms.map(|ms| ms + 5);
            let mut import = begun(&server);
            let error = run(&mut import, 3, &mut server).unwrap_err();
            assert_eq!(error.kind, Kind::Run);
            assert_eq!(
                error.message.contains("runKey"),
                n == MOST_LINKS,
                "{}",
                error.message
            );
            assert_eq!(
                u32::try_from(server.runs_started()).unwrap(),
                n + 1,
                "polls {polls}"
            );
        }
    }
}

#[test]
fn where_no_time_tells_runs_apart_the_chain_ends_at_its_last_link() {
    // No time is said, or one that has not come yet, as by a server whose clock is set otherwise.
    for wall_ms in [None, Some(3_000_000)] {
        let mut server = Server {
            polls: 0,
            ..server(100)
        };
        let mut import = begun(&server);
        server.wall_ms = wall_ms;
        let error = run(&mut import, 3, &mut server).unwrap_err();
        assert_eq!(
            (error.kind, u32::try_from(server.runs_started()).unwrap()),
            (Kind::Run, MOST_LINKS + 1)
        );
    }
}

#[test]
fn without_waiting_a_failed_run_of_before_is_tried_again() {
    let mut server = server(1);
    let no_wait = || ImportOptions {
        wait: None,
        ..options(3, 1)
    };
    start(3, &mut server).unwrap_err();
    let report = run(&mut new(no_wait()), 3, &mut server).unwrap();
    assert_eq!((&report["imported"], server.runs_started()), (&3.into(), 2));
}

#[test]
fn a_digest_takes_in_the_attempts_that_succeeded_after_a_failure() {
    let digest = |rows: u64, server: &mut Server| {
        let mut import = new(options(3, 2));
        run(&mut import, rows, server).unwrap();
        import.digest()
    };
    let mut server = server(1);
    let failed = digest(7, &mut server);
    let succeeded = digest(7, &mut server);
    assert_ne!(failed, succeeded);
    assert_eq!(succeeded, digest(7, &mut server), "the same again");
    assert_eq!(
        failed,
        digest(7, &mut super::attempts::server(0)),
        "as without a failure"
    );
}

/// Takes the import so many turns far, then its token to a new one. None: it is over before.
fn resumed(mut import: Import, rows: u64, server: &mut Server, turns: usize) -> Option<Import> {
    let (mut out, mut now, mut source) = (Vec::new(), Instant::from_millis(1), Source::new(rows));
    for n in 0..turns {
        if !turn(&mut import, &mut source, server, &mut out, &mut now, n) {
            return None;
        }
    }
    let saved = Saved::from_json(&import.save(now).to_json()).unwrap();
    let mut next = new(options(3, import.options.concurrency));
    next.restore(saved, now, 0);
    Some(next)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Started and resumed at any point, with failures at any point: rows are imported once, each life makes one attempt a
    /// part at most, and it comes to an end.
    #[test]
    fn whatever_fails_and_wherever_it_is_cut_what_succeeded_is_not_done_again(
        rows in 1_u64..14,
        concurrency in 1_usize..4,
        polls in 1_u32..3,
        fails in 0_u32..8,
        cap in 1_usize..4,
        cuts in proptest::collection::vec((1_usize..25, any::<bool>()), 0..12),
    ) {
        let mut server = Server { polls, max_rows: cap, ..server(fails) };
        let parts = |server: &Server| server.keys.len();
        let mut import = new(options(3, concurrency));
        for (turns, is_resumed) in cuts {
            let (before, failed_before) = (parts(&server), server.fails[IMPORT]);
            let next = resumed(import, rows, &mut server, turns);
            let failed = (failed_before - server.fails[IMPORT]) as usize;
            prop_assert!(parts(&server) - before <= usize::try_from(rows).unwrap() + failed);
            // A crash loses the token, and it begins anew.
            import = next.filter(|_| is_resumed).unwrap_or_else(|| new(options(3, concurrency)));
        }
        server.fails.clear();
        // A run that was under way may still fail, and be all that there is.
        let first = run(&mut import, rows, &mut server).or_else(|error| {
            assert_eq!(error.kind, Kind::Run);
            serde_json::from_str(error.report.as_deref().unwrap()).map_err(|_| error)
        });
        prop_assert_eq!(first.unwrap()["total"].as_u64(), Some(rows));
        let last = run(&mut new(options(3, concurrency)), rows, &mut server).unwrap();
        prop_assert_eq!(&last["imported"], &Value::from(rows));
        prop_assert!(server.taken.len() as u64 == rows && server.taken.values().all(|n| *n == 1));
    }
}
