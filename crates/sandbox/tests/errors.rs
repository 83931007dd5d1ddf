//! Every error code of the contract by the request that earns it, and the limits on both of their sides.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail")]

mod support;

use meshi_partner_sandbox::{Config, RateLimit, Request};
use serde_json::{Value, json};
use support::{BASE, START, World, crowd};

#[test]
fn keys_are_refused_for_what_is_wrong_with_them() {
    for (authorization, status, code) in [
        (None, 401, "UNAUTHORIZED"),
        (Some("msk_sandbox_write"), 401, "UNAUTHORIZED"),
        (Some("Basic msk_sandbox_write"), 401, "UNAUTHORIZED"),
        (Some("Bearer"), 401, "UNAUTHORIZED"),
        (Some("Bearer msk_unknown"), 401, "UNAUTHORIZED"),
        (Some("Bearer msk_sandbox_disabled"), 401, "ACCOUNT_DISABLED"),
        (Some("Bearer msk_sandbox_user"), 403, "SERVICE_ACCOUNT_REQUIRED"),
        (Some("Bearer msk_sandbox_no_org"), 403, "PARTNER_ORG_REQUIRED"),
        (Some("Bearer msk_sandbox_scopeless"), 403, "INSUFFICIENT_SCOPE"),
        (Some("Bearer msk_sandbox_read"), 200, ""),
        (Some("bearer msk_sandbox_write"), 200, ""),
    ] {
        let mut request = Request::new("GET", &format!("{BASE}/auth"));
        if let Some(value) = authorization {
            request = request.header("Authorization", value);
        }
        let answer = World::new(Config::default()).send(request);
        assert_eq!(
            (answer.status, answer.code()),
            (status, code),
            "{authorization:?}"
        );
    }
}

#[test]
fn a_read_only_key_reads_and_does_not_write() {
    let mut world = World::with_event();
    world.key = "msk_sandbox_read";
    assert_eq!(world.get("/events/evt").status, 200);
    for (method, path) in [
        ("POST", "/events"),
        ("PUT", "/events/evt"),
        ("PUT", "/events/evt/attendees:import"),
        ("POST", "/events/evt/attendees:match"),
    ] {
        let answer = world.send(world.request(method, path).body("{}"));
        assert_eq!(
            (answer.status, answer.code()),
            (403, "INSUFFICIENT_SCOPE"),
            "{method} {path}"
        );
    }
}

#[test]
fn events_are_checked_field_by_field() {
    let long = |n: usize| "ö".repeat(n);
    for (field, value, code) in [
        ("event_id", json!(""), "INVALID_PARTNER_ID"),
        ("event_id", json!(".evt"), "INVALID_PARTNER_ID"),
        ("event_id", json!("a/b"), "INVALID_PARTNER_ID"),
        ("event_id", json!("é"), "INVALID_PARTNER_ID"),
        ("event_id", json!("x".repeat(129)), "INVALID_PARTNER_ID"),
        ("event_id", json!("x".repeat(128)), ""),
        ("event_id", json!(7), "INVALID_PARTNER_ID"),
        ("event_id", Value::Null, "INVALID_PARTNER_ID"),
        ("title", json!(""), "INVALID_TITLE"),
        ("title", json!(long(200)), ""),
        ("title", json!(long(201)), "INVALID_TITLE"),
        ("title", json!(["t"]), "INVALID_TITLE"),
        ("description", json!(long(4000)), ""),
        ("description", json!(long(4001)), "INVALID_DESCRIPTION"),
        ("start_date", json!("2026-09-10"), ""),
        ("start_date", json!("2026-02-30"), "INVALID_START_DATE"),
        ("start_date", json!("10.9.2026"), "INVALID_START_DATE"),
        ("end_date", json!("2026-09-10T10:00:00Z"), "INVALID_END_DATE"),
        ("end_date", json!(20_260_910), "INVALID_END_DATE"),
        ("timezone", json!(long(128)), ""),
        ("timezone", json!(long(129)), "INVALID_TIMEZONE"),
        ("visibility", json!(long(32)), ""),
        ("visibility", json!(long(33)), "INVALID_VISIBILITY"),
        ("url_slug", json!(long(128)), ""),
        ("url_slug", json!(long(129)), "INVALID_URL_SLUG"),
        ("something_new", json!({"is": "let be"}), ""),
    ] {
        let mut body = json!({"event_id": "evt", "title": "T"});
        body[field] = value.clone();
        let created = World::new(Config::default()).post("/events", &body);
        let expected = if code.is_empty() { 201 } else { 400 };
        assert_eq!(
            (created.status, created.code()),
            (expected, code),
            "create {field}: {value}"
        );
        if field != "event_id" {
            body.as_object_mut().unwrap().remove("event_id");
            let updated = World::with_event().put("/events/evt", &body);
            let expected = if code.is_empty() { 200 } else { 400 };
            assert_eq!(
                (updated.status, updated.code()),
                (expected, code),
                "update {field}: {value}"
            );
        }
    }
}

