//! How many parts are open at once, and what an import says of how far it is.

use super::*;

#[test]
fn what_the_reader_refused_is_in_the_report_too() {
    let mut import = new(options(10, 1));
    import.reject(Rejection {
        row: 1,
        attendee_id: None,
        field: Some("name".into()),
        code: "INVALID_ATTENDEES".into(),
        message: "is missing".into(),
    });
    row(&mut import, 2);
    import.pulled(false);
    assert_eq!(import.progress().read, 2);
    assert!(import.source_ended());
    let report = run(&mut import, 0, &mut Server::default()).unwrap();
    assert_accounted(&report, 2);
    assert_eq!(report["rejected"][0]["field"], "name");
}

#[test]
fn as_many_go_out_at_once_as_are_allowed_and_runs_that_go_on_hold_up_no_more_than_a_few_times_that() {
    let (mut import, now) = (new(options(1, 3)), Instant::from_millis(1));
    let mut server = Server {
        polls: u32::MAX,
        ..Server::default()
    };
    assert_eq!(import.want(now), Want::Pull);
    assert!(!import.source_ended());
    for n in 1..=40 {
        row(&mut import, n);
    }
    import.pulled(true);
    let mut taken = 0;
    loop {
        let mut out = Vec::new();
        while let Want::Send(ticket, request) = import.want(now) {
            assert_eq!(request.operation, "attendees.import");
            out.push((ticket, request));
        }
        if out.is_empty() {
            break;
        }
        assert_eq!(out.len(), 3);
        taken += out.len();
        for (ticket, request) in out {
            import.told(ticket, server.answer(&request), now);
        }
    }
    assert_eq!(taken, 3 * OPEN_FOR_EACH);
}

#[test]
fn progress_counts_rows_payloads_and_runs() {
    let mut server = Server {
        poison: ids([3]),
        failing: ids([7]),
        polls: 1,
        ..Server::default()
    };
    let mut import = new(options(4, 2));
    run(&mut import, 10, &mut server).unwrap();
    let Progress {
        read,
        sent,
        imported,
        rejected,
        parts,
        ended,
    } = import.progress();
    assert_eq!((read, sent, imported, rejected), (10, 9, 8, 2));
    // The first payload was halved twice.
    assert_eq!((parts, ended), (4, 4));
}
