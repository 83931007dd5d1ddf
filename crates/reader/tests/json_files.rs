//! JSON and NDJSON files.
#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test ends where its premise fails"
)]

mod common;

use common::{options, read, read_chunks, read_with};
use meshi_partner_reader::Options;
use serde_json::json;

#[test]
fn json_files_in_their_shapes() {
    let expected = read(r#"[{"id":"1","name":"Ada"},{"id":"2","name":"Bob"}]"#);
    assert_eq!(expected.rows().len(), 2);
    for text in [
        r#" {"next":[1,{"x":"]"}],"attendees" : [ {"id":"1","name":"Ada"}, {"id":"2","name":"Bob"} ], "more":{"a":[]}} "#,
        "{\"data\":[{\"id\":\"1\",\"name\":\"Ada\"},\n{\"id\":\"2\",\"name\":\"Bob\"}]}",
        "{\"id\":\"1\",\"name\":\"Ada\"}\n\n{\"id\":\"2\",\"name\":\"Bob\"}\r\n",
        "\u{feff}[{\"id\":\"1\",\"name\":\"Ada\"},{\"id\":\"2\",\"name\":\"Bob\"}]",
    ] {
        for length in [1, 5, 1000] {
            let (out, _, end) = read_chunks(text.as_bytes(), Options::default(), &[length]);
            end.unwrap();
            assert_eq!(out.0, expected.0, "{text}");
        }
    }
    let (out, _, end) = read_with(r#"{"id":1,"name":"A"}"#, options(r#"{"format":"json"}"#));
    assert_eq!((out.0.len(), end.unwrap_err().code), (0, "INVALID_JSON"));
}

#[test]
fn json_keys_are_recognised_like_headers() {
    let out = read(
        r#"[{"attendee_id":77,"First Name":"Ada","lastName":"King","email":"ada@example.com","age":36,"tags":["a",{"b":null}],
            "empty":"","nothing":null,"vip":true},
            {"attendee_id":"a2","name":"Bob","raw":{"tags":[1],"age":1},"age":2},
            {"attendee_id":"a3","name":{"first":"Cy"}}, 7, {"name":"E","email":"e@example.com","LinkedIn":["x"]},
            {"attendee_id":"a6","name":"\ud800"}, {"attendee_id":"a7" "name":"G"}]"#,
    );
    assert_eq!(
        out.rows(),
        [
            &json!({ "attendee_id": "77", "name": "Ada King", "email": "ada@example.com",
                "raw": { "age": 36, "tags": ["a", { "b": null }], "vip": true } }),
            &json!({ "attendee_id": "a2", "name": "Bob", "raw": { "tags": [1], "age": 1, "age (2)": 2 } }),
            &json!({ "attendee_id": "em_5e62d84e4961064b433083d98e267d34", "name": "E", "email": "e@example.com" }),
        ]
    );
    let warned: Vec<_> = out
        .warnings()
        .iter()
        .map(|it| (it.row, &*it.code, it.message.as_str()))
        .collect();
    assert_eq!(
        warned,
        [
            (
                5,
                "FIELD_LEFT_OUT",
                "column \"LinkedIn\": linkedin_url must be text, not an array; the field is left out"
            ),
            (
                5,
                "ID_DERIVED",
                "the row has no id: it is derived from the e-mail address"
            ),
        ]
    );
    let told: Vec<_> = out
        .rejected()
        .iter()
        .map(|r| (r.row, r.message.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            (3, "column \"name\": name must be text, not an object"),
            (4, "an attendee must be an object, not a number"),
            (
                6,
                "a string holds half of a surrogate pair, which is not a character: clean the text"
            ),
            (
                7,
                "the element is not valid JSON: expected `,` or `}` at its byte 20"
            ),
        ]
    );
}

#[test]
fn a_bad_line_of_ndjson_does_not_stop_the_others() {
    let text = "{\"id\":1,\"name\":\"A\"}\nnot json\n{\"id\":3,\n\n{\"id\":4,\"name\":\"D\"}";
    let (out, _, end) = read_with(text, options(r#"{"format":"ndjson"}"#));
    end.unwrap();
    assert_eq!(out.rows().len(), 2);
    let rejected: Vec<_> = out
        .rejected()
        .iter()
        .map(|r| (r.row, r.message.split(':').next().unwrap()))
        .collect();
    assert_eq!(rejected, [(2, "line 2"), (3, "line 3")]);
    assert_eq!(read(text).0, out.0);
}