#[test]
fn required_fields_are_required() {
    for (path, body, code) in [
        ("/events", json!({"title": "T"}), "INVALID_PARTNER_ID"),
        ("/events", json!({"event_id": "e"}), "INVALID_TITLE"),
        (
            "/events/evt/sessions",
            json!({"title": "T"}),
            "INVALID_PARTNER_ID",
        ),
        (
            "/events/evt/sessions",
            json!({"session_id": "s"}),
            "INVALID_TITLE",
        ),
        ("/events/evt/context", json!({}), "INVALID_CONTEXT"),
        (
            "/events/evt/context",
            json!({"objectives": "x".repeat(4001)}),
            "INVALID_CONTEXT",
        ),
        (
            "/events/evt/attendees:enrich",
            json!({}),
            "INVALID_IDEMPOTENCY_KEY",
        ),
        (
            "/events/evt/attendees:match",
            json!({"idempotency_key": ""}),
            "INVALID_IDEMPOTENCY_KEY",
        ),
        (
            "/events/evt/attendees:match",
            json!({"idempotency_key": "k".repeat(256)}),
            "INVALID_IDEMPOTENCY_KEY",
        ),
        (
            "/events/evt/attendees:match",
            json!({"idempotency_key": 5}),
            "INVALID_IDEMPOTENCY_KEY",
        ),
        (
            "/events/evt/attendees:match",
            json!({"idempotency_key": "k", "attendee_ids": []}),
            "INVALID_ATTENDEES",
        ),
        (
            "/events/evt/attendees:match",
            json!({"idempotency_key": "k", "attendee_ids": "a"}),
            "INVALID_ATTENDEES",
        ),
        (
            "/events/evt/attendees:match",
            json!({"idempotency_key": "k", "attendee_ids": ["/"]}),
            "INVALID_PARTNER_ID",
        ),
        (
            "/events/evt/attendees:match",
            json!({"idempotency_key": "k", "webhook_url": "ftp://x"}),
            "INVALID_WEBHOOK_URL",
        ),
        (
            "/events/evt/attendees:match",
            json!({"idempotency_key": "k", "session_id": "s"}),
            "SESSION_NOT_FOUND",
        ),
    ] {
        let answer = World::with_event().post(path, &body);
        let status = if code.ends_with("NOT_FOUND") { 404 } else { 400 };
        assert_eq!((answer.status, answer.code()), (status, code), "{path} {body}");
    }
}

#[test]
fn a_body_that_is_no_json_object_is_invalid_json() {
    for body in [
        "",
        "{",
        "[]",
        "null",
        "\"text\"",
        "{\"event_id\": \"\\ud800\"}",
        "\u{feff}{}",
    ] {
        let mut world = World::with_event();
        let answer = world.send(world.request("POST", "/events").body(body));
        assert_eq!((answer.status, answer.code()), (400, "INVALID_JSON"), "{body}");
    }
}

