//! Whatever comes in, an answer goes out: of the contract's shape, and never a panic.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail")]

mod support;

use meshi_partner_sandbox::{Config, OPERATIONS, RateLimit, Request};
use proptest::prelude::*;
use serde_json::{Value, json};
use support::{BASE, START, World};

/// Any JSON, with the contract's field names likelier than others.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        prop::sample::select(vec!["evt", "a0", "ses", "k", "2026-02-29", "https://x"]).prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        let name = prop_oneof![
            ".{0,6}",
            prop::sample::select(vec![
                "event_id",
                "title",
                "attendees",
                "attendee_id",
                "attendee_ids",
                "name",
                "email",
                "raw",
                "session_id",
                "idempotency_key",
                "webhook_url",
                "objectives",
                "start_time",
                "start_date",
                "description",
            ])
            .prop_map(str::to_owned),
        ];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map(name, inner, 0..8)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

fn any_target() -> impl Strategy<Value = String> {
    let segment = prop_oneof![
        3 => prop::sample::select(vec!["evt", "a0", "ses", "event", "%FF", "%", "..", "", "a%2Fb", "\u{e9}"]).prop_map(str::to_owned),
        1 => ".{0,8}",
    ];
    let known = (
        prop::sample::select(OPERATIONS),
        prop::collection::vec(segment.clone(), 3),
    )
        .prop_map(|((_, _, path), fill)| {
            fill.iter().fold(path.to_owned(), |path, text| {
                match (path.find('{'), path.find('}')) {
                    (Some(from), Some(to)) => format!("{}{text}{}", &path[..from], &path[to + 1..]),
                    _ => path,
                }
            })
        });
    let query = prop_oneof![
        Just(String::new()),
        ".{0,20}".prop_map(|q| format!("?{q}")),
        "(limit|cursor|attendee_id)=[0-9a-f%]{0,34}".prop_map(|q| format!("?{q}"))
    ];
    let path = prop_oneof![
        8 => known.prop_map(|path| format!("{BASE}{path}")),
        1 => prop::collection::vec(segment, 0..6).prop_map(|s| format!("/{}", s.join("/"))),
        1 => ".{0,30}",
    ];
    (path, query).prop_map(|(path, query)| path + &query)
}

fn any_request() -> impl Strategy<Value = (Request, u64)> {
    let method = prop_oneof![
        6 => prop::sample::select(vec!["GET", "POST", "PUT", "HEAD", "OPTIONS", "DELETE", "get"]).prop_map(str::to_owned),
        1 => ".{0,6}",
    ];
    let key = prop_oneof![
        6 => Just("Bearer msk_sandbox_write".to_owned()),
        1 => Just("Bearer msk_sandbox_read".to_owned()),
        1 => ".{0,20}",
    ];
    let body = prop_oneof![
        6 => any_json().prop_map(|value| value.to_string().into_bytes()),
        1 => prop::collection::vec(any::<u8>(), 0..60),
    ];
    (
        method,
        any_target(),
        key,
        ".{0,9}",
        body,
        prop_oneof![any::<u64>(), START..START + 60_000],
    )
        .prop_map(|(method, target, key, correlation, body, now)| {
            let request = Request::new(&method, &target)
                .header("authorization", &key)
                .header("x-correlation-id", &correlation)
                .body(body);
            (request, now)
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_request_gets_an_answer_of_the_contracts_shape(
        requests in prop::collection::vec(any_request(), 1..12),
        limited in any::<bool>(),
    ) {
        let rate_limit = limited.then_some(RateLimit { requests: 3, window_ms: 0 });
        let mut world = World::new(Config { rate_limit, max_rows: 3, max_bytes: 300, ..Config::default() });
        world.create_event();
        world.post("/events/evt/sessions", &json!({"session_id": "ses", "title": "S"}));
        world.import("k", &json!([{"attendee_id": "a0", "name": "A"}, {"attendee_id": "a1", "name": "B"}]));
        for (request, now) in requests {
            let head = request.method.eq_ignore_ascii_case("HEAD");
            let response = world.sandbox.handle(request.clone(), now);
            let id = response.header("x-correlation-id").unwrap_or_default().to_owned();
            prop_assert!((200..500).contains(&response.status), "{request:?} {response:?}");
            prop_assert!(!id.is_empty());
            prop_assert!(response.headers.iter().all(|(_, v)| v.bytes().all(|b| (0x20..0x7f).contains(&b))));
            if head || response.status == 204 {
                prop_assert!(response.body.is_empty());
                continue;
            }
            let body: Value = serde_json::from_slice(&response.body).unwrap();
            prop_assert_eq!(body["correlation_id"].as_str(), Some(id.as_str()));
            if response.status >= 300 {
                prop_assert!(body["code"].as_str().is_some_and(|code| !code.is_empty()));
                prop_assert!(body["message"].as_str().is_some_and(|message| !message.is_empty()));
            }
        }
    }

    #[test]
    fn pages_of_any_size_join_to_the_whole(count in 1usize..120, limit in 1usize..140) {
        let mut world = World::with_event();
        world.import("k", &support::crowd(count));
        let (items, pages) = world.all(&format!("/events/evt/attendees?limit={limit}"), "attendees");
        prop_assert_eq!(items.len(), count);
        prop_assert_eq!(pages, count.div_ceil(limit));
    }
}
