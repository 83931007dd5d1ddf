//! Translates between HTTP and the emulator: bodies are read up to a bound, the clock is the machine's, and a fault
//! that breaks the connection does break it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, Request, Response, StatusCode};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use meshi_partner_sandbox as emulator;
use tokio::net::TcpListener;
use tower::ServiceExt;

use crate::control;

/// A body above the cap is still read and thrown away up to this size, so that the client gets to see the answer.
const MAX_DISCARDED_BYTES: usize = 64 * 1024 * 1024;

/// The emulator, shared by every connection.
#[derive(Debug, Clone)]
pub(crate) struct Shared(Arc<Mutex<emulator::Sandbox>>);

impl Shared {
    pub(crate) fn new(sandbox: emulator::Sandbox) -> Self {
        Self(Arc::new(Mutex::new(sandbox)))
    }

    /// The emulator, for one short piece of work. It holds no half-done state over a panic, so poison is no reason to stop.
    pub(crate) fn lock(&self) -> MutexGuard<'_, emulator::Sandbox> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Marks a response that must not be sent.
#[derive(Debug, Clone, Copy)]
struct HangUp;

/// Serves connections until the process ends.
pub(crate) async fn serve(listener: TcpListener, shared: Shared) -> Result<(), std::io::Error> {
    let app = Router::new()
        .nest("/__sandbox", control::router())
        .fallback(forward)
        .with_state(shared);
    loop {
        // A connection that broke before it was accepted, or no file handles for the moment.
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(Duration::from_millis(20)).await;
            continue;
        };
        let app = app.clone();
        tokio::spawn(async move {
            let service = service_fn(move |request: Request<Incoming>| {
                let app = app.clone();
                async move {
                    let response = app.oneshot(request).await.unwrap_or_else(|never| match never {});
                    if response.extensions().get::<HangUp>().is_some() {
                        return Err(std::io::Error::other("a fault asked for a broken connection"));
                    }
                    Ok(response)
                }
            });
            let connection =
                hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service);
            // How a connection ends is the client's business, or a fault's.
            let _ended = connection.await;
        });
    }
}

/// Passes a request on to the emulator.
async fn forward(State(shared): State<Shared>, request: Request<Body>) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let cap = shared.lock().config().max_bytes;
    let Some(body) = read(body, cap).await else {
        return hang_up();
    };
    let headers = parts.headers.iter().map(|(name, value)| {
        (
            name.to_string(),
            String::from_utf8_lossy(value.as_bytes()).into_owned(),
        )
    });
    let request = emulator::Request {
        method: parts.method.to_string(),
        target: parts
            .uri
            .path_and_query()
            .map_or("/", |target| target.as_str())
            .to_owned(),
        headers: headers.collect(),
        body,
    };
    // Matching a large event takes seconds: other connections go on meanwhile.
    let answered = tokio::task::spawn_blocking(move || shared.lock().handle(request, now_ms())).await;
    let Ok(response) = answered else { return hang_up() };
    if response.delay_ms > 0 {
        tokio::time::sleep(Duration::from_millis(response.delay_ms)).await;
    }
    if response.disconnect {
        hang_up()
    } else {
        translate(response)
    }
}

/// Reads a body: of one above the cap only so much as to tell; `None` where it breaks off or never ends.
async fn read(mut body: Body, cap: usize) -> Option<Vec<u8>> {
    let (mut kept, mut seen) = (Vec::new(), 0usize);
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.ok()?.into_data() else {
            continue;
        };
        seen = seen.saturating_add(data.len());
        if seen > MAX_DISCARDED_BYTES.max(cap) {
            return None;
        }
        let room = cap.saturating_add(1).saturating_sub(kept.len());
        kept.extend_from_slice(data.get(..data.len().min(room)).unwrap_or_default());
    }
    Some(kept)
}

fn translate(answer: emulator::Response) -> Response<Body> {
    let mut response = Response::new(Body::from(answer.body));
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in answer.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

fn hang_up() -> Response<Body> {
    let mut response = Response::new(Body::empty());
    response.extensions_mut().insert(HangUp);
    response
}

fn now_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
