//! Refusals: which are of a row, which of a size, which of everything, and what finding that out costs.

use super::*;

/// The numbers and codes of the rejected rows.
fn rejected(report: &Value) -> Vec<(u64, String)> {
    let rows = report["rejected"].as_array().unwrap().iter();
    rows.map(|row| {
        (
            row["row"].as_u64().unwrap(),
            row["code"].as_str().unwrap().to_owned(),
        )
    })
    .collect()
}

fn writes(rows: u64, max_rows: usize, server: &mut Server) -> (usize, Result<Value>) {
    let options = ImportOptions {
        wait: None,
        ..options(max_rows, 1)
    };
    let report = run(&mut new(options), rows, server);
    (server.requests, report)
}

#[test]
fn a_bad_row_costs_two_requests_a_halving() {
    for (rows, bad, most) in [
        (1, vec![1], 1),
        (2, vec![2], 3),
        (16, vec![7], 9),
        (1_000, vec![], 1),
        (1_000, vec![1], 21),
        (1_000, vec![1_000], 21),
        (1_000, vec![500, 501], 41),
        (1_024, vec![13, 500, 900], 57),
    ] {
        let mut server = Server {
            poison: ids(bad.iter().copied()),
            ..Server::default()
        };
        let (requests, report) = writes(rows, 1_024, &mut server);
        let report = report.unwrap_or_else(|error| panic!("{rows} {bad:?}: {error}"));
        assert_accounted(&report, rows);
        assert_eq!(
            rejected(&report).iter().map(|(row, _)| *row).collect::<Vec<_>>(),
            bad
        );
        assert!(
            requests <= most,
            "{rows} rows, {bad:?} bad: {requests} requests, not {most}"
        );
    }
}

#[test]
fn bad_neighbours_do_not_keep_the_others_from_landing() {
    for bad in [1..=25, 1..=100, 400..=460, 980..=1_000, 300..=900] {
        let mut server = Server {
            poison: ids(bad.clone()),
            ..Server::default()
        };
        let report = writes(1_000, 1_000, &mut server).1;
        let report = report.unwrap_or_else(|error| panic!("{bad:?}: {error}"));
        assert_eq!(server.taken.len() as u64, 1_000 - (bad.end() - bad.start() + 1));
        assert_accounted(&report, 1_000);
    }
}

#[test]
fn what_is_of_everything_is_not_searched_for_in_the_rows() {
    for (status, code, most) in [
        (401, "UNAUTHORIZED", 1),
        (403, "INSUFFICIENT_SCOPE", 1),
        (404, "EVENT_NOT_FOUND", 1),
        (409, "IDEMPOTENCY_KEY_CONFLICT", 1),
        (400, "INVALID_IDEMPOTENCY_KEY", 1),
        (400, "INVALID_JSON", 1),
        (400, "EVENT_CLOSED", 50),
        (413, "PAYLOAD_TOO_LARGE", 50),
    ] {
        let mut server = Server {
            closed: Some((status, code)),
            ..Server::default()
        };
        let (requests, report) = writes(50_000, 1_000, &mut server);
        let error = report.unwrap_err();
        assert_eq!((error.status, error.code.as_str()), (Some(status), code));
        assert!(requests <= most, "{code}: {requests} requests");
        let report: Value = serde_json::from_str(error.report.as_deref().unwrap()).unwrap();
        assert_accounted(&report, report["total"].as_u64().unwrap());
    }
}

#[test]
fn a_code_of_rows_is_one_under_any_status() {
    for (status, code) in [
        (400, "INVALID_ATTENDEES"),
        (409, "DUPLICATE_ATTENDEE_ID"),
        (422, "DUPLICATE_ATTENDEE_ID"),
    ] {
        let mut server = Server {
            max_rows: 3,
            too_many: (status, code),
            ..Server::default()
        };
        let report = writes(20, 10, &mut server).1.unwrap();
        assert_eq!(report["imported"], 20, "{status} {code}");
    }
}

#[test]
fn a_row_that_is_too_large_by_itself_is_rejected_by_number_and_the_rest_lands() {
    let source = || Source {
        size: |n| if n == 5 { 3_000 } else { 1 },
        ..Source::new(40)
    };
    // The client's own limit, and the server's.
    for (max_bytes, server_bytes, most) in [(2_000, usize::MAX, 40), (1 << 20, 2_000, 40)] {
        let mut server = Server {
            max_bytes: server_bytes,
            ..Server::default()
        };
        let options = ImportOptions {
            max_bytes,
            ..options(10, 1)
        };
        let report = run_of(&mut new(options), source(), &mut server).unwrap();
        assert_accounted(&report, 40);
        assert_eq!(rejected(&report), [(5, "PAYLOAD_TOO_LARGE".to_owned())]);
        assert!(server.requests <= most, "{} requests", server.requests);
    }
}

#[test]
fn a_cap_by_rows_is_learned_whatever_it_is_called() {
    for too_many in [(400, "INVALID_ATTENDEES"), (413, "PAYLOAD_TOO_LARGE")] {
        let mut server = Server {
            max_rows: 300,
            too_many,
            ..Server::default()
        };
        let (requests, report) = writes(50_000, 1_000, &mut server);
        assert_eq!(report.unwrap()["imported"], 50_000);
        assert!(
            requests <= 200 + 10,
            "{too_many:?}: {requests} requests for 200 parts"
        );
    }
}

#[test]
fn two_rows_that_do_not_go_together_are_no_cap() {
    let mut server = Server {
        apart: vec![("a1", "a2"), ("a5001", "a5002")],
        ..Server::default()
    };
    let (requests, report) = writes(20_000, 1_000, &mut server);
    assert_eq!(report.unwrap()["imported"], 20_000);
    assert!(requests <= 20 + 2 * 21, "{requests} requests");
}

#[test]
fn a_part_is_too_large_by_the_status_or_by_the_code() {
    for too_many in [(413, "TOO_BIG"), (409, "PAYLOAD_TOO_LARGE")] {
        let mut server = Server {
            max_rows: 3,
            too_many,
            ..Server::default()
        };
        let report = run(&mut new(options(10, 1)), 10, &mut server).unwrap();
        assert_accounted(&report, 10);
        assert_eq!(report["imported"], 10, "{too_many:?}");
    }
}
