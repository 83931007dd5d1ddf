//! Runs over the virtual clock: their states, their order, their rows, and the keys that make them repeatable.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail")]

mod support;

use meshi_partner_sandbox::Config;
use serde_json::{Value, json};
use support::{OTHER, START, World, crowd};

#[test]
fn a_run_goes_through_its_states_on_the_clock() {
    let config = Config {
        queue_ms: 100,
        run_base_ms: 300,
        run_ms_per_row: 10.0,
        ..Config::default()
    };
    let mut world = World::new(config);
    world.create_event();
    let run = world.import("k", &crowd(10));
    assert_eq!(
        (run.status, run.text("status"), run.text("kind")),
        (202, "queued", "import")
    );
    for (at, status, processed, attendees) in [
        (99, "queued", 0, 0),
        (100, "running", 0, 0),
        (300, "running", 5, 0),
        (499, "running", 9, 0),
        (500, "succeeded", 10, 10),
        (90_000, "succeeded", 10, 10),
    ] {
        world.now = START + at;
        let polled = world.poll(&run);
        assert_eq!(polled.text("status"), status, "at {at} ms");
        assert_eq!(polled.body["counts"]["processed"], processed, "at {at} ms");
        assert_eq!(
            world.all("/events/evt/attendees", "attendees").0.len(),
            attendees,
            "at {at} ms"
        );
    }
    let ended = world.poll(&run);
    assert_eq!(
        ended.text("completed_at"),
        "2026-09-01T08:30:00.500Z",
        "when it ended, not when it was asked"
    );
    assert_eq!(ended.text("updated_at"), ended.text("completed_at"));
}

#[test]
fn runs_of_one_event_go_one_after_the_other() {
    let config = Config {
        queue_ms: 0,
        run_base_ms: 100,
        run_ms_per_row: 0.0,
        ..Config::default()
    };
    let mut world = World::new(config);
    world.create_event();
    let import = world.import("i", &crowd(3));
    let matching = world.matching("m");
    world.now += 50;
    assert_eq!(world.poll(&import).text("status"), "running");
    assert_eq!(world.poll(&matching).text("status"), "queued");
    world.now += 150;
    let ended = world.poll(&matching);
    assert_eq!(
        (ended.text("status"), &ended.body["counts"]["total"]),
        ("succeeded", &json!(3))
    );
    assert_eq!(ended.text("completed_at"), "2026-09-01T08:30:00.200Z");
}

#[test]
fn the_clock_never_runs_backwards() {
    let mut world = World::with_event();
    world.now = 5;
    assert_eq!(
        world
            .post("/events", &json!({"event_id": "late", "title": "T"}))
            .text("created_at"),
        "2026-09-01T08:30:00.000Z"
    );
}

