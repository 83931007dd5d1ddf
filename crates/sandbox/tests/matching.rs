//! Match scores: what a person who reads them expects of them.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail")]

mod support;

use meshi_partner_sandbox::Config;
use serde_json::{Value, json};
use support::{START, World, crowd};

fn person(id: &str, title: &str, company: &str, interests: &str) -> Value {
    json!({"attendee_id": id, "name": format!("Person {id}"), "title": title, "company": company, "raw": {"interests": interests}})
}

/// The matches of one attendee, best first: id, score, rationale.
fn matches_of(world: &mut World, id: &str) -> Vec<(String, f64, String)> {
    let (items, _) = world.all(&format!("/events/evt/matches?attendee_id={id}"), "matches");
    let text = |m: &Value, field: &str| m[field].as_str().unwrap().to_owned();
    items
        .iter()
        .map(|m| {
            (
                text(m, "matched_attendee_id"),
                m["score"].as_f64().unwrap(),
                text(m, "rationale"),
            )
        })
        .collect()
}

fn matched(attendees: &Value) -> World {
    let mut world = World::with_event();
    assert_eq!(world.import("i", attendees).status, 202);
    assert_eq!(world.matching("m").status, 202);
    world
}

#[test]
fn shared_interests_and_complementary_titles_come_first() {
    let mut world = matched(&json!([
        person("me", "Founder", "Gridlight", "grid storage, hydrogen"),
        person("stranger", "Gardener", "Green Co", "roses"),
        person("alike", "Baker", "Oven Ltd", "hydrogen"),
        person("useful", "Investor", "North Capital", "football"),
        person("both", "Angel investor", "South Fund", "grid storage, hydrogen"),
    ]));
    let matches = matches_of(&mut world, "me");
    let order: Vec<_> = matches.iter().map(|(id, ..)| id.as_str()).collect();
    assert_eq!(order[0], "both");
    assert_eq!(order[3], "stranger");
    assert!(matches[0].1 > 0.5 && matches[3].1 < 0.05, "{matches:?}");
    let rationale = &matches[0].2;
    assert!(
        rationale.contains("grid, storage and 1 more") && rationale.contains("a founder meets an investor"),
        "{rationale}"
    );
    assert!(matches[3].2.contains("Nothing in common"), "{}", matches[3].2);
}

#[test]
fn colleagues_need_no_introduction() {
    let mut world = matched(&json!([
        person("me", "Founder", "Gridlight", "storage"),
        person("colleague", "Investor", "GRIDLIGHT", "storage"),
        person("other", "Investor", "North", "storage"),
    ]));
    let matches = matches_of(&mut world, "me");
    assert_eq!(matches[0].0, "other");
    assert!(
        matches[1].1 < matches[0].1 / 2.0 && matches[1].2.contains("same company"),
        "{matches:?}"
    );
}

#[test]
fn what_somebody_looks_for_finds_who_has_it() {
    let mut seeker = person("me", "Head of something", "A", "");
    seeker["raw"] = json!({"Looking for": "welding robots"});
    let mut world = matched(&json!([
        seeker,
        person("has", "Maker", "B", "welding"),
        person("not", "Maker", "C", "knitting")
    ]));
    let matches = matches_of(&mut world, "me");
    assert_eq!(matches[0].0, "has");
    assert!(
        matches[0].2.contains("Welding is what the one looks for"),
        "{}",
        matches[0].2
    );
}

#[test]
fn a_role_can_be_looked_for_as_well() {
    let mut seeker = person("me", "Baker", "A", "");
    seeker["raw"] = json!({"goals": "find investors"});
    let mut world = matched(&json!([
        seeker,
        person("cook", "Cook", "C", ""),
        person("money", "Investor", "B", ""),
    ]));
    let matches = matches_of(&mut world, "me");
    assert_eq!(matches[0].0, "money");
    assert!(matches[0].2.contains("looks for an investor"), "{}", matches[0].2);
}

#[test]
fn the_words_of_the_events_context_weigh_more() {
    let attendees = json!([
        person("me", "Baker", "A", "sailing, batteries"),
        person("boat", "Cook", "B", "sailing"),
        person("cell", "Cook", "C", "batteries"),
    ]);
    for (topic, first) in [
        ("A night about sailing", "boat"),
        ("A night about batteries", "cell"),
    ] {
        let mut world = World::with_event();
        world.post("/events/evt/context", &json!({"objectives": topic}));
        world.import("i", &attendees);
        world.matching("m");
        let matches = matches_of(&mut world, "me");
        assert_eq!(matches[0].0, first, "{topic}: {matches:?}");
        assert!(matches[0].2.contains("which this event is about"));
    }
}

