//! Dates as HTTP writes them, in the three forms of RFC 9110, section 5.6.7.

use crate::check::days_of;

/// The seconds from 1970 to a date, or nothing where it is none.
///
/// The names of weekdays are not held against their dates: they add nothing to them.
pub(super) fn seconds(text: &str) -> Option<u64> {
    let mut words = text.split([' ', ',', '-', ':']).filter(|word| !word.is_empty());
    let mut next = || words.next();
    next().filter(|day| day.len() >= 3 && day.bytes().all(|b| b.is_ascii_alphabetic()))?;
    let second = next()?;
    // Of the three, C's own form alone has the month before the day.
    let (day, month, year, time) = if let Some(month) = month(second) {
        let day = next()?;
        let time = [next()?, next()?, next()?];
        (day, month, next()?, time)
    } else {
        let (month, year) = (month(next()?)?, next()?);
        let time = [next()?, next()?, next()?];
        next().filter(|&zone| zone == "GMT")?;
        (second, month, year, time)
    };
    if next().is_some() {
        return None;
    }
    let year = match (number(year, 9999)?, year.len()) {
        (year, 4) => year,
        // The form with two digits is from before 1994, and its readers agree on this.
        (year, 2) if year < 70 => 2000 + year,
        (year, 2) => 1900 + year,
        _ => return None,
    };
    let day = number(day, days_of(month, year)).filter(|&day| day > 0)?;
    let [hours, minutes, seconds] = time;
    let (hours, minutes, seconds) = (number(hours, 23)?, number(minutes, 59)?, number(seconds, 59)?);
    let days = days_before(year, month)? + u64::from(day - 1);
    Some(days * 86_400 + u64::from((hours * 60 + minutes) * 60 + seconds))
}

/// Digits that say no more than `most`.
fn number(digits: &str, most: u32) -> Option<u32> {
    let all_digits = digits.len() <= 4 && digits.bytes().all(|b| b.is_ascii_digit());
    if !all_digits {
        return None;
    }
    digits.parse().ok().filter(|&number| number <= most)
}

/// A month's number, from 1.
fn month(name: &str) -> Option<u32> {
    const NAMES: &str = "JanFebMarAprMayJunJulAugSepOctNovDec";
    let months = NAMES.as_bytes().chunks(3).zip(1..);
    let mut found = months.filter(|(month, _)| *month == name.as_bytes());
    found.next().map(|(_, number)| number)
}

/// The days from 1970 to the first of a month; nothing for what was earlier.
fn days_before(year: u32, month: u32) -> Option<u64> {
    let since = year.checked_sub(1970)?;
    let leaps = |year: u32| year / 4 - year / 100 + year / 400;
    let months: u32 = (1..month).map(|month| days_of(month, year)).sum();
    Some(u64::from(since * 365 + leaps(year - 1) - leaps(1969) + months))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::time::{Duration, UNIX_EPOCH};

    /// What the library that all of Rust's HTTP uses makes of it.
    fn oracle(text: &str) -> Option<u64> {
        let at = httpdate::parse_http_date(text).ok()?;
        at.duration_since(UNIX_EPOCH).ok().map(|since| since.as_secs())
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "Wed",
            "Wed, 32 Oct 2026 07:28:00 GMT",
            "Wed, 00 Oct 2026 07:28:00 GMT",
            "Mon, 29 Feb 2027 07:28:00 GMT",
            "Wed, 21 Oct 2026 24:00:00 GMT",
            "Wed, 21 Oct 2026 07:60:00 GMT",
            "Wed, 21 Oct 2026 07:28:60 GMT",
            "Wed, 21 Oct 2026 07:28:00",
            "Wed, 21 Oct 2026 07:28:00 CET",
            "Wed, 21 Oct 2026 07:28:00 GMT again",
            "Wed, 21 Oct 026 07:28:00 GMT",
            "Wed, 21 Oct 1969 07:28:00 GMT",
            "Wed, 21 October 2026 07:28:00 GMT",
            "2026-10-21T07:28:00Z",
            "21 Oct 2026 07:28:00 GMT",
        ] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_date_is_read_in_each_of_its_forms(at in 0_u64..253_402_300_800) {
            let text = httpdate::fmt_http_date(UNIX_EPOCH + Duration::from_secs(at));
            prop_assert_eq!(seconds(&text), Some(at));
            let words: Vec<&str> = text.split([' ', ',']).filter(|word| !word.is_empty()).collect();
            let [weekday, day, month, year, time, _] = words.as_slice() else { panic!("{text}") };
            let asctime = format!("{weekday} {month} {:>2} {time} {year}", day.trim_start_matches('0'));
            prop_assert_eq!(seconds(&asctime), Some(at));
            prop_assert_eq!(oracle(&asctime), Some(at));
        }

        #[test]
        fn two_digits_of_a_year_are_read_as_others_read_them(at in 0_u64..3_155_760_000) {
            let text = httpdate::fmt_http_date(UNIX_EPOCH + Duration::from_secs(at));
            let weekday = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
                .into_iter()
                .find(|day| text.starts_with(&day[..3]))
                .expect("every date has a weekday");
            let (day, month, year, time) = (&text[5..7], &text[8..11], &text[14..16], &text[17..25]);
            let old = format!("{weekday}, {day}-{month}-{year} {time} GMT");
            prop_assert_eq!(seconds(&old), oracle(&old), "{}", old);
        }

        #[test]
        fn what_is_nearly_a_date_is_read_as_others_read_it_or_its_weekday_is_wrong(
            weekday in "(Mon|Tue|Wed|Thu|Fri|Sat|Sun), ",
            rest in "[0-3][0-9] (Jan|Feb|Mar|Jun|Dec|Foo) (19|20|21)[0-9]{2} [0-2][0-9]:[0-6][0-9]:[0-6][0-9] GMT",
        ) {
            let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
            let any_weekday = days.iter().find_map(|day| oracle(&format!("{day}, {rest}")));
            prop_assert_eq!(seconds(&format!("{weekday}{rest}")), any_weekday);
        }
    }
}
