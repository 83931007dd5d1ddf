//! Who is worth comparing with whom: everybody in a small event, a bounded choice in a large one.

use super::profile::Profile;
use super::roles;

/// Up to this many attendees everybody is compared with everybody.
const COMPARE_ALL: usize = 400;
/// In a larger event, the most people that one is compared with.
const MAX_CANDIDATES: usize = 160;
/// How many of a word's or a role's people are taken.
const WINDOW: usize = 24;

/// Who has which word and which role.
#[derive(Debug)]
pub(super) struct Index {
    people: u32,
    /// Word → where its people begin in `by_word`; one entry more than there are words.
    starts: Vec<u32>,
    by_word: Vec<u32>,
    by_role: Vec<Vec<u32>>,
}

impl Index {
    pub(super) fn new(profiles: &[Profile], words: usize) -> Self {
        let people = u32::try_from(profiles.len()).unwrap_or(u32::MAX);
        if profiles.len() <= COMPARE_ALL {
            return Self {
                people,
                starts: Vec::new(),
                by_word: Vec::new(),
                by_role: Vec::new(),
            };
        }
        let mut starts = vec![0u32; words + 1];
        for word in profiles.iter().flat_map(|profile| &profile.words) {
            if let Some(count) = starts.get_mut(*word as usize + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let mut by_word = vec![0u32; sum as usize];
        let mut by_role = vec![Vec::new(); roles::ROLES.len()];
        for (person, profile) in (0u32..).zip(profiles) {
            for word in &profile.words {
                let Some(at) = next.get_mut(*word as usize) else {
                    continue;
                };
                if let Some(slot) = by_word.get_mut(*at as usize) {
                    *slot = person;
                }
                *at += 1;
            }
            for (bit, people) in by_role.iter_mut().enumerate() {
                if profile.roles & (1 << bit) != 0 {
                    people.push(person);
                }
            }
        }
        Self {
            people,
            starts,
            by_word,
            by_role,
        }
    }

    /// Collects the people that `own`, who stands at `from`, is compared with: ascending, each once, not itself.
    pub(super) fn around(&self, from: u32, own: &Profile, into: &mut Vec<u32>) {
        into.clear();
        if self.people as usize <= COMPARE_ALL {
            into.extend((0..self.people).filter(|to| *to != from));
            return;
        }
        for bit in bits(own.wanted_roles | own.complements) {
            take(
                self.by_role.get(bit).map_or(&[], Vec::as_slice),
                from,
                WINDOW / 4,
                into,
            );
        }
        let mut words: Vec<(usize, u32)> = own
            .wants
            .iter()
            .chain(&own.words)
            .map(|word| (self.people_of(*word).len(), *word))
            .collect();
        words.sort_unstable();
        for (_, word) in words {
            if into.len() >= MAX_CANDIDATES {
                break;
            }
            take(self.people_of(word), from, WINDOW, into);
        }
        into.extend((1..=4).flat_map(|step| [from.wrapping_sub(step), from.saturating_add(step)]));
        into.retain(|to| *to != from && *to < self.people);
        into.sort_unstable();
        into.dedup();
    }

    fn people_of(&self, word: u32) -> &[u32] {
        let bound = |at: usize| self.starts.get(at).map_or(0, |start| *start as usize);
        self.by_word
            .get(bound(word as usize)..bound(word as usize + 1))
            .unwrap_or_default()
    }
}

/// Takes the people nearest to a place in the list, so that everybody gets others than the first few.
fn take(people: &[u32], from: u32, window: usize, into: &mut Vec<u32>) {
    let middle = people.partition_point(|person| *person < from);
    let start = middle
        .saturating_sub(window / 2)
        .min(people.len().saturating_sub(window));
    into.extend(people.iter().skip(start).take(window));
}

fn bits(set: u16) -> impl Iterator<Item = usize> {
    (0..16).filter(move |bit| set & (1 << bit) != 0)
}
