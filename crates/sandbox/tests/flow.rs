//! What works: events, sessions, the id map, orgs, pages, enrichment, determinism.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail")]

mod support;

use meshi_partner_sandbox::{Config, Request};
use serde_json::{Value, json};
use support::{OTHER, WRITE, World, crowd};

#[test]
fn the_old_base_is_an_alias() {
    let mut world = World::with_event();
    let old = world.send(Request::new("GET", "/v0/partner/events/evt").bearer(WRITE));
    let mut new = world.get("/events/evt").body;
    new["correlation_id"] = old.body["correlation_id"].clone();
    assert_eq!(old.body, new);
}

#[test]
fn an_event_is_created_changed_and_put_into_context() {
    let mut world = World::with_event();
    world.now += 1_000;
    let updated = world.put("/events/evt", &json!({"visibility": "private"}));
    assert_eq!(updated.text("title"), "Robotics night", "what is not sent stays");
    assert_eq!(updated.text("created_at"), "2026-09-01T08:30:00.000Z");
    assert_eq!(updated.text("updated_at"), "2026-09-01T08:30:01.000Z");
    assert_eq!(
        world
            .post("/events/evt/context", &json!({"objectives": "meet"}))
            .status,
        201
    );
    let second = world.post("/events/evt/context", &json!({"event_details": "robots"}));
    assert_eq!((second.status, second.text("objectives")), (200, "meet"));
}

#[test]
fn the_id_map_knows_what_was_created() {
    let mut world = World::with_event();
    world.post(
        "/events/evt/sessions",
        &json!({"session_id": "ses", "title": "S"}),
    );
    world.import("k", &crowd(1));
    for (kind, id) in [("event", "evt"), ("session", "ses"), ("attendee", "a0")] {
        let answer = world.get(&format!("/id-map/{kind}/{id}"));
        assert_eq!(
            (answer.status, &answer.body["mapped"]),
            (200, &json!(true)),
            "{kind}"
        );
    }
}

