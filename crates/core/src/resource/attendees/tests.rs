//! Tests of one payload.

use super::*;

fn issues(body: &str) -> Vec<String> {
    let error = import(&Routes::default(), "e", body, "k", false).unwrap_err();
    error
        .issues
        .iter()
        .map(|i| format!("{} {}", i.path, i.code))
        .collect()
}

#[test]
fn a_payload_goes_out_as_it_is_with_its_key() {
    let body = r#"{"webhook_url":"https://x.example/","attendees":[{"attendee_id":"a","name":"A","raw":{"x":[1]}}]}"#;
    let request = import(&Routes::default(), "e", body, "k", false).unwrap();
    let sent: serde_json::Value = serde_json::from_str(request.body.as_deref().unwrap()).unwrap();
    assert_eq!(
        sent,
        serde_json::json!({"idempotency_key":"k","webhook_url":"https://x.example/",
        "attendees":[{"attendee_id":"a","name":"A","raw":{"x":[1]}}]})
    );
    assert_eq!(
        (request.path.as_str(), request.idempotency_key.as_deref()),
        ("/events/e/attendees:import", Some("k"))
    );
}

#[test]
fn every_bad_row_is_named() {
    assert_eq!(issues("{}"), ["attendees INVALID_ATTENDEES"]);
    assert_eq!(issues(r#"{"attendees":{}}"#), ["attendees INVALID_ATTENDEES"]);
    assert_eq!(issues(r#"{"attendees":[]}"#), ["attendees INVALID_ATTENDEES"]);
    assert_eq!(
        issues(
            r#"{"attendees":[{"attendee_id":"a","name":"A"},{"attendee_id":"a","name":"A"},{"attendee_id":"b/"}, {"attendee_id":"c"}]}"#
        ),
        [
            "attendees[1].attendee_id DUPLICATE_ATTENDEE_ID",
            "attendees[2].attendee_id INVALID_PARTNER_ID",
            "attendees[3].name INVALID_ATTENDEES"
        ]
    );
    assert_eq!(
        issues(r#"{"attendees":[{"attendee_id":"a","name":"A"}],"idempotency_key":"x"}"#),
        ["idempotency_key INVALID_IDEMPOTENCY_KEY"]
    );
}

#[test]
fn lists_one_after_another_are_one_list() {
    let routes = Routes::default();
    let [a, b, c] = ["a", "b/", "a"].map(|id| format!(r#"{{"attendee_id":"{id}","name":"A \"B\""}}"#));
    let whole = format!(r#"{{"webhook_url":"https://x.example/","attendees":[{a},{b},{c}]}}"#);
    let told = |request: Result<Request>| request.map_err(|error| error.issues);
    for lists in [
        vec![format!("[{a},{b},{c}]")],
        vec![format!("[{a}]"), "[]".to_owned(), format!("[{b},{c}]")],
    ] {
        let mut payload = Payload::new(&routes, "e", r#"{"webhook_url":"https://x.example/"}"#, "k").unwrap();
        for list in &lists {
            payload.push(list);
        }
        assert_eq!(
            told(payload.finish()),
            told(import(&routes, "e", &whole, "k", false))
        );
    }
    let mut payload = Payload::new(&routes, "e", "{}", "k").unwrap();
    payload.push(&format!("[{a}]"));
    payload.push(&format!("[{}]", c.replace("\"a\"", "\"c\"")));
    let whole = format!(r#"{{"attendees":[{a},{}]}}"#, c.replace("\"a\"", "\"c\""));
    assert_eq!(
        told(payload.finish()),
        told(import(&routes, "e", &whole, "k", false))
    );
    assert_eq!(
        told(Payload::new(&routes, "e", "{}", "k").unwrap().finish()),
        told(import(&routes, "e", r#"{"attendees":[]}"#, "k", false))
    );
    assert!(Payload::new(&routes, "e", "[]", "k").is_err());
}

#[test]
fn a_key_has_bounds() {
    let body = r#"{"attendees":[{"attendee_id":"a","name":"A"}]}"#;
    let long = "k".repeat(256);
    for bad in ["", "a\nb", &*long] {
        assert_eq!(
            import(&Routes::default(), "e", body, bad, false)
                .unwrap_err()
                .code,
            "INVALID_IDEMPOTENCY_KEY"
        );
    }
}
