//! What a token keeps: small, and checked when it is read.

use super::super::outcome::SettledRun;
use super::*;

/// The state of an import of `rows` in parts of the default size, of which every `bad`-th row was refused.
fn saved(rows: u64, bad: u64) -> String {
    let mut server = Server {
        failing: ids((1..=rows).filter(|n| bad > 0 && n % bad == 0)),
        // So that no run seems to be one of before.
        polls: 1,
        ..Server::default()
    };
    let mut import = new(ImportOptions::default());
    let source = Source {
        chunk: 500,
        ..Source::new(rows)
    };
    run_of(&mut import, source, &mut server).unwrap();
    import.save(Instant::default()).to_json()
}

#[test]
fn a_token_grows_with_the_parts_and_not_with_the_rows() {
    for (rows, bad, most) in [
        (1_000, 0, 80),
        (50_000, 0, 60 * 50 + 20),
        (50_000, 100, 160 * 50),
        (200_000, 0, 60 * 200 + 20),
        // A whole part that failed is as short as one row.
        (10_000, 1, 90 * 10),
    ] {
        let size = saved(rows, bad).len();
        assert!(
            size <= most,
            "{rows} rows, every {bad}th refused: {size} bytes, not {most}"
        );
    }
}

/// The sizes that the documentation states.
#[test]
fn a_token_is_as_small_as_it_is_said_to_be() {
    let outcome = Outcome {
        digest: "0123456789ab".into(),
        imported: 1_000,
        runs: vec![SettledRun {
            id: "r".repeat(40),
            status: "succeeded".into(),
            replayed: false,
            chained: false,
        }],
        ..Outcome::default()
    };
    for (parts, most) in [(50, 8_000), (1_000, 150_000)] {
        let outcomes = std::iter::repeat_n(outcome.to_value(), parts).collect();
        let mut saved = crate::value::Object::default();
        saved.insert("b", outcomes);
        let token = crate::token::write("mf2", &crate::value::Value::Object(saved));
        assert!(token.len() <= most, "{parts} parts: {}", token.len());
    }
    // A part whose run is followed takes no more.
    let parts = 16;
    let saved = Saved::from_json(&open(parts)).unwrap();
    let token = crate::token::write("mf2", &saved.to_value());
    assert!(token.len() <= parts * 150, "{}", token.len());
}

/// So many parts of a large import that are followed, each asked for as often and for as long as a day lets it.
fn open(parts: usize) -> String {
    let run = "r".repeat(40);
    let left = (0..parts).map(|part| format!(r#"[{},1,"{run}"]"#, 900 + part));
    let left: Vec<String> = left.collect();
    let asked = vec!["5760,86400000,15000,4294967295"; parts];
    format!(r#"{{"b":[],"o":[{}],"w":[{}]}}"#, left.join(","), asked.join(","))
}

#[test]
fn how_often_it_asked_is_read_as_it_was_written_and_may_be_missing() {
    let whole = open(3);
    assert_eq!(Saved::from_json(&whole).unwrap().to_json(), whole);
    let before = whole.split(r#","w""#).next().unwrap().to_owned() + "}";
    let unasked = before.replace('}', r#","w":[0,0,0,0,0,0,0,0,0,0,0,0]}"#);
    assert_eq!(Saved::from_json(&before).unwrap().to_json(), unasked);
    for odd in ["7", "null", r#"["1",[],-1,0.5]"#] {
        let odd = before.replace('}', &format!(r#","w":{odd}}}"#));
        assert_eq!(Saved::from_json(&odd).unwrap().to_json(), unasked, "{odd}");
    }
}

#[test]
fn a_token_of_other_counts_is_refused_and_its_rows_are_accounted_for() {
    let good = saved(1_500, 700);
    assert!(good.contains(r#""x":{"ROW_FAILED":[700,1]}"#), "{good}");
    for bad in [
        good.replace(r#""i":999"#, r#""i":18446744073709551615"#),
        good.replace(r#""i":999"#, r#""i":1000"#),
        good.replace("[700,1]", "[700,18446744073709551615]"),
        good.replace("[700,1]", "[1700,1]"),
    ] {
        assert_ne!(bad, good);
        let mut import = new(ImportOptions::default());
        restore(&mut import, &bad);
        let error = run(&mut import, 1_500, &mut Server::default()).unwrap_err();
        assert_eq!(error.code, "INVALID_TOKEN", "{bad}");
        let report: Value = serde_json::from_str(error.report.as_deref().unwrap()).unwrap();
        assert_accounted(&report, report["total"].as_u64().unwrap());
    }
    for (was, is) in [
        ("[700,1]", "[700]"),
        ("[700,1]", "[700,-1]"),
        ("[700,1]", "7"),
        (r#""i":999"#, r#""i":0.5"#),
        (r#""i":999"#, r#""i":"999""#),
        (r#""b":["#, r#""b":[7,"#),
    ] {
        let bad = good.replace(was, is);
        assert_ne!(bad, good);
        assert_eq!(Saved::from_json(&bad), None, "{bad}");
    }
}

#[test]
fn a_run_of_a_token_has_to_be_an_id() {
    let mut import = new(options(2, 1));
    restore(&mut import, r#"{"b":[],"o":[[0,1,".."]]}"#);
    let mut server = Server::default();
    let error = run(&mut import, 4, &mut server).unwrap_err();
    assert_eq!((error.kind, server.requests), (Kind::Validation, 0));
    let report: Value = serde_json::from_str(error.report.as_deref().unwrap()).unwrap();
    assert_accounted(&report, report["total"].as_u64().unwrap());
}
