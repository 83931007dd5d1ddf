//! Enrichment: what it can tell from the data alone, and the people whom only a human can tell apart.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::ids::Rng;
use crate::store::{Event, Review, Roster};

/// How many look-alikes a review item shows.
const MAX_CANDIDATES: usize = 5;

/// Mail hosts that say nothing about where somebody works, and the names that are reserved for examples.
const PUBLIC_HOSTS: &[&str] = &[
    "gmail",
    "googlemail",
    "outlook",
    "hotmail",
    "live",
    "yahoo",
    "icloud",
    "me",
    "proton",
    "protonmail",
    "aol",
    "gmx",
    "mail",
    "example",
    "localhost",
];

/// Fills in companies from e-mail hosts, opens a review for everybody who is ambiguous, and closes the open
/// reviews of those who no longer are. Without `only` it goes over the whole roster.
pub(crate) fn enrich(
    event: &mut Event,
    reviews: &mut Vec<Review>,
    only: Option<&[String]>,
    rng: &mut Rng,
    now: u64,
) {
    let chosen: Vec<u32> = match only {
        Some(ids) => ids.iter().filter_map(|id| event.roster.position(id)).collect(),
        None => (0..u32::try_from(event.roster.rows.len()).unwrap_or(u32::MAX)).collect(),
    };
    for at in &chosen {
        let Some(attendee) = event.roster.rows.get_mut(*at as usize) else {
            continue;
        };
        if attendee.company.is_none() {
            attendee.company = attendee
                .email
                .as_deref()
                .and_then(company_of)
                .map(String::into_boxed_str);
        }
    }
    let namesakes = namesakes(&event.roster);
    let open: BTreeSet<(Box<str>, &'static str)> = reviews
        .iter()
        .filter(|review| review.open && review.event_id == event.event_id)
        .map(|review| (review.attendee_id.clone(), review.reason))
        .collect();
    let mut settled: BTreeSet<(Box<str>, &'static str)> = BTreeSet::new();
    for at in chosen {
        let Some(attendee) = event.roster.at(at) else {
            continue;
        };
        let nothing_to_go_by = attendee.email.is_none() && attendee.linkedin_url.is_none();
        let same_name = namesakes
            .get(&fold_name(&attendee.name))
            .filter(|all| all.len() > 1);
        let candidates = same_name
            .map(|all| candidates(&event.roster, all, at))
            .unwrap_or_default();
        let findings = [
            (
                "same_name_as_another_attendee",
                !candidates.is_empty(),
                candidates,
            ),
            ("no_email_or_linkedin_url", nothing_to_go_by, Vec::new()),
        ];
        for (reason, found, candidates) in findings {
            let item = (attendee.attendee_id.clone(), reason);
            match (found, open.contains(&item)) {
                (true, false) => reviews.push(Review {
                    review_id: rng.id("rev"),
                    event_id: event.event_id.clone(),
                    attendee_id: attendee.attendee_id.clone(),
                    open: true,
                    reason,
                    candidates,
                    created_at: now,
                }),
                (false, true) => {
                    settled.insert(item);
                }
                _ => {}
            }
        }
    }
    if !settled.is_empty() {
        for review in reviews
            .iter_mut()
            .filter(|review| review.event_id == event.event_id)
        {
            review.open &= !settled.contains(&(review.attendee_id.clone(), review.reason));
        }
    }
}

/// Positions of the attendees that share a name, by that name. E-mail addresses are not compared.
fn namesakes(roster: &Roster) -> BTreeMap<String, Vec<u32>> {
    let mut all: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for (at, attendee) in (0u32..).zip(&roster.rows) {
        all.entry(fold_name(&attendee.name)).or_default().push(at);
    }
    all
}

fn candidates(roster: &Roster, all: &[u32], own: u32) -> Vec<Value> {
    all.iter()
        .filter(|at| **at != own)
        .filter_map(|at| roster.at(*at))
        .take(MAX_CANDIDATES)
        .map(|other| {
            json!({
                "attendee_id": other.attendee_id,
                "name": other.name,
                "title": other.title,
                "company": other.company,
            })
        })
        .collect()
}

fn fold_name(name: &str) -> String {
    name.split_whitespace()
        .map(str::to_lowercase)
        .collect::<Vec<_>>()
        .join(" ")
}

/// `jo@northwind-labs.io` works at `Northwind Labs`, as far as one can tell.
fn company_of(email: &str) -> Option<String> {
    let (_, host) = email.rsplit_once('@')?;
    let label = host
        .split('.')
        .next()
        .filter(|label| !label.is_empty() && host.contains('.'))?;
    if PUBLIC_HOSTS.contains(&label.to_lowercase().as_str()) {
        return None;
    }
    let words = label.split('-').filter(|word| !word.is_empty()).map(|word| {
        let mut letters = word.chars();
        letters
            .next()
            .map(|first| first.to_uppercase().collect::<String>() + letters.as_str())
            .unwrap_or_default()
    });
    Some(words.collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_company_is_read_from_a_host_that_names_one() {
        for (email, company) in [
            ("jo@northwind-labs.io", Some("Northwind Labs")),
            ("jo@acme.co.uk", Some("Acme")),
            ("jo@gmail.com", None),
            ("jo@example.com", None),
            ("jo@localhost", None),
            ("jo", None),
        ] {
            assert_eq!(company_of(email).as_deref(), company, "{email}");
        }
    }
}
