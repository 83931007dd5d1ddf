//! How long an event of a given size takes to import, enrich and match: `cargo run --release --example scale 50000`.
#![allow(clippy::print_stdout, reason = "it is a program that prints figures")]
#![allow(clippy::unwrap_used, reason = "a figure that cannot be had ends the program")]

use std::time::Instant;

use meshi_partner_sandbox::{Config, Request, Sandbox};
use serde_json::{Value, json};

const TITLES: &[&str] = &[
    "Founder & CEO",
    "Partner",
    "Software Engineer",
    "Recruiter",
    "Product Manager",
    "Researcher",
];
const TOPICS: &[&str] = &[
    "climate",
    "robotics",
    "fintech",
    "hydrogen",
    "biotech",
    "education",
    "logistics",
    "security",
    "gaming",
    "fashion",
    "mobility",
    "agriculture",
    "batteries",
    "payments",
    "genomics",
    "drones",
    "privacy",
    "retail",
    "energy",
    "music",
];

fn main() {
    let count: usize = std::env::args()
        .nth(1)
        .and_then(|text| text.parse().ok())
        .unwrap_or(50_000);
    let mut sandbox = Sandbox::new(Config::default().instant());
    let mut clock = 1_788_251_400_000;
    let mut send = |method: &str, path: &str, body: &Value| {
        clock += 1;
        let target = format!("/api/v0/partner{path}");
        let request = Request::new(method, &target)
            .bearer("msk_sandbox_write")
            .body(body.to_string());
        let started = Instant::now();
        let response = sandbox.handle(request, clock);
        assert!(
            response.status < 300,
            "{}",
            String::from_utf8_lossy(&response.body)
        );
        started.elapsed()
    };
    send(
        "POST",
        "/events",
        &json!({"event_id": "e", "title": "Climate and energy"}),
    );
    let pick = |list: &[&'static str], at: usize| *list.get(at % list.len()).unwrap();
    let rows: Vec<Value> = (0..count)
        .map(|i| {
            json!({
                "attendee_id": format!("att_{i}"), "name": format!("Person {i}"), "email": format!("p{i}@example.com"),
                "title": pick(TITLES, i * 7), "company": format!("Company {}", i % 9000),
                "raw": {
                    "interests": format!("{}, {}, {}", pick(TOPICS, i), pick(TOPICS, i / 3), pick(TOPICS, i * 13 / 7)),
                    "looking_for": pick(TITLES, i * 5 + 1), "city": format!("Town{}", i % 400), "diet": "none",
                },
            })
        })
        .collect();
    let mut import = std::time::Duration::ZERO;
    for (part, rows) in rows.chunks(5_000).enumerate() {
        import += send(
            "PUT",
            "/events/e/attendees:import",
            &json!({"idempotency_key": format!("i{part}"), "attendees": rows}),
        );
    }
    import += send("GET", "/auth", &Value::Null);
    send(
        "POST",
        "/events/e/attendees:enrich",
        &json!({"idempotency_key": "e"}),
    );
    let enrich = send("GET", "/auth", &Value::Null);
    send(
        "POST",
        "/events/e/attendees:match",
        &json!({"idempotency_key": "m"}),
    );
    let matching = send("GET", "/auth", &Value::Null);
    let page = send("GET", "/events/e/matches?limit=200", &Value::Null);
    println!(
        "{count} attendees: import {import:?}, enrich {enrich:?}, match {matching:?}, a page of 200 {page:?}"
    );
}
