//! Names that nearly are the name of a known field: a slip would be sent, and would be lost in silence.

use super::Issues;

/// Our code for a name that nearly is the name of a known field.
pub(crate) const UNKNOWN_FIELD: &str = "UNKNOWN_FIELD";

/// The last words that a slip leaves out: `start` for `start_date`.
const LAST_WORDS: [&str; 4] = ["_date", "_time", "_url", "_id"];

/// Adds an issue for each of `names` that nearly is a known name. A known field that `has` says is there was not misspelled:
/// then the other name is another field. `path` stands before the names in the issues.
pub(crate) fn check<'a>(
    names: impl Iterator<Item = &'a str>,
    known: &(impl Iterator<Item = &'static str> + Clone),
    has: impl Fn(&str) -> bool,
    path: &str,
    issues: &mut Issues,
) {
    for name in names {
        if let Some(message) = meant(name, known, &has) {
            issues.add([path, name].concat(), UNKNOWN_FIELD, message);
        }
    }
}

/// What is to be said of a name that is not known and nearly is one of `known`, as in [`check`].
pub(crate) fn meant(
    name: &str,
    known: &(impl Iterator<Item = &'static str> + Clone),
    has: impl Fn(&str) -> bool,
) -> Option<String> {
    if known.clone().any(|known| known == name) {
        return None;
    }
    let meant = known.clone().find(|known| !has(known) && is_near(name, known))?;
    let parts = [
        "is not a known field; did you mean \"",
        meant,
        "\"? The option allowUnknownFields sends it as it is",
    ];
    Some(parts.concat())
}

/// Whether `name` is `known` but for case, separators, one slip (two in a long name), or a last word that was left out.
pub fn is_near(name: &str, known: &str) -> bool {
    let (name, plain_known) = (plain(name), plain(known));
    // Names are short. Of long ones no slip is looked for.
    if name.len() > 40 {
        return false;
    }
    let first_words = LAST_WORDS.iter().find_map(|last| known.strip_suffix(last));
    if name == plain_known || first_words.is_some_and(|words| plain(words) == name) {
        return true;
    }
    let allowed = match plain_known.len() {
        0..4 => 0,
        4..9 => 1,
        _ => 2,
    };
    allowed > 0 && distance(name.as_bytes(), plain_known.as_bytes()) <= allowed
}

/// A name in lower case, letters and digits alone.
fn plain(name: &str) -> String {
    let kept = name.chars().filter(|c| c.is_alphanumeric());
    kept.flat_map(char::to_lowercase).collect()
}

/// How many bytes are to be changed, added, left out or swapped with the next one to get from `a` to `b`.
fn distance(a: &[u8], b: &[u8]) -> usize {
    let at = |row: &[usize], index: usize| row.get(index).copied().unwrap_or(usize::MAX);
    let mut older: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let mut fewest = at(&last, j) + usize::from(x != y);
            fewest = fewest.min(at(&last, j + 1) + 1).min(at(&row, j) + 1);
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x);
            if swapped {
                fewest = fewest.min(at(&older, j - 1) + 1);
            }
            row.push(fewest);
        }
        older = std::mem::replace(&mut last, row);
    }
    at(&last, b.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const EVENT: [&str; 8] = [
        "event_id",
        "title",
        "description",
        "start_date",
        "end_date",
        "timezone",
        "visibility",
        "url_slug",
    ];
    const ATTENDEE: [&str; 7] = [
        "attendee_id",
        "name",
        "email",
        "linkedin_url",
        "title",
        "company",
        "raw",
    ];

    fn near(name: &str, table: &[&'static str]) -> Option<&'static str> {
        table.iter().copied().find(|known| is_near(name, known))
    }

    #[test]
    fn slips_are_found() {
        for (name, known) in [
            ("start", "start_date"),
            ("end", "end_date"),
            ("startDate", "start_date"),
            ("start-date", "start_date"),
            ("EventId", "event_id"),
            ("titel", "title"),
            ("time_zone", "timezone"),
            ("timzone", "timezone"),
            ("descripton", "description"),
            ("visiblity", "visibility"),
            ("slug_url", ""),
            ("urlSlug", "url_slug"),
        ] {
            assert_eq!(near(name, &EVENT).unwrap_or_default(), known, "{name}");
        }
        for (name, known) in [
            ("emial", "email"),
            ("e-mail", "email"),
            ("Email", "email"),
            ("linkedin", "linkedin_url"),
            ("linkedInUrl", "linkedin_url"),
            ("attendeeId", "attendee_id"),
            ("compnay", "company"),
            ("nmae", "name"),
        ] {
            assert_eq!(near(name, &ATTENDEE), Some(known), "{name}");
        }
    }

    #[test]
    fn fields_of_databases_are_none() {
        for name in [
            "id",
            "created_at",
            "updated_at",
            "uuid",
            "org_id",
            "tags",
            "notes",
            "city",
            "country",
            "phone",
            "status",
            "role",
            "row",
            "ticket_type",
            "first_name",
            "last_name",
            "job_title",
            "company_size",
            "email_verified",
            "secondary_email",
            "organizer",
            "venue",
            "capacity",
            "url",
            "image_url",
            "price",
            "currency",
            "is_public",
            "locale",
            "metadata",
            "",
            "\u{e9}\u{e8}",
        ] {
            assert_eq!(near(name, &EVENT), None, "{name}");
            assert_eq!(near(name, &ATTENDEE), None, "{name}");
        }
    }

    proptest! {
        #[test]
        fn any_one_slip_in_a_name_is_near(which in 0_usize..7, at in 0_usize..20, slip in 0_u8..4) {
            let known = EVENT.get(which).copied().unwrap_or("title");
            let mut name: Vec<char> = known.chars().collect();
            let at = at % name.len();
            match slip {
                0 => drop(name.remove(at)),
                1 => name.insert(at, 'q'),
                2 => name.iter_mut().skip(at).take(1).for_each(|c| *c = 'q'),
                _ if at + 1 < name.len() => name.swap(at, at + 1),
                _ => {}
            }
            prop_assert!(is_near(&name.into_iter().collect::<String>(), known));
        }

        #[test]
        fn no_name_is_too_much(name in ".{0,200}") {
            let _ = near(&name, &EVENT);
        }
    }
}
