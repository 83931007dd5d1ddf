//! Answers that no server should give: waits without an end, runs of other parts, counts that contradict each other. Whatever
//! they are, no run is polled more often than four times a second, every wait has its end, and every row is accounted for.

use core::time::Duration;
use std::collections::BTreeMap;

use super::*;
use crate::poll::LEAST_INTERVAL;
use crate::time::millis;

/// When each run was polled, in milliseconds.
type Polls = BTreeMap<String, Vec<u64>>;

/// What a request is answered with.
#[derive(Debug, Clone)]
enum Hostile {
    Run {
        id: u8,
        status: &'static str,
        counts: String,
        hint: Option<u64>,
    },
    Page(Option<u64>),
    Refused(u16, Option<u64>),
    Reset,
}

fn any_hint() -> impl Strategy<Value = Option<u64>> {
    prop::option::of(prop_oneof![
        3 => Just(0_u64),
        1 => Just(1),
        2 => 0_u64..20_000,
        1 => Just(3_600_000),
        2 => Just((1 << 53) - 1),
    ])
}

fn any_counts() -> impl Strategy<Value = String> {
    let count = || {
        prop_oneof![
            Just("-5"),
            Just("0"),
            Just("1"),
            Just("2"),
            Just("0.5"),
            Just("99"),
            Just("1e300"),
            Just("\"2\""),
            Just("null")
        ]
    };
    (count(), count(), count()).prop_map(|(total, succeeded, failed)| {
        format!(r#","counts":{{"total":{total},"succeeded":{succeeded},"failed":{failed}}}"#)
    })
}

fn any_answer() -> impl Strategy<Value = Hostile> {
    let status = prop_oneof![
        Just("queued"),
        Just("running"),
        Just("succeeded"),
        Just("partial")
    ];
    prop_oneof![
        5 => (0_u8..6, status, any_counts(), any_hint())
            .prop_map(|(id, status, counts, hint)| Hostile::Run { id, status, counts, hint }),
        1 => any_hint().prop_map(Hostile::Page),
        2 => (prop_oneof![Just(429_u16), Just(503), Just(408)], any_hint())
            .prop_map(|(status, hint)| Hostile::Refused(status, hint)),
        1 => Just(Hostile::Reset),
    ]
}

fn told(answer: Hostile, asked: Option<&str>) -> Result<Answer> {
    let ok = |body: String, hint: Option<u64>| {
        Ok(Answer {
            status: 200,
            body,
            retry_after: hint.map(Duration::from_millis),
        })
    };
    match answer {
        Hostile::Run {
            id,
            status,
            counts,
            hint,
        } => {
            let id = asked.map_or_else(|| format!("r{id}"), str::to_owned);
            ok(
                format!(r#"{{"run_id":"{id}","status":"{status}"{counts}}}"#),
                hint,
            )
        }
        Hostile::Page(hint) => ok("<html>".into(), hint),
        Hostile::Refused(status, hint) => {
            let mut error = Error::api(status, "X", "m");
            error.retry_after_ms = hint;
            Err(error)
        }
        Hostile::Reset => Err(Error::connection("reset", true)),
    }
}

/// Imports so many rows, one by one, against those answers, and then the last of them for good. Returns the report, the
/// error's code, when it ended and when each run was polled, in milliseconds.
fn against(
    options: ImportOptions,
    rows: u64,
    answers: &[Hostile],
) -> (Value, Option<Box<Error>>, u64, Polls) {
    let mut import = new(options);
    let (mut source, mut now) = (Source::new(rows), Instant::from_millis(1));
    let (mut polls, mut number) = (Polls::new(), 0);
    for _ in 0..100_000 {
        match import.want(now) {
            Want::Send(ticket, request) => {
                let run = request.path.strip_prefix("/runs/").map(str::to_owned);
                if let Some(run) = &run {
                    assert!(request.probe, "the next poll is the retry of a poll");
                    polls.entry(run.clone()).or_default().push(now.as_millis());
                }
                let answer = answers.get(number).or(answers.last()).unwrap().clone();
                number += 1;
                import.told(ticket, told(answer, run.as_deref()), now);
            }
            Want::Pull => source.pull(&mut import),
            Want::Sleep(until) => {
                assert!(until > now, "sleeps for nothing");
                now = until;
            }
            Want::Wait => panic!("waits for nothing"),
            Want::Done => {
                let (report, error) = match import.finish() {
                    Ok(report) => (report, None),
                    Err(error) => (error.report.clone().unwrap(), Some(error)),
                };
                return (
                    serde_json::from_str(&report).unwrap(),
                    error,
                    now.as_millis(),
                    polls,
                );
            }
        }
    }
    panic!("does not end")
}

const MAX_WAIT: u64 = 6_000;

fn waiting(max_rows: usize, concurrency: usize) -> ImportOptions {
    let wait = PollOptions {
        interval: None,
        max_wait: Duration::from_millis(MAX_WAIT),
    };
    ImportOptions {
        wait: Some(wait),
        ..options(max_rows, concurrency)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn nothing_storms_hangs_or_loses_a_row(
        rows in 1_u64..8, max_rows in 1_usize..4, concurrency in 1_usize..4,
        answers in prop::collection::vec(any_answer(), 1..40),
    ) {
        let options = waiting(max_rows, concurrency);
        let outage = options.outage;
        let (report, _, ended, polls) = against(options, rows, &answers);
        for (id, at) in &polls {
            prop_assert!(
                at.windows(2).all(|pair| pair[1] - pair[0] >= millis(LEAST_INTERVAL)),
                "{} was polled at {:?}", id, at
            );
        }
        let rejected = rejected_rows(&report).len() as u64;
        let count = |name: &str| report[name].as_u64().unwrap_or(0);
        if count("total") == rows {
            prop_assert_eq!(count("imported") + rejected + count("unidentified"), rows, "{}", report);
        }
        prop_assert_eq!(count("unidentified") > 0, count("warningsTotal") > 0);
        // Each part is waited for as long as a wait may be, after starts that may be retried until the outage has lasted.
        let each = MAX_WAIT + millis(outage.max) + 4 * millis(outage.max_retry_after);
        prop_assert!(ended <= rows * each, "ended after {}", ended);
    }
}

#[test]
fn a_wait_ends_at_its_bound_whatever_a_poll_is_told() {
    let started = Hostile::Run {
        id: 0,
        status: "queued",
        counts: String::new(),
        hint: None,
    };
    for status in [408, 429, 503] {
        for hint in [
            None,
            Some(0),
            Some(5_000),
            Some(60_000),
            Some(3_600_000),
            Some((1 << 53) - 1),
        ] {
            let answers = [started.clone(), Hostile::Refused(status, hint)];
            let (report, error, ended, _) = against(waiting(9, 1), 3, &answers);
            assert_eq!(error.unwrap().kind, Kind::Timeout, "{status} {hint:?}");
            assert!(ended <= MAX_WAIT + 1_000, "{status} {hint:?}: {ended}");
            assert_accounted(&report, 3);
        }
    }
}

#[test]
fn an_unreadable_start_is_waited_for_within_the_bound_or_ends_it() {
    for (hint, retried) in [
        (0, true),
        (120_000, true),
        (120_001, false),
        ((1 << 53) - 1, false),
    ] {
        let (report, error, ended, _) = against(waiting(9, 1), 3, &[Hostile::Page(Some(hint))]);
        let error = error.unwrap();
        assert_eq!((error.kind, error.retry_after_ms), (Kind::Decode, Some(hint)));
        assert_eq!(ended > 1, retried, "{hint}");
        assert!(ended <= 1 + 3 * 120_000);
        assert_accounted(&report, 3);
    }
}

#[test]
fn one_run_for_two_parts_is_an_error_and_is_polled_by_one_of_them() {
    let answer = Hostile::Run {
        id: 0,
        status: "running",
        counts: String::new(),
        hint: Some(0),
    };
    let (report, error, _, polls) = against(options(1, 20), 50, &[answer]);
    let error = error.unwrap();
    assert!(
        error.kind == Kind::Decode && error.message.contains("other rows"),
        "{error}"
    );
    assert_eq!(polls.len(), 1);
    let at = &polls["r0"];
    assert!(at.windows(2).all(|pair| pair[1] - pair[0] >= 250), "{at:?}");
    assert_eq!(report["imported"], 0);
}

/// The report of an import of three rows whose run ends `partial` and shows this.
fn partial(shown: &str) -> Value {
    let (mut import, now) = (new(options(9, 1)), Instant::from_millis(1));
    assert_eq!(import.want(now), Want::Pull);
    for n in 1..=3 {
        row(&mut import, n);
    }
    import.pulled(false);
    let Want::Send(ticket, _) = import.want(now) else {
        panic!("does not send")
    };
    let answer = Answer {
        status: 202,
        body: format!(r#"{{"run_id":"r","status":"partial"{shown}}}"#),
        retry_after: None,
    };
    import.told(ticket, Ok(answer), now);
    assert_eq!(import.want(now), Want::Done);
    assert!(
        import.came_to_nothing().is_none(),
        "some of them may be imported: {shown}"
    );
    serde_json::from_str(&import.finish().unwrap()).unwrap()
}

#[test]
fn rows_of_a_partial_run_count_as_imported_only_where_it_says_so() {
    for untold in [
        "",
        r#","counts":{}"#,
        r#","counts":{"total":3}"#,
        r#","counts":{"total":3,"succeeded":-5,"failed":1e300}"#,
        r#","counts":{"failed":-1}"#,
        r#","counts":{"failed":0.5}"#,
        r#","counts":{"failed":4}"#,
        r#","counts":{"total":2,"succeeded":3}"#,
        r#","counts":{"total":9,"succeeded":2}"#,
        r#","counts":{"total":"3","failed":"1"},"errors":7"#,
        r#","errors":[]"#,
        r#","errors":[{"code":"X","message":"the run as a whole"}]"#,
        r#","errors":[{"attendee_id":"somebody-else","code":"X","message":"m"}]"#,
    ] {
        let report = partial(untold);
        assert_accounted(&report, 3);
        assert_eq!(report["imported"], 0, "{untold}");
        let codes = report["rejected"].as_array().unwrap();
        assert!(codes.iter().all(|row| row["code"] == "UNCONFIRMED"), "{report}");
    }
    for (told, imported, unidentified) in [
        (r#","counts":{"failed":1}"#, 2, 1),
        (r#","counts":{"total":3,"succeeded":2}"#, 2, 1),
        (r#","counts":{"total":3,"succeeded":3}"#, 3, 0),
        (r#","counts":{"failed":0}"#, 3, 0),
    ] {
        let report = partial(told);
        assert_eq!(report["imported"], imported, "{told}");
        assert_eq!(report["warningsTotal"], u64::from(unidentified > 0), "{told}");
        assert_eq!(
            report["unidentified"].as_u64().unwrap_or_default(),
            unidentified,
            "{told}"
        );
    }
    let report = partial(r#","errors":[{"attendee_id":"a2","code":"X","message":"m"}]"#);
    assert_eq!(
        (rejected_rows(&report), &report["imported"]),
        (vec![2], &2.into())
    );
}

#[test]
fn rows_of_a_partial_run_stay_unconfirmed_in_another_isolate() {
    let mut import = new(options(9, 1));
    let saved = r#"{"b":[{"d":"DIGEST","i":0,"r":[["r","partial"]],"x":{"UNCONFIRMED":[1,3]}}]}"#;
    let mut server = Server::default();
    let mut first = new(options(9, 1));
    run(&mut first, 3, &mut server).unwrap();
    let digest: Value = serde_json::from_str(&first.save(Instant::from_millis(1)).to_json()).unwrap();
    restore(
        &mut import,
        &saved.replace("DIGEST", digest["b"][0]["d"].as_str().unwrap()),
    );
    let requests = server.requests;
    let report = run(&mut import, 3, &mut server).unwrap();
    assert_accounted(&report, 3);
    assert_eq!((&report["imported"], server.requests), (&0.into(), requests));
    assert!(
        report["rejected"][0]["message"]
            .as_str()
            .unwrap()
            .contains("partial"),
        "{report}"
    );
    assert!(import.came_to_nothing().is_none());
}
