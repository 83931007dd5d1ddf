//! A create whose answer was lost.

use super::*;

fn create() -> Request {
    let look = Request::get("events.get", "/events/e".into());
    Request::write("events.create", Method::Post, "/events".into(), "{}".into()).resolved_by(look)
}

fn conflict() -> Event {
    Event::Answered(Head {
        status: 409,
        error_body: Some(r#"{"code":"PARTNER_ID_CONFLICT","message":"taken"}"#.into()),
        ..Head::default()
    })
}

#[test]
fn a_conflict_after_a_lost_answer_is_looked_into_and_no_other_is() {
    let broken = |maybe_sent| {
        Event::Unanswered(Fault::Broken {
            message: "reset".into(),
            maybe_sent,
        })
    };
    let timed_out = || Event::Unanswered(Fault::TimedOut);
    for (what, before, looks) in [
        ("first attempt", vec![], false),
        ("limited", vec![answer(429, None)], false),
        ("never sent", vec![broken(false)], false),
        ("reset", vec![broken(true)], true),
        ("timed out", vec![timed_out()], true),
        ("server fault", vec![answer(500, None)], true),
        ("request timeout", vec![answer(408, None)], true),
        ("lost, then limited", vec![broken(true), answer(429, None)], true),
    ] {
        let count = u32::try_from(before.len()).unwrap_or_default();
        let script = |end: Vec<Event>| [before.clone(), vec![conflict()], end].concat();
        if looks {
            let (_, attempts, result) = drive(&create(), Policy::default(), script(vec![answer(200, None)]));
            assert_eq!((attempts, result.is_ok()), (count + 2, true), "{what}");
            // Nothing is there, after all: what is known is the conflict.
            let (_, attempts, result) = drive(&create(), Policy::default(), script(vec![answer(404, None)]));
            let code = result.err().map(|error| error.code);
            assert_eq!(
                (attempts, code.as_deref()),
                (count + 2, Some("PARTNER_ID_CONFLICT")),
                "{what}"
            );
        } else {
            let (_, attempts, result) = drive(&create(), Policy::default(), script(vec![]));
            let error = result.err().map(|error| (error.code, error.attempts));
            assert_eq!(attempts, count + 1, "{what}");
            assert_eq!(
                error,
                Some(("PARTNER_ID_CONFLICT".into(), Some(count + 1))),
                "{what}"
            );
        }
    }
    let (_, attempts, _) = drive(&blind_write(), Policy::default(), vec![broken(false), conflict()]);
    assert_eq!(attempts, 2);
}

#[test]
fn the_look_has_retries_of_its_own_and_the_deadline_of_the_call() {
    let policy = Policy {
        max_retries: 1,
        ..Policy::default()
    };
    let reset = || answer(502, None);
    let (_, attempts, result) = drive(
        &create(),
        policy,
        vec![reset(), conflict(), reset(), answer(200, None)],
    );
    assert_eq!((attempts, result.is_ok()), (4, true));
    let (_, attempts, result) = drive(&create(), policy, vec![reset(), conflict(), reset(), reset()]);
    let error = result
        .err()
        .map(|error| (error.status, error.operation, error.attempts));
    assert_eq!(
        (attempts, error),
        (4, Some((Some(502), Some("events.create"), Some(4))))
    );
}
