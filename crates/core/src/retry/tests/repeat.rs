//! What is sent again, and what never.

use super::*;

/// What may become of an attempt, and whether the server may have done what was asked.
fn outcomes() -> Vec<(&'static str, Event, Outcome)> {
    let broken = |maybe_sent| {
        Event::Unanswered(Fault::Broken {
            message: "reset".into(),
            maybe_sent,
        })
    };
    let coded = |status, code: &str| {
        Event::Answered(Head {
            status,
            error_body: Some(["{\"code\":\"", code, "\"}"].concat()),
            ..Head::default()
        })
    };
    let mut all = vec![
        ("connection refused", broken(false), Outcome::NotDone),
        ("connection reset", broken(true), Outcome::Unknown),
        ("timed out", Event::Unanswered(Fault::TimedOut), Outcome::Unknown),
        ("429", answer(429, None), Outcome::NotDone),
        ("429 with a wait", answer(429, Some("1")), Outcome::NotDone),
        ("408", answer(408, None), Outcome::Unknown),
        (
            "409 of a first call that goes on",
            coded(409, "IDEMPOTENCY_IN_PROGRESS"),
            Outcome::Unknown,
        ),
        (
            "409 of another use of the key",
            coded(409, "IDEMPOTENCY_KEY_CONFLICT"),
            Outcome::Final,
        ),
        (
            "409 of a first attempt",
            coded(409, "PARTNER_ID_CONFLICT"),
            Outcome::Final,
        ),
    ];
    for status in [500, 501, 502, 503, 504, 520, 599] {
        all.push(("5xx", answer(status, None), Outcome::Unknown));
    }
    all.push(("503 with a wait", answer(503, Some("1")), Outcome::Unknown));
    for status in [
        0, 301, 302, 304, 307, 400, 401, 402, 403, 404, 405, 410, 412, 413, 415, 418, 422, 428, 451,
    ] {
        all.push(("refused", answer(status, Some("1")), Outcome::Final));
    }
    all
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    NotDone,
    Unknown,
    Final,
}

#[test]
fn what_is_sent_again_and_what_never() {
    let create = crate::resource::events::create(
        &crate::route::Routes::default(),
        &crate::check::Body::parse(r#"{"event_id":"e","title":"t"}"#).unwrap_or_default(),
    );
    let Ok(create) = create else {
        panic!("it is a valid event")
    };
    let put = Request::write("events.update", Method::Put, "/events/e".into(), "{}".into());
    for (request, repeats_unknown) in [
        (read(), true),
        (put, true),
        (blind_write().keyed("k"), true),
        (create, true),
        (blind_write(), false),
    ] {
        for (name, first, outcome) in outcomes() {
            let what = format!("{} {name} {first:?}", request.operation);
            let again = match outcome {
                Outcome::NotDone => true,
                Outcome::Unknown => repeats_unknown,
                Outcome::Final => false,
            };
            let (waits, attempts, result) = drive(
                &request,
                Policy::default(),
                vec![first.clone(), answer(200, None)],
            );
            let expected = if again { (2, 1, true) } else { (1, 0, false) };
            assert_eq!((attempts, waits.len(), result.is_ok()), expected, "{what}");
            let once = Policy {
                max_retries: 0,
                ..Policy::default()
            };
            let (waits, attempts, result) = drive(&request, once, vec![first]);
            assert_eq!(
                (attempts, waits.len(), result.is_ok()),
                (1, 0, false),
                "{what}, once"
            );
        }
    }
}

#[test]
fn retries_are_counted_and_the_last_error_is_given() {
    let policy = Policy {
        max_retries: 2,
        ..Policy::default()
    };
    let (waits, attempts, result) = drive(
        &read(),
        policy,
        vec![answer(500, None), answer(502, None), answer(503, None)],
    );
    assert_eq!((waits.len(), attempts), (2, 3));
    let Err(error) = result else { panic!("succeeded") };
    assert_eq!(
        (error.kind, error.status, error.attempts),
        (Kind::Api, Some(503), Some(3))
    );
    assert_eq!(
        (error.code.as_str(), error.correlation_id.as_deref()),
        ("SOME_CODE", Some("c2"))
    );
    assert_eq!(error.operation, Some("events.get"));
}

#[test]
fn an_error_body_that_is_no_json_still_makes_an_error() {
    let head = Head {
        status: 502,
        error_body: Some("<html>Bad gateway".into()),
        ..Head::default()
    };
    let policy = Policy {
        max_retries: 0,
        ..Policy::default()
    };
    let (_, _, result) = drive(&read(), policy, vec![Event::Answered(head)]);
    let Err(error) = result else { panic!("succeeded") };
    assert_eq!(
        (error.code.as_str(), error.correlation_id.as_deref()),
        ("HTTP_502", Some("c1"))
    );
}

/// What the error of a call says of all its attempts, not of the last one alone.
#[test]
fn an_error_tells_whether_any_attempt_may_have_taken_effect() {
    let broken = |maybe_sent| {
        Event::Unanswered(Fault::Broken {
            message: "m".into(),
            maybe_sent,
        })
    };
    let timed_out = || Event::Unanswered(Fault::TimedOut);
    for (what, events, effect, maybe_sent) in [
        ("refused", vec![answer(403, None)], Effect::None, None),
        (
            "limited, then refused",
            vec![answer(429, None), answer(403, None)],
            Effect::None,
            None,
        ),
        ("limited, always", vec![answer(429, None); 4], Effect::None, None),
        (
            "request timeout, then refused",
            vec![answer(408, None), answer(403, None)],
            Effect::Unknown,
            None,
        ),
        (
            "down, then limited",
            [vec![answer(503, None)], vec![answer(429, None); 3]].concat(),
            Effect::Unknown,
            None,
        ),
        (
            "timed out, then refused",
            vec![timed_out(), answer(403, None)],
            Effect::Unknown,
            None,
        ),
        (
            "never connected",
            vec![broken(false); 4],
            Effect::None,
            Some(false),
        ),
        (
            "reset, then never connected",
            [vec![broken(true)], vec![broken(false); 3]].concat(),
            Effect::Unknown,
            Some(true),
        ),
    ] {
        let (_, _, result) = drive(&blind_write().keyed("k"), Policy::default(), events);
        let error = result.unwrap_err();
        assert_eq!((error.effect, error.maybe_sent), (effect, maybe_sent), "{what}");
    }
    // The deadline passes: before anything was answered, and after a refusal that did nothing.
    for (first, effect) in [
        (timed_out(), Effect::Unknown),
        (answer(429, Some("5")), Effect::None),
    ] {
        let now = Instant::from_millis(1_000);
        let policy = Policy {
            deadline: secs(9),
            ..Policy::default()
        };
        let (mut pace, request) = (Pace::new(1), blind_write().keyed("k"));
        let mut call = Call::new(&request, policy, "c".into(), now);
        let _ = call.step(Event::Start, now, &mut pace);
        let mut step = call.step(first, now + secs(1), &mut pace);
        if let Step::Sleep(_) = step {
            step = call.step(Event::Elapsed, now + secs(10), &mut pace);
        }
        let Step::Done(Err(error)) = step else {
            panic!("goes on")
        };
        assert_eq!((error.scope, error.effect), (Some(Scope::Deadline), effect));
    }
}
