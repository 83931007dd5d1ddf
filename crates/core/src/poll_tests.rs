use super::*;
use crate::error::Kind;
use crate::job::{Job, Want};
use crate::time::millis;
use crate::value::Value;

fn run(status: &str) -> Result<Answer> {
    hinted(status, None)
}

#[allow(
    clippy::unnecessary_wraps,
    reason = "it stands beside answers that are errors"
)]
fn hinted(status: &str, hint: Option<u64>) -> Result<Answer> {
    let body = format!(r#"{{"run_id":"r","status":"{status}","kind":"match","other":1}}"#);
    Ok(Answer {
        status: 200,
        body,
        retry_after: hint.map(Duration::from_millis),
    })
}

/// Drives a poller over the answers; gives the waits between its polls and its end.
fn follow(options: PollOptions, answers: Vec<Result<Answer>>) -> (Vec<u64>, Result<String>) {
    follow_poll(Poll::new("r", options).unwrap(), answers)
}

fn follow_poll(poll: Poll, answers: Vec<Result<Answer>>) -> (Vec<u64>, Result<String>) {
    let mut poller = Poller::new(poll, Routes::default());
    let mut now = Instant::from_millis(5_000_000);
    let mut answers = answers.into_iter();
    let mut waits = Vec::new();
    loop {
        match poller.want(now) {
            Want::Send(ticket, request) => {
                assert_eq!(request.path, "/runs/r");
                assert_eq!(poller.want(now), Want::Wait);
                poller.told(
                    ticket,
                    answers.next().expect("polled once more than expected"),
                    now,
                );
            }
            Want::Sleep(until) => {
                waits.push(millis(until - now));
                now = until;
            }
            Want::Done => return (waits, poller.finish()),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn it_polls_at_once_and_then_backs_off() {
    let answers = vec![run("queued"); 7]
        .into_iter()
        .chain([run("succeeded")])
        .collect();
    let (waits, end) = follow(PollOptions::default(), answers);
    assert_eq!(waits, [1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
    assert!(
        end.unwrap().contains("\"other\":1"),
        "the run is given as it was sent"
    );
}

#[test]
fn the_servers_hint_goes_before_the_interval_and_nothing_is_faster_than_a_quarter_second() {
    let options = PollOptions {
        interval: Some(Duration::from_millis(10)),
        ..PollOptions::default()
    };
    let (waits, _) = follow(
        options,
        vec![
            hinted("queued", Some(3_000)),
            run("queued"),
            hinted("queued", Some(0)),
            run("succeeded"),
        ],
    );
    assert_eq!(waits, [3_000, 250, 250]);
}

#[test]
fn only_the_documented_words_are_ends() {
    for status in ["succeeded", "partial"] {
        assert!(
            follow(
                PollOptions::default(),
                vec![run("reindexing"), run(""), run("SUCCEEDED"), run(status)]
            )
            .1
            .is_ok()
        );
    }
    let error = follow(PollOptions::default(), vec![run("failed")]).1.unwrap_err();
    assert_eq!((error.kind, error.run.is_some()), (Kind::Run, true));
}

#[test]
fn transient_faults_cost_no_run_and_final_ones_end_it() {
    let answers = vec![
        Err(Error::connection("reset", true)),
        Err(Error::api(503, "X", "m")),
        run("succeeded"),
    ];
    assert!(follow(PollOptions::default(), answers).1.is_ok());
    let error = follow(
        PollOptions::default(),
        vec![Err(Error::api(404, "RUN_NOT_FOUND", "m"))],
    )
    .1
    .unwrap_err();
    assert_eq!(error.code, "RUN_NOT_FOUND");
}

#[test]
fn answers_that_are_no_run_are_ridden_out_three_in_a_row_and_no_more() {
    let page = || {
        Ok(Answer {
            status: 200,
            body: "<html>".into(),
            retry_after: None,
        })
    };
    let answers = vec![page(), page(), page(), run("running"), page(), run("succeeded")];
    assert!(follow(PollOptions::default(), answers).1.is_ok());
    let error = follow(PollOptions::default(), vec![page(), page(), page(), page()])
        .1
        .unwrap_err();
    assert_eq!(error.kind, Kind::Decode);
    // Who asks for one look is told what it saw.
    let mut poll = Poll::new("r", PollOptions::default()).unwrap();
    let answer = page().unwrap();
    assert_eq!(
        poll.looked(answer, Instant::default()).unwrap_err().kind,
        Kind::Decode
    );
}

#[test]
fn a_wait_ends_at_its_bound_with_a_last_poll() {
    let options = PollOptions {
        interval: None,
        max_wait: Duration::from_secs(10),
    };
    let (waits, end) = follow(options, vec![run("running"); 9]);
    assert_eq!(waits, [1_000, 2_000, 4_000, 3_000]);
    let error = end.unwrap_err();
    assert_eq!((error.scope, error.run.is_some()), (Some(Scope::Wait), true));
}

#[test]
fn a_token_holds_the_run_and_nothing_else() {
    let poll = Poll::new("run_1", PollOptions::default()).unwrap();
    let token = poll.serialize();
    assert_eq!(
        Poll::resume(&token, PollOptions::default()).unwrap().run_id(),
        "run_1"
    );
    for bad in [
        "",
        "mp2",
        "mp2.",
        "mp2.e30",
        "mp2.!!!!",
        "mf2.eyJydW5faWQiOiJyIn0",
        "mp2.eyJydW5faWQiOiIuLiJ9",
    ] {
        assert_eq!(
            Poll::resume(bad, PollOptions::default()).unwrap_err().kind,
            Kind::Validation,
            "{bad:?}"
        );
    }
    for other in ["mp1.eyJydW5faWQiOiJyIn0", "mp3.e30", "mp9.", "mp10.e30"] {
        let error = Poll::resume(other, PollOptions::default()).unwrap_err();
        assert_eq!(error.code, "TOKEN_VERSION", "{other}");
    }
}

#[test]
fn a_run_that_has_ended_stays_so() {
    let mut poll = Poll::new("r", PollOptions::default()).unwrap();
    let now = Instant::from_millis(1);
    for status in ["running", "succeeded", "running", "queued"] {
        poll.told(run(status), now).unwrap();
    }
    assert!(poll.is_done() && poll.due().is_none());
    assert_eq!(poll.run().unwrap().status, "succeeded");
}

#[test]
fn a_wait_that_runs_out_tells_of_the_last_fault_and_only_of_one_that_lasts() {
    let options = PollOptions {
        interval: Some(Duration::from_secs(2)),
        max_wait: Duration::from_secs(5),
    };
    let down = || Err(Error::api(503, "DOWN", "m"));
    let error = follow(options, vec![run("running"), run("running"), down(), down()])
        .1
        .unwrap_err();
    assert_eq!(
        (error.scope, error.fault.unwrap().code.as_str()),
        (Some(Scope::Wait), "DOWN")
    );
    assert!(error.message.contains("DOWN"));
    let error = follow(options, vec![down(), down(), down(), run("running")])
        .1
        .unwrap_err();
    assert_eq!((error.scope, error.fault), (Some(Scope::Wait), None));
}

#[test]
fn a_poll_takes_no_longer_than_what_is_left_of_the_wait() {
    let options = PollOptions {
        interval: Some(Duration::from_secs(4)),
        max_wait: Duration::from_secs(10),
    };
    let mut poller = Poller::new(Poll::new("r", options).unwrap(), Routes::default());
    let mut left = Vec::new();
    let mut now = Instant::from_millis(5_000);
    for _ in 0..3 {
        let Want::Send(ticket, _) = poller.want(now) else {
            panic!("does not poll")
        };
        left.push(millis(poller.time_left(ticket, now).unwrap()));
        poller.told(ticket, run("running"), now);
        now = now + Duration::from_secs(4);
    }
    assert_eq!(left, [10_000, 6_000, 2_000]);
    assert_eq!(poller.poll.time_left(now + Duration::from_hours(1)), LAST_POLL);
}

#[test]
fn looks_run_into_no_end_of_a_wait() {
    let options = PollOptions {
        interval: None,
        max_wait: Duration::from_secs(5),
    };
    let mut poll = Poll::new("r", options).unwrap();
    for look in 0..10 {
        let now = Instant::from_millis(look * 60_000);
        poll.looked(run("running").unwrap(), now).unwrap();
    }
    assert!(Poll::resume(&poll.serialize(), options).is_ok());
}

#[test]
fn a_token_of_before_asks_as_if_it_never_had() {
    let token = |json: &str| crate::token::write("mp2", &Value::parse(json).unwrap());
    let before = token(r#"{"run_id":"r"}"#);
    for odd in [r#","w":7"#, r#","w":null"#, r#","w":[0,900000,5,"1"]"#, ""] {
        let odd = token(&format!(r#"{{"run_id":"r"{odd}}}"#));
        let poll = Poll::resume(&odd, PollOptions::default()).unwrap();
        assert_eq!(poll.serialize(), before);
        let answers = vec![run("running"), run("running"), run("succeeded")];
        assert_eq!(follow_poll(poll, answers).0, [1_000, 2_000]);
    }
}

proptest::proptest! {
    /// Broken off and waited for again, here or in another isolate: it is asked for at the same times.
    #[test]
    fn it_is_asked_as_seldom_in_another_isolate(
        before in proptest::collection::vec(0_u8..9, 0..9),
        after in proptest::collection::vec(0_u8..9, 0..9),
    ) {
        let answer = |shown: &u8| match shown {
            0 => Err(Error::connection("reset", true)),
            1 => run("queued"),
            2 => hinted("running", Some(3_000)),
            _ => run("running"),
        };
        let mut poll = Poll::new("r", PollOptions::default()).unwrap();
        let mut now = Instant::from_millis(7);
        for shown in &before {
            poll.told(answer(shown), now).unwrap();
            now = poll.due().unwrap();
        }
        let token = poll.serialize();
        let resumed = Poll::resume(&token, PollOptions::default()).unwrap();
        proptest::prop_assert_eq!(resumed.serialize(), token);
        let answers = || after.iter().map(answer).chain([run("succeeded")]).collect();
        let here = follow_poll(poll.restarted(), answers()).0;
        proptest::prop_assert_eq!(&here, &follow_poll(resumed, answers()).0);
        // Polled at once, and then no sooner than it was before.
        if !before.is_empty() && before.iter().chain(&after).all(|shown| *shown > 2) {
            let all = vec![run("running"); before.len() + after.len()];
            let whole = follow(PollOptions::default(), all.into_iter().chain([run("succeeded")]).collect()).0;
            proptest::prop_assert_eq!(&here[..], &whole[before.len()..]);
        }
    }
}

#[test]
fn a_hostile_token_is_refused_with_a_code() {
    let token = |json: &str| crate::token::write("mp2", &Value::parse(json).unwrap());
    let huge = format!(r#"{{"run_id":"{}"}}"#, "r".repeat(5 << 20));
    for bad in [
        r#"{"run_id":7}"#,
        r#"{"run_id":null}"#,
        r#"{"run_id":["r"]}"#,
        r#"{"run":"r"}"#,
        r#"["r"]"#,
        r#""r""#,
        "null",
        &huge,
    ] {
        let error = Poll::resume(&token(bad), PollOptions::default()).unwrap_err();
        assert_eq!(error.code, "INVALID_TOKEN");
    }
    for bad in [r#"{"run_id":""}"#, r#"{"run_id":"."}"#, r#"{"run_id":".."}"#] {
        let error = Poll::resume(&token(bad), PollOptions::default()).unwrap_err();
        assert_eq!(
            (error.kind, error.issues[0].path.as_str()),
            (Kind::Validation, "run_id"),
            "{bad}"
        );
    }
}