#[test]
fn a_session_gives_its_words_and_its_id_to_the_matches() {
    let mut world = World::with_event();
    world.post(
        "/events/evt/sessions",
        &json!({"session_id": "ses", "title": "Batteries"}),
    );
    world.import(
        "i",
        &json!([
            person("me", "Baker", "A", "sailing, batteries"),
            person("boat", "Cook", "B", "sailing"),
            person("cell", "Cook", "C", "batteries"),
        ]),
    );
    let whole = world.matching("m").text("run_id").to_owned();
    let body = json!({"idempotency_key": "s", "session_id": "ses"});
    let session = world
        .post("/events/evt/attendees:match", &body)
        .text("run_id")
        .to_owned();
    for (filter, run) in [
        ("", &session),
        ("?session_id=ses", &session),
        (&format!("?run_id={whole}"), &whole),
    ] {
        let (items, _) = world.all(&format!("/events/evt/matches{filter}"), "matches");
        assert_eq!(items.len(), 6, "{filter}");
        assert!(items.iter().all(|m| m["run_id"] == json!(run)), "{filter}");
        assert_eq!(items[0]["session_id"].is_null(), run == &whole, "{filter}");
    }
    assert_eq!(matches_of(&mut world, "me")[0].0, "cell");
    assert!(
        world
            .all("/events/evt/matches?run_id=run_none", "matches")
            .0
            .is_empty()
    );
}

#[test]
fn ranks_count_from_one_scores_fall_and_nobody_meets_themselves() {
    let mut world = World::new(Config {
        top_matches: 4,
        ..Config::default().instant()
    });
    world.create_event();
    world.import("i", &crowd(30));
    world.matching("m");
    let (items, _) = world.all("/events/evt/matches", "matches");
    assert_eq!(items.len(), 30 * 4);
    for own in items.chunks(4) {
        for (place, m) in own.iter().enumerate() {
            assert_eq!(m["rank"], json!(place + 1));
            assert_eq!(m["attendee_id"], own[0]["attendee_id"]);
            assert_ne!(m["attendee_id"], m["matched_attendee_id"]);
            let score = m["score"].as_f64().unwrap();
            assert!((0.0..=1.0).contains(&score));
            assert!(place == 0 || score <= own[place - 1]["score"].as_f64().unwrap());
        }
    }
}

#[test]
fn contact_data_and_ids_never_show_in_a_rationale() {
    let private = |id: &str| {
        json!({"attendee_id": id, "name": "Zebedee Quux", "email": "zebedee@example.com", "raw": {
            "Ticket ID": "zebra", "phone": "secretphone", "Full Name": "Zebedee Quux", "notes": "see zebedee@example.com or https://secret.example",
        }})
    };
    let mut world = matched(&json!([private("a"), private("b")]));
    let rationale = &matches_of(&mut world, "a")[0].2;
    for word in ["zebedee", "quux", "zebra", "secret"] {
        assert!(!rationale.to_lowercase().contains(word), "{rationale}");
    }
}

#[test]
fn one_attendee_or_none_is_no_error() {
    for count in [0, 1] {
        let mut world = World::with_event();
        if count > 0 {
            world.import("i", &crowd(count));
        }
        let run = world.matching("m");
        assert_eq!(world.poll(&run).text("status"), "succeeded");
        assert!(world.all("/events/evt/matches", "matches").0.is_empty());
    }
}

#[test]
fn a_large_event_is_matched_by_its_rare_words_and_roles() {
    let topics = ["hydrogen", "robots", "sailing", "poetry", "welding", "tunnels"];
    let mut world = World::new(Config::default().instant());
    world.now = START;
    world.create_event();
    let rows: Value = (0..3_000)
        .map(|i| {
            let title = if i % 2 == 0 { "Founder" } else { "Investor" };
            let rare = format!("rare{}", ["x", "y", "z"][i % 3].repeat(i / 300 + 1));
            person(
                &format!("a{i}"),
                title,
                &format!("Company {i}"),
                &format!("{} {rare}", topics[i % 6]),
            )
        })
        .collect();
    world.import("i", &rows);
    world.matching("m");
    for id in ["a0", "a1501", "a2999"] {
        let matches = matches_of(&mut world, id);
        assert_eq!(matches.len(), 10, "{id}");
        assert!(
            matches[0].2.contains("founder") && matches[0].2.contains("They share"),
            "{id}: {matches:?}"
        );
        assert!(matches[9].1 > 0.4, "{id}: {matches:?}");
    }
}
