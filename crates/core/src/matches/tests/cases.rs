//! Bounds, failures, and what a server can send instead of what was expected.

use serde_json::{Value, json};

use super::{IDS, Server, person, score};
use crate::error::{Error, Kind, Result};
use crate::job::{Answer, Job, Want};
use crate::matches::{Choice, Scan};
use crate::route::Routes;
use crate::time::Instant;

#[test]
fn memory_is_bounded_by_the_matches_asked_for() {
    // Ascending, so that each score is the best so far.
    let scores: Vec<Value> = (0..20_000_u32)
        .map(|n| score(&format!("p{}", n % 50), &format!("p{}", 50 + n % 49), n))
        .collect();
    let mut server = Server::new(scores, Vec::new(), 1_000);
    for n in [1, 7, 20] {
        let mut scan = Scan::new(
            Routes::default(),
            "e",
            Choice::top(&json!({ "n": n }).to_string()).unwrap(),
        )
        .unwrap();
        assert!(server.perform(&mut scan) < 2 * n, "top {n}");
        let choice = Choice::by_attendee(&json!({ "n": n }).to_string()).unwrap();
        let mut scan = Scan::new(Routes::default(), "e", choice).unwrap();
        assert!(server.perform(&mut scan) < 99 * 2 * n, "by attendee {n}");
    }
}

#[test]
fn what_cannot_be_ranked_is_counted() {
    let scores = vec![
        score("a", "b", 0.5),
        score("a", "c", "0.9"),
        score("a", "d", Value::Null),
        score("a", "a", 9),
        json!({ "attendee_id": "a", "score": 9 }),
        json!(null),
    ];
    let result = Server::new(scores, Vec::new(), 4).top(&json!({})).unwrap();
    assert_eq!((&result["scanned"], &result["unranked"]), (&json!(6), &json!(5)));
    assert_eq!(result["items"].as_array().unwrap().len(), 1);
    // Beyond the doubles, which serde_json cannot write.
    let page = r#"{"matches":[{"attendee_id":"a","matched_attendee_id":"b","score":1e999},{"attendee_id":"a","matched_attendee_id":"b","score":2,"rationale":"cut \ud83d"}]}"#;
    let mut scan = Scan::new(Routes::default(), "e", Choice::top("{}").unwrap()).unwrap();
    let Want::Send(ticket, _) = scan.want(Instant::default()) else {
        panic!()
    };
    let answer = Answer {
        status: 200,
        body: page.to_owned(),
        retry_after: None,
    };
    scan.told(ticket, Ok(answer), Instant::default());
    Server::default().perform(&mut scan);
    let result: Value = serde_json::from_str(&scan.finish().unwrap()).unwrap();
    assert_eq!(
        (&result["unranked"], &result["items"][0]["rationale"]),
        (&json!(1), &json!("cut \u{fffd}"))
    );
}

#[test]
fn members_of_a_score_pass_through_but_the_rank_of_the_other_direction() {
    let full = json!({
        "attendee_id": "a", "matched_attendee_id": "b", "score": 42, "rank": 1, "rationale": "r", "session_id": "s",
        "run_id": "run_1", "later": { "x": [1] }, "attendee": "not ours",
    });
    let mut server = Server::new(vec![full], Vec::new(), 10);
    let mut expected = json!({
        "score": 42, "attendee": { "attendee_id": "a" }, "matched_attendee": { "attendee_id": "b" }, "rank": 1,
        "rationale": "r", "session_id": "s", "run_id": "run_1", "later": { "x": [1] },
    });
    assert_eq!(
        server.top(&json!({ "attendeeId": "a" })).unwrap()["items"][0],
        expected
    );
    expected["attendee"] = json!({ "attendee_id": "b" });
    expected["matched_attendee"] = json!({ "attendee_id": "a" });
    expected.as_object_mut().unwrap().remove("rank");
    expected["reversed"] = json!(true);
    assert_eq!(
        server.top(&json!({ "attendeeId": "b" })).unwrap()["items"][0],
        expected
    );
}

#[test]
fn filters_go_to_the_server_and_hold_where_it_ignores_them() {
    let of = |session: &str, value: u32| {
        let mut item = score("a", "b", value);
        item["session_id"] = json!(session);
        item
    };
    let mut server = Server::new(vec![of("s1", 3), of("s2", 9), score("a", "c", 1)], Vec::new(), 10);
    let result = server
        .top(&json!({ "sessionId": "s1", "runId": "r/1", "limit": 200, "attendeeId": "a" }))
        .unwrap();
    assert_eq!(
        server.sent[0],
        "/events/e/matches?limit=200&run_id=r%2F1&session_id=s1"
    );
    assert_eq!(
        (&result["items"][0]["score"], &result["scanned"]),
        (&json!(3), &json!(3))
    );
    assert_eq!(
        result["items"].as_array().unwrap().len(),
        2,
        "one without a session counts"
    );
}

