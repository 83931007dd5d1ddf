//! `Retry-After`: seconds or an HTTP date (D that it is to be honoured, I in its form). `retry-after-ms`, which some servers
//! send beside it, is in no contract: it is read where it is there, as the finer of the two.

use core::time::Duration;

use super::http_date;

/// The longest wait that is told: what a double counts exactly, which is more than anybody waits.
const LONGEST_MS: u64 = (1 << 53) - 1;

/// The wait that a `Retry-After` header asks for, at most 2^53 - 1 ms; none where the value is neither a number of seconds nor
/// a date.
///
/// A header that came more than once arrives as one list, `1, 1`: the first of its numbers counts. A date is read against
/// the answer's own `date` header, so that the two clocks need not agree; else against `wall_ms`, the host's wall clock in
/// milliseconds since 1970.
pub fn retry_after(value: &str, date: Option<&str>, wall_ms: u64) -> Option<Duration> {
    let value = value.trim();
    if let Some(wait) = numbers(value, 3) {
        return Some(wait);
    }
    let at = Duration::from_secs(http_date::seconds(value)?);
    let now = date
        .and_then(|date| http_date::seconds(date.trim()))
        .map_or(Duration::from_millis(wall_ms), Duration::from_secs);
    Some(at.saturating_sub(now))
}

/// The wait that a `retry-after-ms` header asks for; none where the value is not a number, or a list of them.
pub(super) fn retry_after_ms(value: &str) -> Option<Duration> {
    numbers(value, 0)
}

/// The first of a list of numbers; none where a part of it is not a number.
fn numbers(list: &str, places: u32) -> Option<Duration> {
    let mut numbers = list.split(',').map(|part| number(part.trim(), places));
    let first = numbers.next()??;
    numbers.all(|number| number.is_some()).then_some(first)
}

/// Digits, perhaps with a fraction, the first `places` of which are whole milliseconds; rounded up, so that a wait is never
/// shorter than what was asked for.
fn number(value: &str, places: u32) -> Option<Duration> {
    let (whole, fraction) = value.split_once('.').unwrap_or((value, "0"));
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !all_digits(whole) || !all_digits(fraction) {
        return None;
    }
    let mut unit = 10_u64.pow(places);
    // More digits than a u64 holds ask for longer than anyone waits.
    let mut ms = whole.parse::<u64>().unwrap_or(u64::MAX).saturating_mul(unit);
    for digit in fraction.bytes() {
        unit /= 10;
        if unit == 0 && digit != b'0' {
            ms = ms.saturating_add(1);
            break;
        }
        ms = ms.saturating_add(u64::from(digit - b'0') * unit);
    }
    Some(Duration::from_millis(ms.min(LONGEST_MS)))
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
            ("99999999999999999999999", None, Some(LONGEST_MS)),
            ("18446744073709551615", None, Some(LONGEST_MS)),
            ("9007199254740991", None, Some(LONGEST_MS)),
            ("1, 1", None, Some(1_000)),
            ("1,1", None, Some(1_000)),
            ("2, 0.5", None, Some(2_000)),
            ("1, 99999999999999999999999", None, Some(1_000)),
            ("99999999999999999999999, 1", None, Some(LONGEST_MS)),
            (
                "Fri, 31 Dec 9999 23:59:59 GMT",
                None,
                Some(253_402_300_799_000 - WALL),
            ),
            (
                "Fri, 31 Dec 9999 23:59:59 GMT",
                Some("Thu, 01 Jan 1970 00:00:00 GMT"),
                Some(253_402_300_799_000),
            ),
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
            ("-1, 1", None, None),
            ("1,", None, None),
            (",", None, None),
            ("1, soon", None, None),
            ("1 1", None, None),
            ("+1", None, None),
            ("0x10", None, None),
            ("Infinity", None, None),
            ("NaN", None, None),
            ("Wed, 32 Oct 2026 07:28:00 GMT", None, None),
        ] {
            let wait = retry_after(value, date, WALL).map(crate::time::millis);
            assert_eq!(wait, expected, "{value:?} {date:?}");
        }
    }

    #[test]
    fn milliseconds_are_read_and_the_rest_is_not() {
        for (value, expected) in [
            ("0", Some(0)),
            ("250", Some(250)),
            (" 1500 ", Some(1_500)),
            ("0.1", Some(1)),
            ("12.000", Some(12)),
            ("99999999999999999999999", Some(LONGEST_MS)),
            ("250, 900", Some(250)),
            ("", None),
            ("-1", None),
            ("soon", None),
            ("Wed, 21 Oct 2026 07:28:02 GMT", None),
        ] {
            let wait = retry_after_ms(value).map(crate::time::millis);
            assert_eq!(wait, expected, "{value:?}");
        }
    }

    proptest! {
        #[test]
        fn no_value_breaks_it(value in ".*", date in proptest::option::of(".*"), wall in any::<u32>()) {
            let _ = retry_after(&value, date.as_deref(), u64::from(wall));
            let _ = retry_after_ms(&value);
        }

        #[test]
        fn whole_seconds_are_what_they_say(n in 0u32..10_000_000) {
            prop_assert_eq!(retry_after(&n.to_string(), None, WALL), Some(Duration::from_secs(u64::from(n))));
        }
    }
}
