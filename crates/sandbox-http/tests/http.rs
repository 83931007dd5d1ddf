//! The binary from outside: over a real socket, with a client that is nothing but bytes.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

const KEY: &str = "msk_sandbox_write";

/// A running sandbox; it ends with the test.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(options: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_meshi-partner-sandbox"))
            .args(["--port", "0"])
            .args(options)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut first = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut first)
            .unwrap();
        let address = first.trim().strip_prefix("http://").unwrap().to_owned();
        Self { child, address }
    }

    /// Sends bytes on a fresh connection and reads until its end.
    fn raw(&self, bytes: &[u8]) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.write_all(bytes).unwrap();
        let mut answer = Vec::new();
        // A reset is an end like any other here.
        let _ended = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    fn send(&self, method: &str, path: &str, body: &str) -> (u16, Value) {
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: sandbox\r\nauthorization: Bearer {KEY}\r\nconnection: close\r\n\
             content-length: {}\r\n\r\n{body}",
            body.len()
        );
        let answer = self.raw(request.as_bytes());
        let status = answer
            .get(9..12)
            .and_then(|status| status.parse().ok())
            .unwrap_or(0);
        let body = answer.split_once("\r\n\r\n").map_or("", |(_, body)| body);
        (status, serde_json::from_str(body).unwrap_or(Value::Null))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _already_gone = self.child.kill();
        let _reaped = self.child.wait();
    }
}

#[test]
fn it_listens_on_loopback_and_answers_with_the_emulator() {
    let server = Server::start(&[]);
    assert!(server.address.starts_with("127.0.0.1:"));
    let (status, body) = server.send("GET", "/api/v0/partner/auth", "");
    assert_eq!((status, body.get("org_id")), (200, Some(&json!("org_sandbox"))));
    let (status, body) = server.send(
        "POST",
        "/api/v0/partner/events",
        r#"{"event_id": "e", "title": "T"}"#,
    );
    assert_eq!((status, body.get("title")), (201, Some(&json!("T"))));
    let created = body.get("created_at").and_then(Value::as_str).unwrap();
    assert!(created > "2026-01-01", "the clock is the machine's: {created}");
}

#[test]
fn a_body_over_the_cap_is_answered_and_not_cut_off() {
    let server = Server::start(&["--max-bytes", "1000"]);
    let body = format!(r#"{{"event_id": "e", "title": "{}"}}"#, "x".repeat(3_000_000));
    let (status, body) = server.send("POST", "/api/v0/partner/events", &body);
    assert_eq!(
        (status, body.get("code")),
        (413, Some(&json!("PAYLOAD_TOO_LARGE")))
    );
}

#[test]
fn a_fault_breaks_the_connection_without_an_answer() {
    let server = Server::start(&[]);
    let fault = r#"[{"operation": "events.create", "drop": "after"}, {"operation": "events.create", "drop": "before"}]"#;
    assert_eq!(server.send("POST", "/__sandbox/faults", fault).0, 204);
    let create = |id: &str| {
        server
            .send(
                "POST",
                "/api/v0/partner/events",
                &format!(r#"{{"event_id": "{id}", "title": "T"}}"#),
            )
            .0
    };
    assert_eq!(
        (create("first"), create("second")),
        (0, 0),
        "no byte of an answer came"
    );
    assert_eq!(
        server.send("GET", "/api/v0/partner/events/first", "").0,
        200,
        "it took effect"
    );
    assert_eq!(
        server.send("GET", "/api/v0/partner/events/second", "").0,
        404,
        "it did not"
    );
    let (_, counts) = server.send("GET", "/__sandbox/requests", "");
    assert_eq!(
        counts.pointer("/operations/events.create"),
        Some(&json!({"requests": 2, "effects": 1, "replays": 0, "failures": 2}))
    );
}

#[test]
fn the_control_routes_say_what_is_wrong_and_reset_everything() {
    let server = Server::start(&[]);
    for bad in ["", "[]x", r#"{"operation": "nope"}"#, r#"{"stauts": 1}"#] {
        let (status, body) = server.send("POST", "/__sandbox/faults", bad);
        assert_eq!(status, 400, "{bad}");
        assert!(
            body.get("message")
                .and_then(Value::as_str)
                .unwrap()
                .starts_with("this is not a fault"),
            "{body}"
        );
    }
    server.send("POST", "/__sandbox/faults", r#"{"times": 3}"#);
    assert_eq!(
        server.send("GET", "/__sandbox/faults", "").1,
        json!({"pending": 3})
    );
    assert_eq!(server.send("DELETE", "/__sandbox/faults", "").0, 204);
    assert_eq!(
        server.send("GET", "/__sandbox/faults", "").1,
        json!({"pending": 0})
    );
    server.send(
        "POST",
        "/api/v0/partner/events",
        r#"{"event_id": "e", "title": "T"}"#,
    );
    assert_eq!(server.send("POST", "/__sandbox/reset", "").0, 204);
    assert_eq!(server.send("GET", "/api/v0/partner/events/e", "").0, 404);
    let (_, keys) = server.send("GET", "/__sandbox/keys", "");
    assert_eq!(keys.pointer("/keys/0/key"), Some(&json!(KEY)));
}

#[test]
fn what_is_no_http_ends_the_connection_and_nothing_else() {
    let server = Server::start(&[]);
    for bytes in [
        &b"\x16\x03\x01\x00\xff"[..],
        b"GET\r\n\r\n",
        b"POST / HTTP/1.1\r\ncontent-length: 9\r\n\r\n",
    ] {
        let mut stream = TcpStream::connect(&server.address).unwrap();
        stream.write_all(bytes).unwrap();
        drop(stream);
    }
    assert_eq!(server.send("GET", "/api/v0/partner/auth", "").0, 200);
}

#[test]
fn a_taken_port_is_said_so() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let second = Command::new(env!("CARGO_BIN_EXE_meshi-partner-sandbox"))
        .args(["--port", &port])
        .output()
        .unwrap();
    let message = String::from_utf8_lossy(&second.stderr).into_owned();
    assert!(!second.status.success());
    assert!(
        message.starts_with("meshi-partner-sandbox: cannot listen on 127.0.0.1:"),
        "{message}"
    );
}
