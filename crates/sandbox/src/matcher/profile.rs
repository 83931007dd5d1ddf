//! What the matcher knows of a person: words, wishes, roles and company, as numbers.

use std::collections::HashMap;

use serde_json::Value;

use super::roles::{self, RoleSet};
use super::words;
use crate::store::Attendee;

/// The most words that one person is compared by.
const MAX_WORDS: usize = 24;
/// The most words that are read of one person before the telling ones are chosen.
const MAX_READ: usize = 96;

/// Keys in `raw` that identify or administer a person instead of describing one.
const PRIVATE: &[&str] = &[
    "mail", "phone", "mobile", "url", "link", "name", "address", "date", "time", "ticket", "order", "price",
    "status", "code", "zip", "postal", "gender", "consent", "diet",
];
/// Keys in `raw` that say what somebody is after.
const WISHES: &[&str] = &["look", "seek", "want", "need", "goal", "hiring", "hope", "wish"];

#[derive(Debug, Default)]
pub(super) struct Profile {
    /// Ascending ids of the words that describe the person.
    pub(super) words: Vec<u32>,
    /// Ascending ids of the words that the person is after.
    pub(super) wants: Vec<u32>,
    pub(super) roles: RoleSet,
    /// The roles that do something for these.
    pub(super) complements: RoleSet,
    pub(super) wanted_roles: RoleSet,
    /// The company's id, folded; 0 where there is none.
    pub(super) company: u32,
}

/// Words and companies by their ids.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    ids: HashMap<Box<str>, u32>,
    words: Vec<Box<str>>,
    companies: HashMap<Box<str>, u32>,
}

/// How much each word tells, and which of them the event is about.
#[derive(Debug)]
pub(super) struct Weights {
    weight: Vec<f32>,
    context: Vec<bool>,
}

impl Vocabulary {
    fn id(&mut self, word: &str) -> u32 {
        if let Some(id) = self.ids.get(word) {
            return *id;
        }
        let id = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        self.words.push(word.into());
        self.ids.insert(word.into(), id);
        id
    }

    fn company(&mut self, company: &str) -> u32 {
        let folded: String = company
            .chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect();
        if folded.is_empty() {
            return 0;
        }
        let next = u32::try_from(self.companies.len())
            .unwrap_or(u32::MAX)
            .saturating_add(1);
        *self.companies.entry(folded.into_boxed_str()).or_insert(next)
    }

    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    pub(super) fn into_words(self) -> Vec<Box<str>> {
        self.words
    }

    /// A word that few share tells much, one that nobody shares tells nothing, one of the context tells twice.
    pub(super) fn weigh<'a>(&self, profiles: &[Profile], context: impl Iterator<Item = &'a str>) -> Weights {
        let mut shared_by = vec![0u32; self.words.len()];
        for word in profiles.iter().flat_map(|profile| &profile.words) {
            if let Some(count) = shared_by.get_mut(*word as usize) {
                *count += 1;
            }
        }
        let mut of_context = vec![false; self.words.len()];
        for text in context {
            words::each(text, |word| {
                if let Some(mark) = self.ids.get(word).and_then(|id| of_context.get_mut(*id as usize)) {
                    *mark = true;
                }
            });
        }
        #[allow(
            clippy::cast_precision_loss,
            reason = "a weight needs no exact count past 2^24 attendees"
        )]
        let crowd = profiles.len() as f32 + 50.0;
        #[allow(
            clippy::cast_precision_loss,
            reason = "a weight needs no exact count past 2^24 attendees"
        )]
        let weight = shared_by
            .iter()
            .zip(&of_context)
            .map(|(count, context)| {
                let boost = if *context { 2.0 } else { 1.0 };
                if *count == 0 {
                    0.0
                } else {
                    boost / (1.0 + 20.0 * (count - 1) as f32 / crowd)
                }
            })
            .collect();
        Weights {
            weight,
            context: of_context,
        }
    }
}

impl Weights {
    pub(super) fn of(&self, word: u32) -> f32 {
        self.weight.get(word as usize).copied().unwrap_or(0.0)
    }

    pub(super) fn in_context(&self, word: u32) -> bool {
        self.context.get(word as usize).copied().unwrap_or(false)
    }
}

impl Profile {
    pub(super) fn read(attendee: &Attendee, vocabulary: &mut Vocabulary) -> Self {
        let mut profile = Self::default();
        if let Some(title) = &attendee.title {
            profile.describe(title, true, vocabulary);
        }
        if let Some(company) = &attendee.company {
            profile.company = vocabulary.company(company);
        }
        if let Some(Value::Object(raw)) = attendee.raw_value() {
            for (key, value) in &raw {
                let key = key.to_lowercase();
                let is_id = key == "id" || key.ends_with("_id") || key.ends_with(" id");
                if is_id || PRIVATE.iter().any(|part| key.contains(part)) {
                    continue;
                }
                let wish = WISHES.iter().any(|part| key.contains(part));
                if key.contains("hiring") {
                    profile.roles |= roles::of_word("hiring");
                }
                profile.read_value(value, wish, vocabulary);
            }
        }
        profile.complements = roles::complements(profile.roles);
        for list in [&mut profile.words, &mut profile.wants] {
            list.sort_unstable();
            list.dedup();
        }
        profile
    }

    fn read_value(&mut self, value: &Value, wish: bool, vocabulary: &mut Vocabulary) {
        match value {
            Value::String(text) if wish => self.wish(text, vocabulary),
            Value::String(text) => self.describe(text, false, vocabulary),
            Value::Array(items) => items
                .iter()
                .for_each(|item| self.read_value(item, wish, vocabulary)),
            Value::Object(map) => map
                .values()
                .for_each(|item| self.read_value(item, wish, vocabulary)),
            _ => {}
        }
    }

    fn describe(&mut self, text: &str, title: bool, vocabulary: &mut Vocabulary) {
        words::each(text, |word| {
            if title {
                self.roles |= roles::of_word(word);
            }
            if self.words.len() < MAX_READ {
                self.words.push(vocabulary.id(word));
            }
        });
    }

    fn wish(&mut self, text: &str, vocabulary: &mut Vocabulary) {
        words::each(text, |word| {
            self.wanted_roles |= roles::of_word(word);
            if self.wants.len() < MAX_WORDS {
                self.wants.push(vocabulary.id(word));
            }
        });
    }

    /// Keeps the words that tell most.
    pub(super) fn keep_the_telling(&mut self, weights: &Weights) {
        if self.words.len() > MAX_WORDS {
            self.words
                .sort_by(|a, b| weights.of(*b).total_cmp(&weights.of(*a)).then(a.cmp(b)));
            self.words.truncate(MAX_WORDS);
            self.words.sort_unstable();
        }
        self.words.shrink_to_fit();
    }
}
