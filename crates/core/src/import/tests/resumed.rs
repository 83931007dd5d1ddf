//! What is resumed with is data from outside: it is believed where it accounts for the rows, and told of where it does not.

use super::*;

/// What is saved of an import of two rows a part, once the first part is settled.
fn saved() -> Value {
    let mut import = new(options(2, 1));
    let (mut source, mut out, mut now) = (Source::new(5), Vec::new(), Instant::from_millis(1));
    let mut server = Server::default();
    while import.progress().imported == 0 {
        turn(&mut import, &mut source, &mut server, &mut out, &mut now, 0);
    }
    serde_json::from_str(&import.save(now).to_json()).unwrap()
}

/// Imports the same five rows after `saved`.
fn resumed(saved: &Value) -> Result<Value> {
    let mut import = new(options(2, 1));
    restore(&mut import, &saved.to_string());
    run(&mut import, 5, &mut Server::default())
}

#[test]
fn what_accounts_for_its_rows_is_believed() {
    let mut saved = saved();
    assert_accounted(&resumed(&saved).unwrap(), 5);
    saved["b"][0]["i"] = 1.into();
    saved["b"][0]["x"] = serde_json::json!({"ROW_FAILED": [2, 1]});
    let report = resumed(&saved).unwrap();
    assert_accounted(&report, 5);
    assert_eq!(report["rejected"][0]["code"], "ROW_FAILED");
    saved["b"][0]["i"] = 0.into();
    saved["b"][0]["u"] = 1.into();
    assert_eq!(resumed(&saved).unwrap()["unidentified"], 1);
}

#[test]
fn what_does_not_is_refused_and_every_row_is_told_of() {
    let whole = saved();
    for (imported, unidentified, refused) in [
        (1, 0, serde_json::json!({})),
        (3, 0, serde_json::json!({})),
        (2, 1, serde_json::json!({})),
        (u64::MAX, 3, serde_json::json!({})),
        (1, u64::MAX, serde_json::json!({"C": [1, 2]})),
        (1, 0, serde_json::json!({"C": [3, 1]})),
        (1, 0, serde_json::json!({"C": [0, 1]})),
        (0, 0, serde_json::json!({"C": [1, 1, 1, 1]})),
        (2, 0, serde_json::json!({"C": [1, 1]})),
    ] {
        let mut saved = whole.clone();
        saved["b"][0]["i"] = imported.into();
        saved["b"][0]["u"] = unidentified.into();
        saved["b"][0]["x"] = refused;
        let error = resumed(&saved).unwrap_err();
        assert_eq!(error.code, "INVALID_TOKEN", "{saved}");
        assert_told(&error);
    }
}

#[test]
fn other_attendees_are_told_of_as_well() {
    let mut saved = saved();
    saved["b"][0]["d"] = "0123456789ab".into();
    let error = resumed(&saved).unwrap_err();
    assert_eq!(error.code, "OTHER_ATTENDEES");
    assert_told(&error);
}

#[test]
fn a_run_that_can_be_none_is_told_of_as_well() {
    let mut saved = saved();
    saved["o"] = serde_json::json!([[1, 1, ".."]]);
    assert_told(&resumed(&saved).unwrap_err());
}

#[test]
fn another_source_is_not_taken_for_the_same() {
    let mut import = new(options(2, 1));
    let (mut source, mut out, mut now) = (Source::new(9), Vec::new(), Instant::from_millis(1));
    for _ in 0..12 {
        turn(
            &mut import,
            &mut source,
            &mut Server::default(),
            &mut out,
            &mut now,
            0,
        );
    }
    let saved = import.save(now);
    let mut other = new(options(2, 1));
    other.restore(saved.clone(), now, 0);
    other.row(Row {
        number: 1,
        attendee_id: "x",
        json: r#"{"attendee_id":"x","name":"N"}"#,
    });
    other.pulled(false);
    assert_eq!(other.want(now), Want::Done);
    assert_eq!(other.finish().unwrap_err().code, "OTHER_ATTENDEES");
    let mut shorter = new(options(2, 1));
    shorter.restore(saved, now, 0);
    shorter.pulled(false);
    assert_eq!(shorter.finish().unwrap_err().code, "OTHER_ATTENDEES");
}

/// A durable engine: each call is made in another isolate, which knows no more than the token and the source.
#[test]
fn one_call_an_isolate_comes_to_an_end_whatever_the_server_refuses() {
    for (cap, max_bytes) in [(3, usize::MAX), (usize::MAX, 200), (1, usize::MAX)] {
        let mut server = Server {
            max_rows: cap,
            max_bytes,
            poison: ids([5, 18]),
            failing: ids([2, 20]),
            polls: 1,
            ..Server::default()
        };
        let mut saved: Option<String> = None;
        let mut now = Instant::from_millis(1);
        let report: Value = loop {
            let mut import = new(options(10, 1));
            if let Some(text) = saved.take() {
                import.restore(Saved::from_json(&text).unwrap(), now, 0);
            }
            let (mut source, mut out) = (Source::new(25), Vec::new());
            let before = server.requests;
            let mut over = false;
            while server.requests == before && !over {
                over = !turn(&mut import, &mut source, &mut server, &mut out, &mut now, 0);
            }
            assert!(server.requests < 200, "it does the same again and again");
            if over {
                break serde_json::from_str(&import.finish().unwrap()).unwrap();
            }
            saved = Some(import.save(now).to_json());
        };
        assert_accounted(&report, 25);
        assert_eq!(rejected_rows(&report), [2, 5, 18, 20]);
        assert_eq!(server.taken.len(), 23, "but for those that no payload may hold");
        assert!(server.taken.values().all(|n| *n == 1));
        assert_eq!(report["runs"].as_array().unwrap().len(), server.runs_started());
    }
}

/// A part of a halved one that is not mentioned is settled, and has to be accounted for.
#[test]
fn what_came_of_some_halves_has_to_account_for_them() {
    let mut import = new(options(10, 1));
    let (mut source, mut out, mut now) = (Source::new(10), Vec::new(), Instant::from_millis(1));
    let mut server = Server {
        max_rows: 3,
        ..Server::default()
    };
    while import.progress().imported == 0 {
        turn(&mut import, &mut source, &mut server, &mut out, &mut now, 0);
    }
    let whole: Value = serde_json::from_str(&import.save(now).to_json()).unwrap();
    let go_on = |saved: &Value| {
        let mut import = new(options(10, 1));
        restore(&mut import, &saved.to_string());
        run(&mut import, 10, &mut server.clone())
    };
    let report = go_on(&whole).unwrap();
    assert_accounted(&report, 10);
    assert_eq!(report["imported"], 10);
    for (place, lie) in [
        ("/h/0/1/i", serde_json::json!(1)),
        ("/o", serde_json::json!([])),
        ("/o/0/1", 1.into()),
    ] {
        let mut saved = whole.clone();
        *saved.pointer_mut(place).unwrap() = lie;
        let error = go_on(&saved).unwrap_err();
        assert_eq!(error.code, "INVALID_TOKEN", "{saved}");
        assert_told(&error);
    }
}

/// Each row that was read stands in the error's report once.
fn assert_told(error: &Error) {
    let report: Value = serde_json::from_str(error.report.as_deref().unwrap()).unwrap();
    assert_accounted(&report, report["total"].as_u64().unwrap());
    assert!(report["total"].as_u64() > Some(0));
}