#[test]
fn imports_are_checked_row_by_row() {
    let row = |id: &str| json!({"attendee_id": id, "name": "N"});
    for (attendees, code) in [
        (json!([]), "INVALID_ATTENDEES"),
        (Value::Null, "INVALID_ATTENDEES"),
        (json!({}), "INVALID_ATTENDEES"),
        (json!([7]), "INVALID_ATTENDEES"),
        (json!([{"name": "N"}]), "INVALID_ATTENDEES"),
        (json!([{"attendee_id": "a"}]), "INVALID_ATTENDEES"),
        (json!([{"attendee_id": "a b", "name": "N"}]), "INVALID_ATTENDEES"),
        (
            json!([{"attendee_id": "a", "name": "N", "email": 1}]),
            "INVALID_ATTENDEES",
        ),
        (
            json!([{"attendee_id": "a", "name": "N", "raw": "text"}]),
            "INVALID_ATTENDEES",
        ),
        (json!([row("a"), row("b"), row("a")]), "DUPLICATE_ATTENDEE_ID"),
        (json!([row("a"), row("A")]), ""),
    ] {
        let answer = World::with_event().import("k", &attendees);
        let status = if code.is_empty() { 202 } else { 400 };
        assert_eq!((answer.status, answer.code()), (status, code), "{attendees}");
    }
}

#[test]
fn the_row_cap_and_the_byte_cap_hold_on_both_sides() {
    let body = json!({"idempotency_key": "k", "attendees": crowd(3)}).to_string();
    for (max_rows, max_bytes, status, code) in [
        (3, body.len(), 202, ""),
        (2, body.len(), 400, "INVALID_ATTENDEES"),
        (3, body.len() - 1, 413, "PAYLOAD_TOO_LARGE"),
    ] {
        let mut world = World::new(Config {
            max_rows,
            max_bytes,
            ..Config::default()
        });
        world.create_event();
        let answer = world.send(
            world
                .request("PUT", "/events/evt/attendees:import")
                .body(body.clone()),
        );
        assert_eq!(
            (answer.status, answer.code()),
            (status, code),
            "{max_rows} rows, {max_bytes} bytes"
        );
    }
}

#[test]
fn what_is_not_there_is_not_found() {
    for (path, code) in [
        ("/events/none", "EVENT_NOT_FOUND"),
        ("/events/none/attendees", "EVENT_NOT_FOUND"),
        ("/events/none/matches", "EVENT_NOT_FOUND"),
        ("/events/none/review-queue", "EVENT_NOT_FOUND"),
        ("/events/none/sessions", "EVENT_NOT_FOUND"),
        ("/events/evt/attendees/none", "ATTENDEE_NOT_FOUND"),
        ("/events/evt/matches?attendee_id=none", "ATTENDEE_NOT_FOUND"),
        ("/events/evt/sessions/none", "SESSION_NOT_FOUND"),
        ("/events/evt/matches?session_id=none", "SESSION_NOT_FOUND"),
        ("/runs/none", "RUN_NOT_FOUND"),
        ("/runs/%00%F0%9F%98%80", "RUN_NOT_FOUND"),
        ("/id-map/event/none", "PARTNER_ID_NOT_FOUND"),
        ("/id-map/sponsor/evt", "PARTNER_ID_NOT_FOUND"),
        ("/nowhere", "NOT_FOUND"),
        ("", "NOT_FOUND"),
        ("/", "NOT_FOUND"),
        ("/events/", "NOT_FOUND"),
        ("/events//attendees", "NOT_FOUND"),
        ("/events/evt/%FF", "NOT_FOUND"),
    ] {
        let answer = World::with_event().get(path);
        assert_eq!((answer.status, answer.code()), (404, code), "{path}");
    }
    let outside = World::with_event().send(Request::new("GET", "/api/v1/partner/auth"));
    assert_eq!((outside.status, outside.code()), (404, "NOT_FOUND"));
}

#[test]
fn ids_in_paths_and_queries_are_checked_after_decoding() {
    for (path, code) in [
        ("/events/a%2Fb", "INVALID_PARTNER_ID"),
        ("/events/..", "INVALID_PARTNER_ID"),
        ("/events/evt/attendees/%20", "INVALID_PARTNER_ID"),
        ("/events/evt/matches?attendee_id=a+b", "INVALID_PARTNER_ID"),
        ("/events/evt/matches?session_id=", "INVALID_PARTNER_ID"),
        ("/id-map/1st/evt", "INVALID_PARTNER_KIND"),
        ("/id-map/event/-x", "INVALID_PARTNER_ID"),
        ("/events?limit=0", "INVALID_LIMIT"),
        ("/events?limit=-1", "INVALID_LIMIT"),
        ("/events?limit=ten", "INVALID_LIMIT"),
        ("/events?cursor=abc", "INVALID_CURSOR"),
        ("/events?limit=99999999999999999999999", ""),
        ("/events/e%76t", ""),
    ] {
        let answer = World::with_event().get(path);
        let status = if code.is_empty() { 200 } else { 400 };
        assert_eq!((answer.status, answer.code()), (status, code), "{path}");
    }
}

