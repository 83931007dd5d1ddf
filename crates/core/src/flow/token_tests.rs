//! What a flow's token holds, and what is read of one that anybody wrote.

use super::tests::{PLAN, flow, turn};
use super::*;
use crate::error::Kind;
use crate::testing::Server;

#[test]
fn a_token_fits_its_plan_alone() {
    let token = flow(PLAN).unwrap().serialize(Instant::default(), 0);
    let mut other = flow(&PLAN.replace("meet", "eat")).unwrap();
    assert_eq!(resume(&mut other, &token).unwrap_err().code, "OTHER_PLAN");
    for (bad, code) in [
        ("", "INVALID_TOKEN"),
        ("mf2.e30", "INVALID_TOKEN"),
        ("mp2.e30", "INVALID_TOKEN"),
        ("mf1.e30", "TOKEN_VERSION"),
        ("mf3.e30", "TOKEN_VERSION"),
    ] {
        let error = resume(&mut flow(PLAN).unwrap(), bad).unwrap_err();
        assert_eq!(
            (error.kind, error.code.as_str()),
            (Kind::Validation, code),
            "{bad}"
        );
    }
}

#[test]
fn the_decision_of_the_reader_comes_back_from_every_token() {
    let decision = || crate::value::Value::parse(r#"{"v":1,"c":["email",null]}"#).unwrap();
    let mut server = Server {
        polls: 1,
        ..Server::default()
    };
    let (mut now, mut log, mut fed) = (Instant::from_millis(1), Vec::new(), 0);
    let mut first = flow(PLAN).unwrap();
    assert_eq!(first.remembered_source(), None);
    first.remember_source(decision());
    loop {
        let token = first.serialize(now, now.as_millis());
        let mut second = flow(PLAN).unwrap();
        second.resume(&token, now, now.as_millis()).unwrap();
        assert_eq!(second.remembered_source(), Some(&decision()));
        // Not read as far as the first one was: the decision stays all the same.
        let token = second.serialize(now, now.as_millis());
        let mut third = flow(PLAN).unwrap();
        third.resume(&token, now, now.as_millis()).unwrap();
        assert_eq!(third.remembered_source(), Some(&decision()));
        if !turn(&mut first, &mut fed, 5, &mut server, &mut now, &mut log) {
            break;
        }
    }
}

fn resume(flow: &mut Flow, token: &str) -> Result<()> {
    flow.resume(token, Instant::default(), 0)
}

/// A token with that state, for the plan of these tests.
fn token(state: &str) -> String {
    let state = state.replace("PLAN", &flow(PLAN).unwrap().plan_digest);
    crate::token::write("mf2", &crate::value::Value::parse(&state).unwrap())
}

#[test]
fn a_hostile_token_is_refused_with_a_code() {
    let rest = r#""i":{"b":[]}"#;
    let good = token(&format!(r#"{{"p":"PLAN","n":3,{rest}}}"#));
    assert!(resume(&mut flow(PLAN).unwrap(), &good).is_ok());
    let full = format!(r#"{{"p":"PLAN","n":6,{rest},"r":"x","e":"r1","m":"r2"}}"#);
    assert!(resume(&mut flow(PLAN).unwrap(), &token(&full)).is_ok());
    for bad in [
        r#"{"p":"PLAN","n":3}"#.to_owned(),
        format!(r#"{{"p":7,"n":3,{rest}}}"#),
        format!(r#"{{"p":"PLAN","n":7,{rest}}}"#),
        format!(r#"{{"p":"PLAN","n":-1,{rest}}}"#),
        format!(r#"{{"p":"PLAN","n":"3",{rest}}}"#),
        r#"{"p":"PLAN","n":3,"i":{"b":{}}}"#.to_owned(),
        r#"{"p":"PLAN","n":3,"i":{"b":[],"o":[[0]]}}"#.to_owned(),
        r#"{"p":"PLAN","n":3,"i":{"b":[],"o":[[0,1,2]]}}"#.to_owned(),
        r#"{"p":"PLAN","n":3,"i":{"b":[],"h":[[0]]}}"#.to_owned(),
        r#"{"p":"PLAN","n":3,"i":{"b":[],"o":[[4294967296,1,"r"]]}}"#.to_owned(),
        format!(r#"{{"p":"PLAN","n":1,{rest},"c":[1]}}"#),
        format!(r#"{{"p":"PLAN","n":1,{rest},"c":[1,1]}}"#),
        // What is behind it has to have left something.
        format!(r#"{{"p":"PLAN","n":4,{rest}}}"#),
        full.replace(r#""r":"x","#, ""),
        full.replace(r#""e":"r1","#, ""),
        full.replace(r#","m":"r2""#, ""),
        format!(r#"{{"p":"PLAN","n":3,{rest},"s":[{{"n":6,"s":1,"c":1}}]}}"#),
    ] {
        let error = resume(&mut flow(PLAN).unwrap(), &token(&bad)).unwrap_err();
        assert_eq!(error.code, "INVALID_TOKEN", "{bad}");
    }
    // How often a run was asked for does no harm, whatever is said of it: it is waited for from now on.
    for odd in [
        r#""w":7"#,
        r#""w":null"#,
        r#""w":["1",{},-1,0.5]"#,
        r#""w":[9]"#,
        r#""t":"x""#,
    ] {
        let odd = full
            .replace('}', &format!(",{odd}}}"))
            .replace(r#""n":6"#, r#""n":5"#);
        assert!(resume(&mut flow(PLAN).unwrap(), &token(&odd)).is_ok(), "{odd}");
    }
    let escaping = full.replace("r1", "..");
    let error = resume(&mut flow(PLAN).unwrap(), &token(&escaping)).unwrap_err();
    assert_eq!(error.issues[0].path, "run_id");
}

#[test]
fn an_end_that_a_token_tells_of_is_not_believed() {
    let told = token(r#"{"p":"PLAN","n":3,"i":{"b":[]},"s":[{"n":3,"s":1,"c":1,"d":true}]}"#);
    let mut flow = flow(PLAN).unwrap();
    resume(&mut flow, &told).unwrap();
    assert!(flow.take_step().is_some_and(|step| !step.done));
}
