//! Work of more than one call: lists, pollers, imports, the flow.
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
async fn a_list_goes_on_over_empty_pages_and_refuses_a_repeated_cursor() {
    let script = script(&[
        "return json({ matches: [1], next_cursor: 'a' })",
        "return json({ items: [], cursor: 'b' })",
        "return json({ results: [2], next_cursor: 'a' })",
    ]);
    let pager = client(&script).matches_list(&"e".into(), &js("({ limit: 1 })"), &NONE);
    assert_eq!(
        text(&at(&ok(pager.next()).await, "data")),
        r#"{"items":[1],"nextCursor":"a"}"#
    );
    assert_eq!(
        text(&at(&ok(pager.next()).await, "data")),
        r#"{"items":[],"nextCursor":"b"}"#
    );
    let error = fails(pager.next()).await;
    assert_eq!(
        (string(&error, "kind"), string(&error, "cursor")),
        ("pagination".into(), "a".into())
    );
    assert!(ok(pager.next()).await.is_undefined());
    assert!(string(&script.calls.get(2), "url").ends_with("/events/e/matches?cursor=b&limit=1"));
}

#[wasm_bindgen_test]
async fn the_best_matches_are_of_every_page_and_have_names() {
    let pages = [
        "return json({ matches: [{ attendee_id: 'a', matched_attendee_id: 'b', score: 0.2 }], next_cursor: 'x' })",
        "return json({ matches: [{ attendee_id: 'b', matched_attendee_id: 'a', score: 0.9 }, 7] })",
        "return json({ attendees: [{ attendee_id: 'b', name: 'Bo' }] })",
    ];
    let scripted = script(&pages);
    let scan = client(&scripted).matches_top(&"e".into(), &js("({ n: 1 })"), &NONE);
    for scanned in [1.0, 3.0, 3.0] {
        assert_eq!(ok(scan.next()).await.as_f64(), Some(scanned));
    }
    assert!(ok(scan.next()).await.is_undefined());
    assert_eq!(
        text(&scan.result().unwrap()),
        r#"{"items":[{"score":0.9,"attendee":{"attendee_id":"b","name":"Bo"},"matched_attendee":{"attendee_id":"a"}}],"scanned":3,"unranked":1,"named":true}"#
    );
    let scripted = script(&pages);
    let scan = client(&scripted).matches_by_attendee(&"e".into(), &NONE, &NONE);
    while !ok(scan.next()).await.is_undefined() {}
    let people = text(&scan.take_people().unwrap());
    assert!(people.starts_with(r#"[{"attendee":{"attendee_id":"b","name":"Bo"},"matches":[{"score":0.9,"#));
    assert_eq!(text(&scan.take_people().unwrap()), "[]");
    let scan = client(&script(&[])).matches_top(&"e".into(), &js("({ n: 0 })"), &NONE);
    assert!(scan.result().is_err());
    let error = fails(scan.next()).await;
    assert_eq!(
        (string(&error, "kind"), string(&error, "operation")),
        ("validation".into(), "matches.top".into())
    );
}

#[wasm_bindgen_test]
async fn a_poller_follows_a_run_and_goes_on_from_a_token() {
    let script = script(&[
        "return json({ run_id: 'r', status: 'someday' }, 200, { 'retry-after': '0' })",
        "return json({ run_id: 'r', status: 'succeeded', extra: 1 })",
    ]);
    let client = client(&script);
    let poller = client.runs_poller(&js("({ run_id: 'r' })"), &NONE);
    ok(poller.poll_once(&NONE)).await;
    assert!(!poller.is_done());
    let token = poller.serialize().unwrap();
    assert!(!token.contains("canary"));
    let resumed = client.runs_resume(
        &token.into(),
        &js("({ onProgress: (run) => (globalThis.__run = run) })"),
    );
    let outcome = ok(resumed.wait()).await;
    assert_eq!(text(&at(&outcome, "data.extra")), "1");
    assert_eq!(string(&js("globalThis.__run"), "status"), "succeeded");
    assert!(resumed.is_done());
    let error = fails(client.runs_resume(&"nonsense".into(), &NONE).wait()).await;
    assert_eq!(string(&error, "code"), "INVALID_TOKEN");
}

#[wasm_bindgen_test]
async fn a_run_that_failed_rejects_with_the_run() {
    let script =
        script(&["return json({ run_id: 'r', status: 'failed', errors: [{ code: 'X', message: 'why' }] })"]);
    let error = fails(client(&script).runs_poller(&"r".into(), &NONE).wait()).await;
    assert_eq!(
        (string(&error, "kind"), string(&error, "run.status")),
        ("run".into(), "failed".into())
    );
    assert!(string(&error, "message").contains("why"));
}

#[wasm_bindgen_test]
async fn a_file_is_imported_with_every_row_accounted_for() {
    let script = script(&["return json({ run_id: 'r', status: 'succeeded' }, 202)"]);
    let feed = js("(() => {
        const chunks = ['id,name\\na1,Ada\\n', 'a2,\\na3,Grace\\n'].map((text) => new TextEncoder().encode(text));
        return { format: 'file', pull: async () => chunks.shift() };
    })()");
    let importer = client(&script).importer(
        &"e".into(),
        &feed,
        &js("({ onProgress: (p) => (globalThis.__progress = p) })"),
    );
    let report = ok(importer.run()).await;
    assert_eq!(
        (number(&report, "total"), number(&report, "imported")),
        (3.0, 2.0)
    );
    assert_eq!(
        (
            number(&report, "rejected.0.row"),
            string(&report, "rejected.0.field")
        ),
        (2.0, "name".into())
    );
    assert_eq!(number(&js("globalThis.__progress"), "imported"), 2.0);
    assert_eq!(string(&fails(importer.run()).await, "option"), "source");
}

#[wasm_bindgen_test]
async fn a_source_that_throws_leaves_a_report() {
    let script = script(&[]);
    let feed = js("(() => {
        const pieces = [() => new TextEncoder().encode(JSON.stringify([{ attendee_id: 'a', name: 'A' }])), () => { throw new Error('disk') }];
        return { format: 'batch', pull: async () => pieces.shift()() };
    })()");
    let error = fails(client(&script).importer(&"e".into(), &feed, &NONE).run()).await;
    assert_eq!(
        (string(&error, "code"), string(&error, "cause.message")),
        ("SOURCE_FAILED".into(), "disk".into())
    );
    assert_eq!(text(&at(&error, "report.rejected.0.code")), "\"NOT_SENT\"");
}

