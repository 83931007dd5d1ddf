//! One call: what goes on the wire, what comes back, and what does not.
#![allow(missing_docs, reason = "tests are named by what they hold")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::float_cmp,
    reason = "a test fails by panicking, and its numbers are whole"
)]

mod support;

use support::*;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

const NONE: JsValue = JsValue::UNDEFINED;

#[wasm_bindgen_test]
async fn a_read_goes_out_with_the_key_and_comes_back_as_it_was() {
    let script = script(&["return json({ org_id: 'o', scopes: ['partner:read'], later: { kept: [1] } })"]);
    let outcome = ok(client(&script).auth_check(&NONE, &NONE)).await;
    assert_eq!(text(&at(&outcome, "data.later")), r#"{"kept":[1]}"#);
    assert_eq!(
        (number(&outcome, "status"), number(&outcome, "attempts")),
        (200.0, 1.0)
    );
    assert_eq!(string(&outcome, "correlationId"), "from-server");
    let call = script.calls.get(0);
    assert_eq!(
        string(&call, "url"),
        "https://api.staging.meshi.io/api/v0/partner/auth"
    );
    assert_eq!(
        (string(&call, "method"), string(&call, "redirect")),
        ("GET".into(), "manual".into())
    );
    assert_eq!(string(&call, "headers.authorization"), "Bearer canary-key");
    for name in ["credentials", "mode", "cache", "body"] {
        assert!(at(&call, name).is_undefined(), "{name} is set");
    }
}

#[wasm_bindgen_test]
async fn a_write_is_checked_before_it_is_sent() {
    let script = script(&["return json({ event_id: 'e' }, 201)"]);
    let client = client(&script);
    let error = fails(client.events_create(&js("({ event_id: '../x', title: '' })"), &NONE)).await;
    assert_eq!(
        (string(&error, "kind"), string(&error, "operation")),
        ("validation".into(), "events.create".into())
    );
    assert_eq!(text(&at(&error, "issues.1.code")), "\"INVALID_TITLE\"");
    for body in [
        "undefined",
        "null",
        "7",
        "[]",
        "({ a: 1n })",
        "(() => { const a = {}; a.a = a; return a; })()",
    ] {
        let error = fails(client.events_create(&js(body), &NONE)).await;
        assert_eq!(string(&error, "code"), "INVALID_JSON", "{body}");
    }
    assert_eq!(script.calls.length(), 0);
    ok(client.events_create(&js("({ event_id: 'e', title: 't', url_slug: undefined })"), &NONE)).await;
    assert_eq!(
        string(&script.calls.get(0), "body"),
        r#"{"event_id":"e","title":"t"}"#
    );
}

#[wasm_bindgen_test]
async fn a_run_starts_under_a_key_that_the_result_names() {
    let script = script(&[
        "return json({ run_id: 'r', status: 'queued' }, 202)",
        "return json({ run_id: 'r', status: 'queued' }, 202)",
    ]);
    let client = client(&script);
    let outcome = ok(client.matching_start(&"e".into(), &NONE, &js("({ idempotencyKey: 'mine' })"))).await;
    assert_eq!(string(&outcome, "idempotencyKey"), "mine");
    assert_eq!(
        string(&script.calls.get(0), "body"),
        r#"{"idempotency_key":"mine"}"#
    );
    let outcome = ok(client.enrichment_start(&"e".into(), &js("({ attendee_ids: ['a'] })"), &NONE)).await;
    assert_eq!(string(&outcome, "idempotencyKey").len(), 36);
    let error = fails(client.events_get(&"e".into(), &js("({ idempotencyKey: 'mine' })"))).await;
    assert_eq!(string(&error, "option"), "idempotencyKey");
}

#[wasm_bindgen_test]
async fn it_is_tried_again_when_the_server_says_so() {
    let busy =
        "return json({ code: 'PARTNER_RATE_LIMIT_EXCEEDED', message: 'm' }, 429, { 'retry-after': '0' })";
    let script = script(&[busy, "return json({ run_id: 'r' })", busy]);
    let client = client(&script);
    let outcome = ok(client.runs_get(&"r".into(), &NONE)).await;
    assert_eq!(number(&outcome, "attempts"), 2.0);
    let ids: Vec<String> = (0..2)
        .map(|n| string(&script.calls.get(n), "headers.x-correlation-id"))
        .collect();
    assert!(
        ids.windows(2).all(|pair| pair.first() == pair.last()),
        "one correlation id a call"
    );
    let error = fails(client.runs_get(&"r".into(), &js("({ maxRetries: 0 })"))).await;
    assert_eq!(
        (string(&error, "kind"), number(&error, "retryAfterMs")),
        ("api".into(), 0.0)
    );
    assert!(at(&error, "headers").is_object());
}

#[wasm_bindgen_test]
async fn whatever_fetch_throws_is_an_error_with_its_cause() {
    for thrown in [
        "throw new TypeError('fetch failed', { cause: { code: 'ECONNRESET' } })",
        "throw 'a string'",
        "throw undefined",
        "throw { odd: true }",
        "return Promise.reject(null)",
        "return 5",
        "return { status: 200 }",
        "return { status: 'x', headers: new Headers(), text: () => '' }",
        "return { status: 200, headers: { get() { throw 1 } }, text() { throw 2 } }",
        "return { status: 200, headers: new Headers(), text: () => Promise.reject(3) }",
    ] {
        let script = script(&[thrown]);
        let error = fails(client(&script).events_get(&"e".into(), &js("({ maxRetries: 0 })"))).await;
        assert_eq!(
            (string(&error, "kind"), at(&error, "maybeSent").as_bool()),
            ("connection".into(), Some(true)),
            "{thrown}"
        );
    }
    let script = script(&[
        "throw new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED', message: 'refused' } })",
    ]);
    let error = fails(client(&script).events_get(&"e".into(), &js("({ maxRetries: 0 })"))).await;
    assert_eq!(at(&error, "maybeSent").as_bool(), Some(false));
    assert_eq!(string(&error, "cause.cause.code"), "ECONNREFUSED");
}

#[wasm_bindgen_test]
async fn a_body_that_cannot_be_read_is_shown_in_its_first_characters() {
    for (body, status) in [
        ("'<html>oops'", 200),
        ("''", 200),
        ("'[1]'", 201),
        ("'7'", 200),
        ("'null'", 200),
    ] {
        let script = script(&[&format!("return json({body}, {status})")]);
        let error = fails(client(&script).events_get(&"e".into(), &NONE)).await;
        assert_eq!(string(&error, "kind"), "decode", "{body}");
        assert_eq!(number(&error, "status"), f64::from(status));
        assert!(string(&error, "body").len() <= 10);
    }
}

#[wasm_bindgen_test]
async fn a_redirect_is_not_followed() {
    for answer in [
        "return json('', 302, { location: 'https://evil.example/' })",
        "return { status: 0, type: 'opaqueredirect', headers: new Headers(), text: () => '' }",
    ] {
        let script = script(&[answer]);
        let error = fails(client(&script).events_get(&"e".into(), &NONE)).await;
        assert_eq!(string(&error, "code"), "UNEXPECTED_REDIRECT");
        assert_eq!(script.calls.length(), 1);
    }
}

#[wasm_bindgen_test]
async fn an_abort_ends_it_with_the_reason_and_aborts_the_request() {
    let script = script(&[
        "globalThis.__seen = init.signal; queueMicrotask(() => globalThis.__abort.abort('why')); return new Promise(() => {})",
    ]);
    let options = js("({ signal: (globalThis.__abort = new AbortController()).signal })");
    let error = fails(client(&script).events_get(&"e".into(), &options)).await;
    assert_eq!(
        (string(&error, "kind"), string(&error, "cause")),
        ("abort".into(), "why".into())
    );
    assert_eq!(
        at(&js("globalThis.__seen"), "aborted").as_bool(),
        Some(true),
        "the request was not aborted"
    );
    let error =
        fails(client(&script).events_get(&"e".into(), &js("({ signal: AbortSignal.abort('before') })")))
            .await;
    assert_eq!(string(&error, "cause"), "before");
    assert_eq!(script.calls.length(), 1, "nothing is sent after an abort");
}

#[wasm_bindgen_test]
async fn a_request_that_hangs_ends_with_its_time() {
    let script = script(&["return new Promise(() => {})", "return new Promise(() => {})"]);
    let client = client(&script);
    let error = fails(client.events_get(&"e".into(), &js("({ timeoutMs: 1, maxRetries: 0 })"))).await;
    assert_eq!(
        (string(&error, "kind"), string(&error, "scope")),
        ("timeout".into(), "attempt".into())
    );
    let error = fails(client.events_get(&"e".into(), &js("({ deadlineMs: 1 })"))).await;
    assert_eq!(string(&error, "scope"), "deadline");
}

#[wasm_bindgen_test]
async fn an_option_that_is_wrong_is_named() {
    let script = script(&[]);
    let client = client(&script);
    for (options, name) in [
        ("({ timeoutMss: 1 })", "timeoutMss"),
        ("({ timeoutMs: 0 })", "timeoutMs"),
        ("({ timeoutMs: NaN })", "timeoutMs"),
        ("({ maxRetries: 1.5 })", "maxRetries"),
        ("({ signal: {} })", "signal"),
        ("({ correlationId: 'a\\nb' })", "correlationId"),
        ("({ headers: { 'x-a': 'b\\r\\nc: d' } })", "headers"),
        ("({ headers: { authorization: 'mine' } })", "headers"),
        ("5", "options"),
        ("[]", "options"),
    ] {
        let error = fails(client.events_get(&"e".into(), &js(options))).await;
        assert_eq!(
            (string(&error, "kind"), string(&error, "option")),
            ("config".into(), name.into()),
            "{options}"
        );
    }
    assert_eq!(script.calls.length(), 0);
}

#[wasm_bindgen_test]
async fn an_id_never_leaves_its_segment() {
    let script = script(&[]);
    let client = client(&script);
    for id in [
        "'../auth'",
        "'a/b'",
        "'a?b'",
        "'a#b'",
        "'a%2fb'",
        "''",
        "5",
        "null",
        "undefined",
        "({})",
        "Symbol()",
    ] {
        assert_eq!(
            string(&fails(client.events_get(&js(id), &NONE)).await, "kind"),
            "validation",
            "{id}"
        );
    }
    for path in [
        "'//evil.example'",
        "'https://evil.example'",
        "'/../x'",
        "'/%2e%2e/x'",
        "7",
    ] {
        let error = fails(client.request(&"GET".into(), &js(path), &NONE, &NONE)).await;
        assert_eq!(string(&error, "kind"), "validation", "{path}");
    }
    assert_eq!(script.calls.length(), 0);
}

#[wasm_bindgen_test]
async fn middleware_never_sees_the_key_and_cannot_send_it_elsewhere() {
    let script = script(&["return json({ run_id: 'r' }, 200, { seen: url.headers.get('authorization') })"]);
    let pass = client_with(&script, "({ middleware: (request, next) => { globalThis.__saw = request.headers.get('authorization'); return next(request) } })").unwrap();
    ok(pass.runs_get(&"r".into(), &NONE)).await;
    assert!(js("globalThis.__saw").is_null());
    let elsewhere = client_with(
        &script,
        "({ middleware: (request, next) => next(new Request('https://evil.example/', request)) })",
    )
    .unwrap();
    let error = fails(elsewhere.runs_get(&"r".into(), &js("({ maxRetries: 0 })"))).await;
    assert_eq!(
        (string(&error, "kind"), string(&error, "option")),
        ("config".into(), "middleware".into())
    );
    assert_eq!(script.calls.length(), 1);
}

#[wasm_bindgen_test]
fn a_client_that_cannot_be_is_refused() {
    let script = script(&[]);
    for (options, name) in [
        ("({ apiKey: 'a\\nb' })", "apiKey"),
        ("({ apiKey: '' })", "apiKey"),
        ("({ environment: 'prod' })", "environment"),
        ("({ environment: undefined })", "environment"),
        (
            "({ environment: undefined, baseUrl: 'http://api.meshi.io' })",
            "baseUrl",
        ),
        ("({ baseUrl: 'https://other.example' })", "baseUrl"),
        ("({ maxRetries: -1 })", "maxRetries"),
        ("({ routes: { 'events.get': '/x' } })", "routes[\"events.get\"]"),
        ("({ apikey: 'x' })", "apikey"),
    ] {
        let error = client_with(&script, options).unwrap_err();
        assert_eq!(
            (string(&error, "kind"), string(&error, "option")),
            ("config".into(), name.into()),
            "{options}"
        );
        assert!(!text(&error).contains("canary"));
    }
}