#[test]
fn nothing_of_one_org_shows_in_another() {
    let mut world = World::with_event();
    let run = world.import("k", &crowd(1));
    world.poll(&run);
    world.enrich("e");
    world.key = OTHER;
    for path in [
        "/events/evt",
        "/events/evt/attendees",
        "/events/evt/attendees/a0",
        "/events/evt/matches",
        "/events/evt/review-queue",
        "/id-map/event/evt",
        "/id-map/attendee/a0",
    ] {
        assert_eq!(world.get(path).status, 404, "{path}");
    }
    assert_eq!(world.poll(&run).code(), "RUN_NOT_FOUND");
    assert_eq!(world.get("/events").body["events"], json!([]));
    assert_eq!(world.get("/review-queue").body["review_queue"], json!([]));
    assert_eq!(
        world.put("/events/evt", &json!({"title": "Mine"})).code(),
        "EVENT_NOT_FOUND"
    );
    assert_eq!(
        world
            .post("/events", &json!({"event_id": "evt", "title": "Mine"}))
            .status,
        201,
        "the same id, another event"
    );
    world.key = WRITE;
    assert_eq!(world.get("/events/evt").text("title"), "Robotics night");
    assert_eq!(
        world.get("/review-queue").body["review_queue"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[test]
fn sessions_are_kept_by_event() {
    let mut world = World::with_event();
    let session = json!({"session_id": "s", "title": "Opening", "start_time": "2026-09-10T09:00:00Z", "location": "Hall"});
    assert_eq!(
        world.post("/events/evt/sessions", &session).text("event_id"),
        "evt"
    );
    assert_eq!(
        world
            .put("/events/evt/sessions/s", &json!({"location": "Garden"}))
            .text("title"),
        "Opening"
    );
    assert_eq!(world.get("/events/evt/sessions/s").text("location"), "Garden");
    assert_eq!(world.all("/events/evt/sessions", "sessions").0.len(), 1);
    assert_eq!(
        world
            .put("/events/evt/sessions/s", &json!({"end_time": "soon"}))
            .code(),
        "INVALID_END_TIME"
    );
}

#[test]
fn pages_give_every_item_once_whatever_the_limit() {
    let mut world = World::with_event();
    let run = world.import("k", &crowd(450));
    world.poll(&run);
    for (limit, pages) in [("", 9), ("?limit=450", 3), ("?limit=7", 65), ("?limit=449", 3)] {
        let (items, count) = world.all(&format!("/events/evt/attendees{limit}"), "attendees");
        let ids: Vec<_> = items
            .iter()
            .map(|a| a["attendee_id"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(
            ids,
            (0..450).map(|i| format!("a{i}")).collect::<Vec<_>>(),
            "{limit}"
        );
        assert_eq!(count, pages, "{limit}");
    }
}

#[test]
fn events_come_newest_first_and_a_new_one_shifts_no_page() {
    let mut world = World::new(Config::default());
    let create = |world: &mut World, i: usize| {
        world.post("/events", &json!({"event_id": format!("e{i}"), "title": "T"}))
    };
    for i in 0..5 {
        create(&mut world, i);
        world.now += 1;
    }
    let first = world.get("/events?limit=2");
    create(&mut world, 5);
    let next = first.text("next_cursor").to_owned();
    let second = world.get(&format!("/events?limit=10&cursor={next}"));
    let ids = |page: &support::Answer| -> Vec<String> {
        page.body["events"]
            .as_array()
            .unwrap()
            .iter()
            .map(|e| e["event_id"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(ids(&first), ["e4", "e3"]);
    assert_eq!(ids(&second), ["e2", "e1", "e0"]);
    assert_eq!(second.body["next_cursor"], Value::Null);
    assert_eq!(
        world.get(&format!("/review-queue?cursor={next}")).code(),
        "INVALID_CURSOR"
    );
}

#[test]
fn enrichment_asks_about_people_that_only_a_human_can_tell_apart() {
    let mut world = World::with_event();
    world.import(
        "k",
        &json!([
            {"attendee_id": "clear", "name": "Ada Okafor", "email": "ada@gridlight.io"},
            {"attendee_id": "twin1", "name": "Jo  Kim", "email": "jo@example.com"},
            {"attendee_id": "twin2", "name": "jo kim", "email": "kim@example.com", "company": "Acme"},
            {"attendee_id": "bare", "name": "Sam"},
        ]),
    );
    world.enrich("e1");
    let (reviews, _) = world.all("/review-queue", "review_queue");
    let found: Vec<_> = reviews
        .iter()
        .map(|r| (r["attendee_id"].as_str().unwrap(), r["reason"].as_str().unwrap()))
        .collect();
    assert_eq!(
        found,
        [
            ("twin1", "same_name_as_another_attendee"),
            ("twin2", "same_name_as_another_attendee"),
            ("bare", "no_email_or_linkedin_url"),
        ]
    );
    assert_eq!(reviews[0]["candidates"][0]["attendee_id"], "twin2");
    assert_eq!(
        world.get("/events/evt/attendees/clear").text("company"),
        "Gridlight"
    );
    assert_eq!(
        world.get("/events/evt/attendees/twin2").text("company"),
        "Acme",
        "what was sent stays"
    );

    world.enrich("e2");
    assert_eq!(
        world.all("/review-queue", "review_queue").0.len(),
        3,
        "nobody is asked about twice"
    );
    world.import(
        "k2",
        &json!([{"attendee_id": "bare", "name": "Sam", "email": "sam@example.com"}]),
    );
    world.enrich("e3");
    assert_eq!(
        world.all("/events/evt/review-queue", "review_queue").0.len(),
        2,
        "what has cleared up is closed"
    );
}

#[test]
fn the_same_seed_clock_and_requests_give_the_same_bytes() {
    let play = |seed: u64| {
        let mut world = World::new(Config {
            seed,
            ..Config::default().instant()
        });
        world.create_event();
        let run = world.import("k", &crowd(30));
        world.enrich("e");
        world.matching("m");
        let pages = ["/events/evt/matches?limit=9", "/review-queue", "/nowhere"];
        let polled = world.poll(&run).response;
        pages
            .map(|path| world.get(path).response)
            .into_iter()
            .chain([polled])
            .collect::<Vec<_>>()
    };
    assert_eq!(play(7), play(7));
    assert_ne!(play(7), play(8));
}

#[test]
fn reset_forgets_everything_but_the_settings() {
    let mut world = World::with_event();
    world.fault(&json!({"drop": "before"}));
    world.sandbox.reset();
    assert_eq!(world.get("/events/evt").code(), "EVENT_NOT_FOUND");
    assert_eq!(world.sandbox.stats().requests, 1);
    assert_eq!(world.sandbox.config(), &Config::default().instant());
}
