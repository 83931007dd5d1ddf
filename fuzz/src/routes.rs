//! Paths: whatever template and ids are given, a URL stays below its base, and on its line.

use meshi_partner_core::config::Config;
use meshi_partner_core::page::Pages;
use meshi_partner_core::request::Request;
use meshi_partner_core::resource::{attendees, custom, events, id_map, runs, sessions};
use meshi_partner_core::route::{Method, Operation, Routes};

const BASE: &str = "https://api.example/api/v0/partner";

/// Where a URL parser ends up: an own reading of what the URL standard says of dot segments, backslashes and line breaks.
fn resolved(url: &str) -> String {
    let clean: String = url.chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect();
    let path = clean.split(['?', '#']).next().unwrap_or_default();
    let rest = path
        .strip_prefix("https://")
        .unwrap_or_else(|| panic!("another scheme: {url}"));
    let mut segments: Vec<String> = Vec::new();
    for segment in rest.split(['/', '\\']) {
        match segment.to_ascii_lowercase().replace("%2e", ".").as_str() {
            "." => {}
            ".." => {
                segments.pop();
            }
            _ => segments.push(segment.to_owned()),
        }
    }
    segments.join("/")
}

fn check(config: &Config, made: Result<Request, Box<meshi_partner_core::Error>>) {
    let Ok(request) = made else { return };
    let url = config.url(&request.path);
    assert!(url.bytes().all(|b| b > b' ' && b != 0x7f && b != b'#'), "{url:?}");
    let place = resolved(&url);
    assert!(
        place.starts_with("api.example/api/v0/partner/"),
        "{url:?} is at {place:?}"
    );
}

/// An operation's number, then a template and two ids, each on a line of its own.
pub fn routes(data: &[u8]) {
    let Some((first, rest)) = data.split_first() else {
        return;
    };
    let text = String::from_utf8_lossy(rest);
    let mut lines = text.splitn(3, '\n');
    let mut line = || lines.next().unwrap_or_default();
    let (template, id, other) = (line(), line(), line());
    let operation = Operation::ALL[usize::from(*first) % Operation::ALL.len()];
    let mut config = Config::new("key", BASE).unwrap();
    let _ = config.routes.replace(operation.name(), template);
    let routes: &Routes = &config.routes;
    check(&config, events::get(routes, id));
    check(&config, runs::get(routes, id));
    check(&config, id_map::get(routes, id, other));
    check(&config, attendees::get(routes, id, other));
    check(&config, sessions::get(routes, id, other));
    let query = format!(
        "{{\"cursor\":{}}}",
        meshi_partner_core::value::Value::from(other).to_json()
    );
    for list in [
        Operation::EventsList,
        Operation::MatchesList,
        Operation::ReviewQueueListForEvent,
    ] {
        let event = (list != Operation::EventsList).then_some(id);
        if let Ok(pages) = Pages::new(list, event, &query) {
            check(&config, pages.next(routes).map(Option::unwrap));
        }
    }
    check(
        &config,
        custom::request(
            Method::Get.as_str(),
            template,
            &[(id.to_owned(), other.to_owned())],
            None,
        ),
    );
    if let Ok(other) = Config::new("key", template) {
        let url = other.url("/auth");
        assert!(
            url.is_ascii() && !url.contains([' ', '\\', '@', '?', '#', '\r', '\n']),
            "{url:?}"
        );
    }
}
