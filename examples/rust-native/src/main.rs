//! Creates an event natively: the core decides, this program has the socket, the clock and the sleep.
//! MESHI_KEY holds the key and MESHI_BASE the API's address.

use std::time::{Duration, SystemTime, UNIX_EPOCH};
use std::{env, error::Error, thread};

use meshi_partner_core::config::Config;
use meshi_partner_core::request::Request;
use meshi_partner_core::retry::{Call, Event, Fault, Head, Pace, Step};
use meshi_partner_core::{check::Body, resource, resource::events, time::Instant};

/// One logical call with its attempts and waits; gives the body of the answer.
fn perform(config: &Config, request: &Request, pace: &mut Pace) -> meshi_partner_core::Result<String> {
    let now = || Instant::from_millis(unix_ms());
    let mut call = Call::new(request, config.policy, format!("native-{}", unix_ms()), now());
    let (mut event, mut answer, mut sent) = (Event::Start, String::new(), request);
    loop {
        event = match call.step(event, now(), pace) {
            Step::Send(limit) => match send(config, sent, call.correlation_id(), limit) {
                Ok((head, body)) => (answer = body, Event::Answered(head)).1,
                Err(ureq::Error::Timeout(_)) => Event::Unanswered(Fault::TimedOut),
                Err(e) => Event::Unanswered(Fault::Broken { message: e.to_string(), maybe_sent: true }),
            },
            Step::Sleep(wait) => (thread::sleep(wait), Event::Elapsed).1,
            // An answer was lost, and the server has the event: is it this one?
            Step::Look => (sent = request.look.as_deref().unwrap_or(request), Event::Start).1,
            Step::Done(Ok(())) if sent != request => return resource::confirm(request, &answer).map(|()| answer),
            Step::Done(result) => return result.map(|()| answer),
        };
    }
}

/// One attempt. A redirect is not followed: it would carry the key to another host.
fn send(config: &Config, request: &Request, id: &str, limit: Duration) -> Result<(Head, String), ureq::Error> {
    let agent = ureq::Agent::config_builder().timeout_global(Some(limit)).http_status_as_error(false);
    let agent = ureq::Agent::from(agent.max_redirects(0).max_redirects_will_error(false).build());
    let outgoing = ureq::http::Request::builder().method(request.method.as_str());
    let outgoing = outgoing.uri(config.url(&request.path)).header("x-correlation-id", id);
    let outgoing = outgoing.header("authorization", config.authorization());
    let mut answer = match &request.body {
        Some(json) => agent.run(outgoing.header("content-type", "application/json").body(json.as_str())?)?,
        None => agent.run(outgoing.body(())?)?,
    };
    let (status, body) = (answer.status(), answer.body_mut().read_to_string()?);
    let header = |name: &str| Some(answer.headers().get(name)?.to_str().ok()?.to_owned());
    let (correlation_id, retry_after, date) = (header("x-correlation-id"), header("retry-after"), header("date"));
    let error_body = (!status.is_success()).then(|| body.clone());
    let (status, wall_ms) = (status.as_u16(), unix_ms());
    let head = Head { status, correlation_id, retry_after, date, wall_ms, error_body, ..Head::default() };
    Ok((head, body))
}

fn unix_ms() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as u64)
}

fn main() -> Result<(), Box<dyn Error>> {
    let config = Config::new(&env::var("MESHI_KEY")?, &env::var("MESHI_BASE")?)?;
    let event = Body::parse(r#"{"event_id":"spring-2026","title":"Spring meetup"}"#)?;
    let request = events::create(&config.routes, &event)?;
    println!("{}", perform(&config, &request, &mut Pace::new(unix_ms()))?);
    Ok(())
}