#[test]
fn where_nobody_can_be_listed_ids_stand_alone() {
    for missing in [
        Error::api(403, "INSUFFICIENT_SCOPE", "m"),
        Error::api(404, "NOT_FOUND", "m"),
        Error::api(405, "HTTP_405", "m"),
        Error::decode(200, "m", "<html>"),
    ] {
        let mut server = Server::new(vec![score("a", "b", 1)], IDS.map(person).to_vec(), 10);
        server.no_list = Some(*missing);
        let result = server.top(&json!({})).unwrap();
        assert_eq!(result["named"], json!(false));
        assert_eq!(result["items"][0]["attendee"], json!({ "attendee_id": "a" }));
        let people = server.by_attendee(&json!({})).unwrap();
        assert_eq!(people.len(), 2);
        assert_eq!(
            (&people[1]["attendee"], &people[1]["named"]),
            (&json!({ "attendee_id": "b" }), &json!(false))
        );
    }
    for failed in [Error::aborted(), Error::connection("reset", false)] {
        let mut server = Server::new(vec![score("a", "b", 1)], Vec::new(), 10);
        server.no_list = Some(*failed.clone());
        assert_eq!(server.top(&json!({})).unwrap_err(), failed);
        assert_eq!(server.by_attendee(&json!({})).unwrap_err(), failed);
    }
}

#[test]
fn a_server_that_fails_on_people_costs_the_names_and_not_the_best_pairs() {
    for status in [500, 502, 503, 504] {
        let mut server = Server::new(vec![score("a", "b", 1)], Vec::new(), 10);
        server.no_list = Some(*Error::api(status, "X", "m"));
        let result = server.top(&json!({})).unwrap();
        assert_eq!(result["named"], json!(false));
        assert_eq!(result["items"][0]["attendee"], json!({ "attendee_id": "a" }));
        assert_eq!(server.by_attendee(&json!({})).unwrap_err().status, Some(status));
    }
}

#[test]
fn a_few_people_of_a_large_event_are_asked_for_one_by_one() {
    let people: Vec<Value> = (0..1_000).map(|n| person(&format!("p{n}"))).collect();
    let scores = vec![score("p998", "p997", 1), score("p996", "p995", 2)];
    let mut server = Server::new(scores.clone(), people.clone(), 10);
    let result = server.top(&json!({})).unwrap();
    assert_eq!(result["items"][0]["attendee"]["name"], json!("Name of p996"));
    assert_eq!(
        server.requests("/events/e/attendees"),
        8,
        "four pages, and then the four: {:?}",
        server.sent
    );
    assert_eq!(server.at_once, 4);
    // Where that path is missing, or somebody is gone, the list is read on to its end.
    server = Server::new(scores, people, 10);
    server.no_get = Some(*Error::api(404, "NOT_FOUND", "m"));
    let result = server.top(&json!({})).unwrap();
    assert_eq!(
        result["items"][1]["matched_attendee"]["name"],
        json!("Name of p997")
    );
    assert_eq!(server.requests("/events/e/attendees"), 104);
    server.no_get = Some(*Error::api(500, "X", "m"));
    let result = server.top(&json!({})).unwrap();
    assert_eq!(
        (&result["named"], &result["items"][0]["attendee"]),
        (&json!(false), &json!({ "attendee_id": "p996" }))
    );
}

#[test]
fn a_failure_of_the_scores_is_the_failure_of_all() {
    for cursor in [json!("again"), json!(5)] {
        let page = json!({ "matches": [score("a", "b", 1)], "next_cursor": cursor }).to_string();
        let mut scan = Scan::new(Routes::default(), "e", Choice::top("{}").unwrap()).unwrap();
        while let Want::Send(ticket, _) = scan.want(Instant::default()) {
            assert_eq!(scan.want(Instant::default()), Want::Wait);
            let body = page.clone();
            let answer = Answer {
                status: 200,
                body,
                retry_after: None,
            };
            scan.told(ticket, Ok(answer), Instant::default());
        }
        let kind = if cursor.is_string() {
            Kind::Pagination
        } else {
            Kind::Decode
        };
        assert_eq!(scan.finish().unwrap_err().kind, kind);
    }
}

#[test]
fn a_question_is_checked_before_anything_is_sent() {
    let paths = |query: Value, by: fn(&str) -> Result<Choice>| -> Vec<String> {
        let issues = by(&query.to_string()).unwrap_err().issues;
        issues.into_iter().map(|issue| issue.path).collect()
    };
    for bad in [
        json!({ "n": 0 }),
        json!({ "n": 10_001 }),
        json!({ "n": 1.5 }),
        json!({ "n": "3" }),
        json!({ "n": null }),
    ] {
        assert_eq!(paths(bad, Choice::top), ["n"]);
    }
    assert_eq!(paths(json!({ "n": 1_001 }), Choice::by_attendee), ["n"]);
    assert_eq!(paths(json!({ "minScore": null }), Choice::top), ["minScore"]);
    assert_eq!(paths(json!({ "minScore": "1" }), Choice::top), ["minScore"]);
    assert_eq!(paths(json!({ "attendee_id": "a" }), Choice::top), ["attendee_id"]);
    assert_eq!(
        paths(json!({ "attendeeId": "a/b", "sessionId": 5 }), Choice::top),
        ["attendeeId", "sessionId"]
    );
    assert_eq!(
        paths(json!({ "attendeeId": "a" }), Choice::by_attendee),
        ["attendeeId"]
    );
    assert!(Choice::top("[]").is_err());
    assert!(Scan::new(Routes::default(), "no good", Choice::top("{}").unwrap()).is_err());
}