#[test]
fn rows_that_cannot_be_are_reported_and_the_others_go_on() {
    let row = |id: &str, extra: Value| {
        let mut row = json!({"attendee_id": id, "name": "N"});
        row.as_object_mut()
            .unwrap()
            .extend(extra.as_object().unwrap().clone());
        row
    };
    let bad = [
        row("b1", json!({"email": "no address"})),
        row(
            "b2",
            json!({"linkedin_url": "https://linkedin.com.example.org/in/x"}),
        ),
        row("b3", json!({"name": "  "})),
    ];
    let good = row(
        "g",
        json!({"email": "g@example.com", "linkedin_url": "https://www.linkedin.com/in/g"}),
    );

    let mut world = World::with_event();
    let run = world.import("k", &json!([bad[0], good, bad[1], bad[2]]));
    let ended = world.poll(&run);
    assert_eq!(ended.text("status"), "partial");
    assert_eq!(
        ended.body["counts"],
        json!({"total": 4, "processed": 4, "succeeded": 1, "failed": 3})
    );
    let errors: Vec<_> = ended.body["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| (e["attendee_id"].clone(), e["code"].clone()))
        .collect();
    assert_eq!(
        errors,
        [
            ("b1", "INVALID_EMAIL"),
            ("b2", "INVALID_LINKEDIN_URL"),
            ("b3", "INVALID_NAME")
        ]
        .map(|(a, b)| (json!(a), json!(b)))
    );
    assert_eq!(
        world.get("/events/evt/attendees/g").text("email"),
        "g@example.com"
    );

    let run = world.import("k2", &json!([bad[0]]));
    assert_eq!(world.poll(&run).text("status"), "failed");
}

#[test]
fn an_import_upserts_by_attendee_id() {
    let mut world = World::with_event();
    world.import(
        "k1",
        &json!([{"attendee_id": "a", "name": "Old", "title": "CEO"}, {"attendee_id": "b", "name": "B"}]),
    );
    world.now += 1_000;
    world.get("/auth");
    world.import(
        "k2",
        &json!([{"attendee_id": "a", "name": "New", "raw": {"x": [1, null]}}]),
    );
    let (attendees, _) = world.all("/events/evt/attendees", "attendees");
    let names: Vec<_> = attendees.iter().map(|a| a["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["New", "B"]);
    assert_eq!(
        attendees[0]["title"],
        Value::Null,
        "a row replaces the whole attendee"
    );
    assert_eq!(attendees[0]["raw"], json!({"x": [1, null]}));
    assert_ne!(attendees[0]["created_at"], attendees[0]["updated_at"]);
}

#[test]
fn an_idempotency_key_gives_its_first_run_again_and_belongs_to_it() {
    let mut world = World::with_event();
    world.post("/events", &json!({"event_id": "evt2", "title": "Another"}));
    let first = world.import("k", &crowd(2));
    let again = world.import("k", &crowd(3));
    assert_eq!((again.status, again.text("run_id")), (202, first.text("run_id")));
    assert_eq!(
        world.poll(&first).body["counts"]["total"],
        2,
        "the first payload counts"
    );
    let fresh = world.import("k-2", &crowd(2));
    assert_ne!(fresh.text("run_id"), first.text("run_id"));
    let elsewhere = world.put(
        "/events/evt2/attendees:import",
        &json!({"idempotency_key": "k", "attendees": crowd(2)}),
    );
    let otherwise = world.matching("k");
    for conflict in [elsewhere, otherwise] {
        assert_eq!(
            (conflict.status, conflict.code()),
            (409, "IDEMPOTENCY_KEY_CONFLICT")
        );
    }
    let stats = world.sandbox.stats().operations["attendees.import"];
    assert_eq!(
        (stats.requests, stats.effects, stats.replays, stats.failures),
        (4, 2, 1, 1)
    );
    world.key = OTHER;
    world.create_event();
    assert_eq!(
        world.import("k", &crowd(1)).status,
        202,
        "another org's keys are its own"
    );
}

#[test]
fn webhook_urls_are_echoed() {
    let mut world = World::with_event();
    let body =
        json!({"idempotency_key": "k", "attendees": crowd(1), "webhook_url": "https://example.com/hook"});
    let run = world.put("/events/evt/attendees:import", &body);
    assert_eq!(run.text("webhook_url"), "https://example.com/hook");
    assert_eq!(world.poll(&run).text("webhook_url"), "https://example.com/hook");
}

#[test]
fn runs_over_chosen_attendees_report_those_that_are_not_there() {
    let mut world = World::with_event();
    world.import("k", &crowd(3));
    let body = json!({"idempotency_key": "m", "attendee_ids": ["a1", "nobody", "a1"]});
    let run = world.post("/events/evt/attendees:match", &body);
    let ended = world.poll(&run);
    assert_eq!(
        (ended.text("status"), &ended.body["counts"]["total"]),
        ("partial", &json!(2))
    );
    assert_eq!(ended.body["errors"][0]["code"], "ATTENDEE_NOT_FOUND");
    let (matches, _) = world.all("/events/evt/matches", "matches");
    assert!(matches.iter().all(|m| m["attendee_id"] == "a1") && matches.len() == 2);
}
