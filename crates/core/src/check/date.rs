//! ISO calendar dates, and moments.

/// Whether `value` is a date that exists, written `YYYY-MM-DD`, such as `2026-09-10` (D).
pub fn is_date(value: &str) -> bool {
    let mut parts = value.split('-');
    let (Some(year), Some(month), Some(day), None) = (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    let (Some(year), Some(month), Some(day)) = (digits(year, 4), digits(month, 2), digits(day, 2)) else {
        return false;
    };
    (1..=12).contains(&month) && (1..=days_of(month, year)).contains(&day)
}

/// The days of a month, which is counted from 1.
pub(crate) const fn days_of(month: u32, year: u32) -> u32 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The first and the last millisecond since 1970 that a moment such as `2026-11-24T23:50:00.120Z` can mean: without a fraction,
/// any of its second. None for text of another form, and for what was before 1970.
pub(crate) fn instant_of(value: &str) -> Option<(u64, u64)> {
    let (date, rest) = value.split_once(['T', 't', ' '])?;
    if !is_date(date) {
        return None;
    }
    let mut parts = date.split('-').map_while(|part| part.parse::<u32>().ok());
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let zone = rest.find(['Z', 'z', '+', '-'])?;
    let (clock, zone) = rest.split_at_checked(zone)?;
    let (clock, fraction) = match clock.split_once('.') {
        Some((clock, fraction)) => (clock, Some(fraction)),
        None => (clock, None),
    };
    let mut parts = clock.split(':');
    let (hours, minutes, seconds) = (parts.next()?, parts.next()?, parts.next()?);
    let (hours, minutes, seconds) = (digits(hours, 2)?, digits(minutes, 2)?, digits(seconds, 2)?);
    if parts.next().is_some() || hours > 23 || minutes > 59 || seconds > 60 {
        return None;
    }
    let days = days_before(year, month)? + i64::from(day) - 1;
    let seconds = days * 86_400 + i64::from(hours * 3_600 + minutes * 60 + seconds) - offset(zone)?;
    let second = u64::try_from(seconds).ok()? * 1_000;
    let Some(fraction) = fraction else {
        return Some((second, second + 999));
    };
    if fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let known = fraction.get(..fraction.len().min(3))?;
    let unit = match known.len() {
        1 => 100,
        2 => 10,
        _ => 1,
    };
    let first = second + known.parse::<u64>().ok()? * unit;
    Some((first, first + unit - 1))
}

/// Days from 1970 to the first of a month.
fn days_before(year: u32, month: u32) -> Option<i64> {
    let before = year.checked_sub(1)?;
    let leap_days = before / 4 - before / 100 + before / 400;
    let months: u32 = (1..month).map(|month| days_of(month, year)).sum();
    // Days from the first of the year 1 to the first of 1970.
    Some(i64::from(before) * 365 + i64::from(leap_days + months) - 719_162)
}

/// The seconds that a zone such as `Z` or `+02:00` is ahead.
fn offset(zone: &str) -> Option<i64> {
    if matches!(zone, "Z" | "z") {
        return Some(0);
    }
    let (sign, rest) = zone.split_at_checked(1)?;
    let (hours, minutes) = rest.split_once(':')?;
    let seconds = i64::from(digits(hours, 2)? * 3_600 + digits(minutes, 2)? * 60);
    Some(if sign == "-" { -seconds } else { seconds })
}

fn digits(text: &str, length: usize) -> Option<u32> {
    (text.len() == length && text.bytes().all(|b| b.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::{instant_of, is_date};

    #[test]
    fn a_moment_has_its_milliseconds() {
        for (text, first, length) in [
            ("1970-01-01T00:00:00Z", 0, 1_000),
            ("1970-01-01T00:00:00.5Z", 500, 100),
            ("2000-02-29T12:00:00.25Z", 951_825_600_250, 10),
            ("2026-11-24T23:50:00.123Z", 1_795_564_200_123, 1),
            ("2026-11-24T23:50:00.123456+00:00", 1_795_564_200_123, 1),
            ("2026-11-25T01:50:00.123+02:00", 1_795_564_200_123, 1),
            ("2026-11-24 18:20:00.123-05:30", 1_795_564_200_123, 1),
        ] {
            assert_eq!(instant_of(text), Some((first, first + length - 1)), "{text}");
        }
        for bad in [
            "",
            "now",
            "2026-11-24",
            "2026-02-30T00:00:00Z",
            "2026-11-24T24:00:00Z",
            "2026-11-24T00:60:00Z",
            "2026-11-24T00:00Z",
            "2026-11-24T00:00:00",
            "2026-11-24T00:00:00.Z",
            "2026-11-24T00:00:00.xZ",
            "2026-11-24T00:00:00+0200",
            "2026-11-24T00:00:00+é",
            "0001-01-01T00:00:00Z",
            "1969-12-31T23:59:59Z",
        ] {
            assert_eq!(instant_of(bad), None, "{bad}");
        }
    }

    #[test]
    fn only_dates_that_exist() {
        for good in [
            "2026-09-10",
            "2024-02-29",
            "2000-02-29",
            "0001-01-01",
            "9999-12-31",
        ] {
            assert!(is_date(good), "{good}");
        }
        for bad in [
            "",
            "2026",
            "2026-9-1",
            "2026-02-29",
            "1900-02-29",
            "2026-04-31",
            "2026-13-01",
            "2026-00-10",
            "2026-01-00",
            "2026-01-32",
            "26-01-01",
            "2026/01/01",
            "2026-01-01T00:00:00Z",
            " 2026-01-01",
            "2026-01-01-",
            "+026-01-01",
            "2026-+1-01",
            "٢٠٢٦-٠١-٠١",
        ] {
            assert!(!is_date(bad), "{bad}");
        }
    }
}
