//! Faults on request: what they do, and what they leave untouched.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail")]

mod support;

use meshi_partner_sandbox::Fault;
use serde_json::{Value, json};
use support::{World, crowd};

fn effects(world: &World) -> u64 {
    world
        .sandbox
        .stats()
        .operations
        .get("attendees.import")
        .map_or(0, |stats| stats.effects)
}

#[test]
fn an_error_replaces_the_request_and_then_it_is_over() {
    let mut world = World::with_event();
    world.fault(&json!({"operation": "attendees.import", "times": 2, "status": 503, "retryAfter": "2"}));
    assert_eq!(world.get("/auth").status, 200, "another operation is not struck");
    for _ in 0..2 {
        let answer = world.import("k", &crowd(1));
        assert_eq!((answer.status, answer.code()), (503, "SERVICE_UNAVAILABLE"));
        assert_eq!(answer.response.header("retry-after"), Some("2"));
        assert_eq!(
            answer.response.header("x-correlation-id"),
            Some(answer.text("correlation_id"))
        );
    }
    assert_eq!(effects(&world), 0);
    assert_eq!(world.import("k", &crowd(1)).status, 202);
    assert_eq!((effects(&world), world.sandbox.faults.pending()), (1, 0));
}

#[test]
fn a_code_of_ones_own_and_requests_that_pass_first() {
    let mut world = World::with_event();
    world.fault(&json!({"skip": 1, "status": 409, "code": "IDEMPOTENCY_IN_PROGRESS", "message": "wait"}));
    assert_eq!(world.get("/auth").status, 200);
    let answer = world.get("/auth");
    assert_eq!(
        (answer.status, answer.code(), answer.text("message")),
        (409, "IDEMPOTENCY_IN_PROGRESS", "wait")
    );
}

#[test]
fn a_broken_connection_strikes_before_or_after_the_effect() {
    for (drop, expected) in [("before", 0), ("after", 1)] {
        let mut world = World::with_event();
        world.fault(&json!({"operation": "attendees.import", "drop": drop}));
        let answer = world.import("k", &crowd(1));
        assert!(answer.response.disconnect, "{drop}");
        assert_eq!(effects(&world), expected, "{drop}");
        assert_eq!(world.import("k", &crowd(1)).status, 202);
        assert_eq!(
            effects(&world),
            1,
            "{drop}: a retry with the same key is no second import"
        );
    }
}

#[test]
fn an_error_may_hide_an_effect() {
    let mut world = World::with_event();
    world.fault(&json!({"operation": "events.create", "status": 500, "takesEffect": true}));
    let body = json!({"event_id": "hidden", "title": "T"});
    assert_eq!(world.post("/events", &body).code(), "INTERNAL_ERROR");
    assert_eq!(world.post("/events", &body).code(), "PARTNER_ID_CONFLICT");
}

#[test]
fn bodies_are_garbled() {
    let mut world = World::with_event();
    world.fault(&json!({"body": "html", "status": 502}));
    let html = world.get("/auth").response;
    assert_eq!(html.header("content-type"), Some("text/html; charset=utf-8"));
    assert!(html.body.starts_with(b"<!doctype html>"));
    world.fault(&json!({"body": "truncated"}));
    let cut = world.get("/auth");
    assert_eq!(
        (cut.status, &cut.body),
        (200, &Value::Null),
        "half a body is no JSON"
    );
    assert!(!cut.response.body.is_empty());
    world.fault(&json!({"body": "empty"}));
    let empty = world.get("/auth").response;
    assert_eq!(
        (empty.status, empty.body.len(), empty.header("content-length")),
        (200, 0, Some("0"))
    );
}

#[test]
fn a_run_shows_the_statuses_that_were_asked_for_one_a_poll() {
    for (last, attendees) in [("succeeded", 2), ("failed", 0), ("partial", 2)] {
        let mut world = World::with_event();
        world.fault(
            &json!({"operation": "attendees.import", "runStatus": ["queued", "paused_by_moon", last]}),
        );
        let run = world.import("k", &crowd(2));
        assert_eq!(run.text("status"), "queued", "starting is no poll");
        let seen: Vec<_> = (0..4)
            .map(|_| world.poll(&run).text("status").to_owned())
            .collect();
        assert_eq!(seen, ["queued", "paused_by_moon", last, last]);
        assert_eq!(
            world.all("/events/evt/attendees", "attendees").0.len(),
            attendees,
            "{last}"
        );
        let next = world.import("k2", &crowd(3));
        assert_eq!(
            world.poll(&next).text("status"),
            "succeeded",
            "it holds up no other run"
        );
    }
}

#[test]
fn latency_is_for_the_shell_to_wait() {
    let mut world = World::with_event();
    world.fault(&json!({"delayMs": 1_500}));
    let slow = world.get("/auth");
    assert_eq!((slow.status, slow.response.delay_ms), (200, 1_500));
}

#[test]
fn a_fault_that_could_never_strike_is_refused_by_name() {
    let mut world = World::with_event();
    for (fault, field) in [
        (json!({"operation": "events.destroy"}), "operation"),
        (json!({"times": 0}), "times"),
        (json!({"status": 99}), "status"),
        (json!({"status": 1000}), "status"),
        (json!({"retryAfter": "a\nb"}), "retryAfter"),
        (json!({"runStatus": []}), "runStatus"),
    ] {
        let parsed: Fault = serde_json::from_value(fault.clone()).unwrap();
        let refused = world.sandbox.faults.push(parsed).unwrap_err();
        assert!(refused.starts_with(field), "{fault}: {refused}");
    }
    let unknown = serde_json::from_value::<Fault>(json!({"stauts": 500})).unwrap_err();
    assert!(unknown.to_string().contains("stauts"));
    assert_eq!(world.sandbox.faults.pending(), 0);
}