#[test]
fn methods_that_a_path_lacks_are_named_with_those_it_has() {
    let mut world = World::with_event();
    for (method, path, allow) in [
        ("DELETE", "/events/evt", "GET, PUT, HEAD, OPTIONS"),
        ("PATCH", "/events", "POST, GET, HEAD, OPTIONS"),
        ("POST", "/events/evt/attendees:import", "PUT, OPTIONS"),
    ] {
        let answer = world.send(world.request(method, path));
        assert_eq!(
            (answer.status, answer.code()),
            (405, "METHOD_NOT_ALLOWED"),
            "{method} {path}"
        );
        assert_eq!(answer.response.header("allow"), Some(allow));
    }
    let options = world.send(world.request("OPTIONS", "/events"));
    assert_eq!(
        (options.status, options.response.header("allow")),
        (204, Some("POST, GET, HEAD, OPTIONS"))
    );
    let head = world.send(world.request("HEAD", "/events/evt"));
    let get = world.get("/events/evt");
    assert_eq!((head.status, head.response.body.len()), (200, 0));
    assert_eq!(
        head.response.header("content-length"),
        get.response.header("content-length")
    );
}

#[test]
fn taken_ids_conflict() {
    let mut world = World::with_event();
    let again = world.post("/events", &json!({"event_id": "evt", "title": "Another"}));
    assert_eq!((again.status, again.code()), (409, "PARTNER_ID_CONFLICT"));
    assert_eq!(
        world.get("/events/evt").text("title"),
        "Robotics night",
        "nothing was overwritten"
    );
    let session = json!({"session_id": "s", "title": "Opening"});
    assert_eq!(world.post("/events/evt/sessions", &session).status, 201);
    let again = world.post("/events/evt/sessions", &session);
    assert_eq!((again.status, again.code()), (409, "PARTNER_ID_CONFLICT"));
}

#[test]
fn a_used_up_window_says_when_the_next_one_begins() {
    let rate_limit = Some(RateLimit {
        requests: 2,
        window_ms: 2_500,
    });
    let mut world = World::new(Config {
        rate_limit,
        ..Config::default()
    });
    for (at, status, retry_after) in [
        (0, 200, None),
        (100, 200, None),
        (100, 429, Some("3")),
        (1_600, 429, Some("1")),
        (2_499, 429, Some("1")),
        (2_500, 200, None),
    ] {
        world.now = START + at;
        let answer = world.get("/auth");
        assert_eq!(
            (answer.status, answer.response.header("retry-after")),
            (status, retry_after),
            "at {at} ms"
        );
        if status == 429 {
            assert_eq!(answer.code(), "PARTNER_RATE_LIMIT_EXCEEDED");
        }
    }
    world.now = START + 2_600;
    assert_eq!(world.get("/auth").status, 200);
    world.key = support::OTHER;
    assert_eq!(world.get("/auth").status, 200, "each key has a window of its own");
}

#[test]
fn every_answer_carries_its_correlation_id_in_header_and_body() {
    let mut world = World::with_event();
    for path in ["/auth", "/events/none", "/nowhere", "/events?limit=x"] {
        let sent = world.send(world.request("GET", path).header("X-Correlation-Id", "mine-1"));
        assert_eq!(sent.text("correlation_id"), "mine-1", "{path}");
        assert_eq!(sent.response.header("x-correlation-id"), Some("mine-1"), "{path}");
        let made = world.get(path);
        assert_eq!(
            made.response.header("x-correlation-id"),
            Some(made.text("correlation_id")),
            "{path}"
        );
        assert_eq!(made.text("correlation_id").len(), 36, "{path}");
    }
    for unfit in ["", "two words", "line\nbreak", &"x".repeat(129)] {
        let answer = world.send(world.request("GET", "/auth").header("x-correlation-id", unfit));
        assert_ne!(answer.text("correlation_id"), unfit);
        assert!(!answer.text("correlation_id").is_empty());
    }
}
