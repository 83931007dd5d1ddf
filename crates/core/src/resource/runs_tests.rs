use proptest::prelude::*;
use serde_json::json;

use super::*;

fn any_json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(|value| json!(value)),
        any::<i64>().prop_map(|value| json!(value)),
        any::<f64>().prop_map(|value| json!(value)),
        ".{0,9}".prop_map(|value| json!(value)),
    ];
    leaf.prop_recursive(3, 20, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(|list| json!(list)),
            prop::collection::btree_map("total|failed|code|attendee_id|x", inner, 0..4)
                .prop_map(|map| json!(map)),
        ]
    })
}

proptest! {
    /// Only the run's id and status are needed: any other field may be anything.
    #[test]
    fn any_type_in_an_inferred_field_breaks_nothing(
        fields in prop::collection::btree_map(
            "kind|event_id|counts|errors|webhook_url|created_at|updated_at|completed_at|correlation_id|other",
            any_json(),
            0..10,
        ),
    ) {
        let mut body = json!(fields);
        body["run_id"] = json!("r");
        body["status"] = json!("running");
        let run = Run::from_json(&body.to_string()).unwrap();
        prop_assert_eq!((run.run_id.as_str(), run.status.as_str()), ("r", "running"));
        prop_assert_eq!(run.created_at.as_deref(), body["created_at"].as_str());
    }
}

#[test]
fn what_is_of_its_type_is_read_beside_what_is_not() {
    let run = Run::from_json(
        r#"{"run_id":"r","status":"partial","created_at":1,"counts":{"total":"5","failed":2},
            "errors":[3,{"attendee_id":7,"code":"X"},null,{"attendee_id":"a","code":5,"message":"m"}]}"#,
    )
    .unwrap();
    let counts = run.counts.unwrap();
    assert_eq!(
        (counts.total, counts.failed, run.created_at),
        (None, Some(2.0), None)
    );
    let errors = run.errors.unwrap();
    assert_eq!(errors.len(), 2);
    assert_eq!(
        (errors[0].attendee_id.as_deref(), errors[0].code.as_str()),
        (None, "X")
    );
    assert_eq!(
        (errors[1].attendee_id.as_deref(), errors[1].code.as_str()),
        (Some("a"), "")
    );
}

#[test]
fn a_body_without_an_id_and_a_status_is_not_a_run() {
    for bad in [
        "",
        "[]",
        "{}",
        r#"{"run_id":"r"}"#,
        r#"{"status":"queued"}"#,
        r#"{"run_id":7,"status":"queued"}"#,
        r#"{"run_id":"r","status":null}"#,
    ] {
        assert_eq!(Run::from_json(bad), None, "{bad}");
    }
}

#[test]
fn a_token_keeps_how_a_run_ended_and_its_counts() {
    for (status, more) in [
        ("succeeded", ""),
        ("succeeded", r#","counts":{}"#),
        ("partial", r#","kind":"match","counts":{"total":5}"#),
        (
            "partial",
            r#","kind":"match","counts":{"total":9,"processed":9,"succeeded":7,"failed":2}"#,
        ),
        (
            "succeeded",
            r#","kind":"match","counts":{"total":9,"processed":8,"succeeded":8,"failed":0}"#,
        ),
    ] {
        let json = format!(r#"{{"run_id":"r","status":"{status}"{more}}}"#);
        let run = Run::from_json(&json).unwrap();
        let kept = run.kept("match");
        assert_eq!(Run::from_kept("r", "match", &kept), Ok(run.clone()), "{json}");
        assert_eq!(Run::from_json(&run.kept_json()), Some(run), "{json}");
    }
    // No number of attendees.
    for odd in ["0.5", "-1", "1e300"] {
        let json = format!(r#"{{"run_id":"r","status":"partial","counts":{{"total":5,"failed":{odd}}}}}"#);
        let kept = Run::from_json(&json).unwrap().kept("match");
        let counts = Run::from_kept("r", "match", &kept).unwrap().counts.unwrap();
        assert_eq!((counts.total, counts.failed), (Some(5.0), None), "{odd}");
    }
    let personal = r#"{"run_id":"r","status":"partial","kind":"ada@example.com","webhook_url":"https://x",
        "errors":[{"attendee_id":"a","code":"X","message":"m"}],"created_at":"ada"}"#;
    let kept = Run::from_json(personal).unwrap().kept("match");
    assert_eq!(kept.to_json(), "[1]");
}

#[test]
fn what_no_token_keeps_is_not_a_run() {
    for bad in [
        "7",
        "[]",
        "[4]",
        "[-1]",
        "[null]",
        "[0,1]",
        r#"[0,"1",2]"#,
        "[0,1,2,3,4,5]",
    ] {
        let kept = Value::parse(bad).unwrap();
        assert_eq!(Run::from_kept("r", "match", &kept), Err(Unfit), "{bad}");
    }
}