#[wasm_bindgen_test]
async fn an_import_that_is_aborted_says_what_became_of_each_row() {
    let script =
        script(&["queueMicrotask(() => globalThis.__stop.abort('enough')); return new Promise(() => {})"]);
    let feed = js("(() => {
        const pieces = [JSON.stringify([{ attendee_id: 'a', name: 'A' }, { attendee_id: 'b', name: 'B' }, 7])];
        return { format: 'batch', pull: async () => pieces.length > 0 ? new TextEncoder().encode(pieces.shift()) : undefined, cancel: () => {} };
    })()");
    let options =
        js("({ maxRows: 1, concurrency: 1, signal: (globalThis.__stop = new AbortController()).signal })");
    let error = fails(client(&script).importer(&"e".into(), &feed, &options).run()).await;
    assert_eq!(
        (string(&error, "kind"), string(&error, "cause")),
        ("abort".into(), "enough".into())
    );
    assert_eq!(number(&error, "report.total"), 3.0);
    assert_eq!(text(&at(&error, "report.rejected.length")), "3");
}

#[wasm_bindgen_test]
async fn a_flow_goes_step_by_step_and_from_its_token() {
    let answers = [
        "return json({ scopes: ['partner:write'] })",
        "return json({ event_id: 'e', title: 't' }, 201)",
        "return json({ run_id: 'i', status: 'succeeded' }, 202)",
        "return json({ run_id: 'm', status: 'succeeded' }, 202)",
        "return json({ event_id: 'e', title: 't' })",
    ];
    let script = script(&answers);
    let client = client(&script);
    let plan = js("({ event: { event_id: 'e', title: 't' }, match: true })");
    let feed = "(() => {
        const pieces = [JSON.stringify([{ attendee_id: 'secret-person', name: 'A' }])];
        return { format: 'batch', pull: async () => pieces.length > 0 ? new TextEncoder().encode(pieces.shift()) : undefined };
    })()";
    let mut flow = client.flow(&plan, &js(feed), &NONE);
    loop {
        let step = ok(flow.step()).await;
        if at(&step, "done").is_truthy() {
            break;
        }
        let token = flow.serialize().unwrap();
        assert!(token.len() < 500 && !token.contains("secret"));
        flow = client.resume_flow(&token.into(), &plan, &js(feed), &NONE);
    }
    let result = flow.result();
    assert_eq!(
        (
            number(&result, "importReport.imported"),
            string(&result, "runs.match.run_id")
        ),
        (1.0, "m".into())
    );
    // The runs that have ended are in the token: only the event is asked for again.
    assert_eq!(script.calls.length(), 5);
    assert_eq!(string(&fails(flow.step()).await, "option"), "flow");
}

#[wasm_bindgen_test]
async fn an_ensured_event_is_created_or_confirmed() {
    let conflict = "return json({ code: 'PARTNER_ID_CONFLICT', message: 'm' }, 409)";
    let script = script(&[
        "return json({ event_id: 'e', title: 't' }, 201)",
        conflict,
        "return json({ event_id: 'e', title: 'other' })",
    ]);
    let client = client(&script);
    let body = js("({ event_id: 'e', title: 't' })");
    let outcome = ok(client.events_ensure(&body, &NONE)).await;
    assert_eq!(at(&outcome, "data.created").as_bool(), Some(true));
    let error = fails(client.events_ensure(&body, &NONE)).await;
    assert_eq!(
        (string(&error, "code"), string(&error, "issues.0.path")),
        ("PARTNER_ID_CONFLICT".into(), "title".into())
    );
}
