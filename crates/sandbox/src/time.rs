//! Calendar arithmetic over the injected clock: no clock of its own.

const DAY_MS: u64 = 86_400_000;
/// 9999-12-31T23:59:59.999Z: later instants read as this one.
const LAST_MS: u64 = 253_402_300_799_999;

/// `2026-09-10T08:30:00.000Z`.
pub(crate) fn rfc3339(ms: u64) -> String {
    let ms = ms.min(LAST_MS);
    let (year, month, day) = civil(ms / DAY_MS);
    let rest = ms % DAY_MS;
    format!(
        "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}.{:03}Z",
        rest / 3_600_000,
        rest / 60_000 % 60,
        rest / 1000 % 60,
        rest % 1000
    )
}

/// Days since 1970-01-01 as year, month, day (Hinnant's `civil_from_days`).
fn civil(days: u64) -> (u64, u64, u64) {
    let z = days + 719_468;
    let era = z / 146_097;
    let doe = z % 146_097;
    let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    (
        yoe + era * 400 + u64::from(month <= 2),
        month,
        doy - (153 * mp + 2) / 5 + 1,
    )
}

/// Whether the text is an ISO date, `YYYY-MM-DD`, that exists in the calendar.
pub(crate) fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    let shape = bytes.len() == 10
        && bytes.iter().enumerate().all(|(i, b)| {
            if i == 4 || i == 7 {
                *b == b'-'
            } else {
                b.is_ascii_digit()
            }
        });
    if !shape {
        return false;
    }
    let (Some(year), Some(month), Some(day)) = (number(text, 0, 4), number(text, 5, 7), number(text, 8, 10))
    else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    (1..=last).contains(&day)
}

/// Whether the text is an RFC 3339 instant: a date, `T`, a time of day with or without seconds, an offset or `Z`.
pub(crate) fn is_instant(text: &str) -> bool {
    let Some((date, time)) = text.split_once(['T', 't']) else {
        return false;
    };
    let Some(zone_at) = time.find(['Z', 'z', '+', '-']) else {
        return false;
    };
    let (Some(clock), Some(zone)) = (time.get(..zone_at), time.get(zone_at..)) else {
        return false;
    };
    let zone_ok = matches!(zone, "Z" | "z") || zone.get(1..).is_some_and(|z| is_clock(z, false));
    is_date(date) && is_clock(clock, true) && zone_ok
}

/// `HH:MM`, and where `seconds` are allowed also `HH:MM:SS` and `HH:MM:SS.fff`.
fn is_clock(text: &str, seconds: bool) -> bool {
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text, None),
    };
    let mut parts = whole.split(':');
    let mut next = |max: u32| {
        parts
            .next()
            .map(|p| p.len() == 2 && number(p, 0, 2).is_some_and(|n| n <= max))
    };
    let minutes = next(23) == Some(true) && next(59) == Some(true);
    let second = next(60);
    let fraction_ok = match fraction {
        Some(digits) => second.is_some() && !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()),
        None => true,
    };
    minutes
        && fraction_ok
        && (second.is_none() || (seconds && second == Some(true)))
        && parts.next().is_none()
}

fn number(text: &str, from: usize, to: usize) -> Option<u32> {
    let digits = text.get(from..to)?;
    if digits.bytes().all(|b| b.is_ascii_digit()) {
        digits.parse().ok()
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_written_as_the_calendar_says() {
        for (ms, text) in [
            (0, "1970-01-01T00:00:00.000Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (1_789_000_000_123, "2026-09-10T00:26:40.123Z"),
            (u64::MAX, "9999-12-31T23:59:59.999Z"),
        ] {
            assert_eq!(rfc3339(ms), text);
            assert!(is_instant(text));
        }
    }

    #[test]
    fn only_dates_that_exist_pass() {
        for good in ["2026-09-10", "2024-02-29", "2000-02-29", "0001-01-01"] {
            assert!(is_date(good), "{good}");
        }
        for bad in [
            "2026-02-30",
            "2026-13-01",
            "2026-00-10",
            "1900-02-29",
            "2026-9-1",
            "2026-09-10T00:00",
            "",
            "２026-09-1",
        ] {
            assert!(!is_date(bad), "{bad}");
        }
    }

    #[test]
    fn instants_need_a_zone_and_a_time() {
        for good in [
            "2026-09-10T08:30Z",
            "2026-09-10T08:30:00+02:00",
            "2026-09-10t08:30:00.5z",
        ] {
            assert!(is_instant(good), "{good}");
        }
        for bad in [
            "2026-09-10",
            "2026-09-10T08:30",
            "2026-09-10T25:00Z",
            "2026-09-10T08:30:00.Z",
            "2026-09-10T08:30+2:00",
        ] {
            assert!(!is_instant(bad), "{bad}");
        }
    }
}
