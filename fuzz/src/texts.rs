//! Single texts from outside: JSON, and what `Retry-After` says.

use std::time::Duration;

use meshi_partner_core::check::{Body, Query};
use meshi_partner_core::import::Saved;
use meshi_partner_core::resource::runs::Run;
use meshi_partner_core::resource::{auth, events};
use meshi_partner_core::retry;
use meshi_partner_core::value::Value;

/// A JSON value: taken where another parser takes it, and written as it was; and the readers that stand on it.
pub fn value(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else {
        return;
    };
    let other = serde_json::from_str::<serde_json::Value>(text);
    match Value::parse(text) {
        Ok(value) => {
            let written = value.to_json();
            assert_eq!(Value::parse(&written).as_ref(), Ok(&value), "{written}");
            match other {
                Ok(other) => assert_eq!(
                    serde_json::from_str::<serde_json::Value>(&written).unwrap(),
                    other
                ),
                // Numbers that no float holds are JSON all the same, and it counts one level of depth less.
                Err(error) => {
                    let error = error.to_string();
                    assert!(
                        error.contains("out of range") || error.contains("recursion limit"),
                        "{error}: {text}"
                    );
                }
            }
        }
        Err(error) => assert!(other.is_err(), "{error:?}: {text}"),
    }
    let _ = Run::from_json(text);
    let _ = auth::require_scope(text, "partner:write");
    let _ = Query::parse(text, &[], &[]);
    if let Ok(body) = Body::parse(text) {
        let _ = events::confirm(&body, text);
        let _ = events::create(&meshi_partner_core::route::Routes::default(), &body);
    }
    if let Some(saved) = Saved::from_json(text) {
        assert_eq!(Saved::from_json(&saved.to_json()), Some(saved));
    }
}

/// The longest wait that is told.
const LONGEST: Duration = Duration::from_millis((1 << 53) - 1);

/// A `Retry-After`, and the `date` of its answer on a second line. The first eight bytes are the host's clock.
pub fn retry_after(data: &[u8]) {
    let Some((wall, rest)) = data.split_at_checked(8) else {
        return;
    };
    let wall = u64::from_le_bytes(wall.try_into().unwrap());
    let text = String::from_utf8_lossy(rest);
    let (value, clock) = match text.split_once('\n') {
        Some((value, clock)) => (value, Some(clock)),
        None => (&*text, None),
    };
    let wait = retry::retry_after(value, clock, wall);
    assert_eq!(retry::retry_after(&format!(" {value}\t"), clock, wall), wait);
    let value = value.trim();
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    // What crosses into JavaScript as a number is exact.
    assert!(wait.is_none_or(|wait| wait <= LONGEST));
    if digits(value) {
        let asked = Duration::from_secs(value.parse().unwrap_or(u64::MAX));
        assert!(wait.is_some_and(|wait| wait >= asked.min(LONGEST)));
    } else if value.contains(',') && !value.contains(':') {
        let mut parts = value.split(',').map(|part| retry::retry_after(part, clock, wall));
        let first = parts.next().unwrap();
        assert_eq!(wait, first.filter(|_| parts.all(|part| part.is_some())));
    } else if let Some((whole, fraction)) = value.split_once('.')
        && digits(whole)
        && digits(fraction)
    {
        // Never less than was asked.
        let asked: f64 = value.parse().unwrap();
        assert!(
            wait.is_some_and(|wait| wait.as_secs_f64() >= asked.min(LONGEST.as_secs_f64()) * (1.0 - 1e-12))
        );
    } else if wait.is_some() {
        assert_eq!(
            retry::retry_after(value, Some(value), wall),
            Some(Duration::ZERO),
            "a date that is now is no wait"
        );
    }
}
