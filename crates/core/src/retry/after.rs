//! `Retry-After`: seconds or an HTTP date (D that it is to be honoured, I in its form).

use core::time::Duration;
use std::time::SystemTime;

/// What a `Retry-After` header asks for, or nothing when it makes no sense.
///
/// A date is read against the answer's own `date` header, so that the two clocks need not agree; else against
/// `wall_ms`, the host's wall clock in milliseconds since 1970.
pub fn retry_after(value: &str, date: Option<&str>, wall_ms: u64) -> Option<Duration> {
    let value = value.trim();
    if let Some(wait) = seconds(value) {
        return Some(wait);
    }
    let at = httpdate::parse_http_date(value).ok()?;
    let now = date
        .and_then(|date| httpdate::parse_http_date(date.trim()).ok())
        .unwrap_or_else(|| SystemTime::UNIX_EPOCH + Duration::from_millis(wall_ms));
    Some(at.duration_since(now).unwrap_or(Duration::ZERO))
}

/// Digits, perhaps with a fraction; rounded up to a millisecond, so that less than what was asked is never slept.
fn seconds(value: &str) -> Option<Duration> {
    let (whole, fraction) = value.split_once('.').unwrap_or((value, "0"));
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !all_digits(whole) || !all_digits(fraction) {
        return None;
    }
    // More digits than a u64 holds ask for longer than anyone waits.
    let mut ms = whole.parse::<u64>().unwrap_or(u64::MAX).saturating_mul(1000);
    let mut unit = 100;
    for digit in fraction.bytes().take(3) {
        ms = ms.saturating_add(u64::from(digit - b'0') * unit);
        unit /= 10;
    }
    if fraction.bytes().skip(3).any(|b| b != b'0') {
        ms = ms.saturating_add(1);
    }
    Some(Duration::from_millis(ms))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    // Wed, 21 Oct 2026 07:28:00 GMT
    const WALL: u64 = 1_792_567_680_000;

    #[test]
    fn seconds_and_dates_are_read_and_the_rest_is_not() {
        for (value, date, expected) in [
            ("0", None, Some(0)),
            ("2", None, Some(2_000)),
            (" 120 ", None, Some(120_000)),
            ("0.5", None, Some(500)),
            ("1.0001", None, Some(1_001)),
            ("99999999999999999999999", None, Some(u64::MAX)),
            ("Wed, 21 Oct 2026 07:28:02 GMT", None, Some(2_000)),
            ("Wednesday, 21-Oct-26 07:28:02 GMT", None, Some(2_000)),
            ("Wed Oct 21 07:28:02 2026", None, Some(2_000)),
            ("Wed, 21 Oct 2026 07:27:00 GMT", None, Some(0)),
            (
                "Wed, 21 Oct 2026 08:00:05 GMT",
                Some("Wed, 21 Oct 2026 08:00:00 GMT"),
                Some(5_000),
            ),
            ("Wed, 21 Oct 2026 07:28:02 GMT", Some("nonsense"), Some(2_000)),
            ("", None, None),
            ("soon", None, None),
            ("-1", None, None),
            ("1e3", None, None),
            ("1.", None, None),
            (".5", None, None),
            ("Wed, 32 Oct 2026 07:28:00 GMT", None, None),
        ] {
            let wait = retry_after(value, date, WALL).map(crate::time::millis);
            assert_eq!(wait, expected, "{value:?} {date:?}");
        }
    }

    proptest! {
        #[test]
        fn no_value_breaks_it(value in ".*", date in proptest::option::of(".*"), wall in any::<u32>()) {
            let _ = retry_after(&value, date.as_deref(), u64::from(wall));
        }

        #[test]
        fn whole_seconds_are_what_they_say(n in 0u32..10_000_000) {
            prop_assert_eq!(retry_after(&n.to_string(), None, WALL), Some(Duration::from_secs(u64::from(n))));
        }
    }
}
