//! Compares two profiles: a score of 10,000 and what it rests on.

use super::profile::{Profile, Weights};
use super::roles::{self, RoleSet};

/// What two colleagues keep of their score: they have met.
const SAME_COMPANY: f32 = 0.35;
const NO_WORD: u32 = u32::MAX;
const NO_PAIR: u8 = u8::MAX;

/// The reasons for a score, small enough to keep half a million of them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Evidence {
    shared: [u32; 2],
    shared_count: u8,
    wanted: u32,
    wanted_role: RoleSet,
    pair: u8,
    own: RoleSet,
    other: RoleSet,
    same_company: bool,
    in_context: bool,
}

/// Compares with only the four basic operations of floats, so that every platform gives the same bits.
pub(super) fn compare(own: &Profile, other: &Profile, weights: &Weights) -> (u16, Evidence) {
    let mut evidence = Evidence {
        shared: [NO_WORD; 2],
        shared_count: 0,
        wanted: NO_WORD,
        wanted_role: own.wanted_roles & other.roles,
        pair: NO_PAIR,
        own: own.roles,
        other: other.roles,
        same_company: own.company != 0 && own.company == other.company,
        in_context: false,
    };

    let mut interests = 0.0f32;
    let mut strongest = [0.0f32; 2];
    common(&own.words, &other.words, |word| {
        let weight = weights.of(word);
        interests += weight;
        evidence.shared_count = evidence.shared_count.saturating_add(1);
        evidence.in_context |= weights.in_context(word);
        let [first, second] = strongest;
        if weight > first {
            evidence.shared = [word, evidence.shared[0]];
            strongest = [weight, first];
        } else if weight > second {
            evidence.shared[1] = word;
            strongest[1] = weight;
        }
    });

    let complement =
        roles::best_pair(own.roles, other.roles, own.complements).map_or(0.0, |(worth, pair)| {
            evidence.pair = pair;
            f32::from(worth) / 100.0
        });

    let mut wishes = 0.0f32;
    common(&own.wants, &other.words, |word| {
        evidence.wanted = word;
        wishes += 1.0;
    });
    if evidence.wanted_role != 0 {
        wishes += 1.0;
    }
    common(&other.wants, &own.words, |_| wishes += 0.4);
    if other.wanted_roles & own.roles != 0 {
        wishes += 0.4;
    }

    let mut score = 0.45 * interests / (interests + 1.0) + 0.35 * complement + 0.2 * wishes / (wishes + 0.5);
    if evidence.same_company {
        score *= SAME_COMPANY;
    }
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the score lies between 0 and 1"
    )]
    let score = (score * 10_000.0) as u16;
    (score, evidence)
}

/// Calls `found` with every number that both ascending lists have.
fn common(mut a: &[u32], mut b: &[u32], mut found: impl FnMut(u32)) {
    while let (Some((&x, rest_a)), Some((&y, rest_b))) = (a.split_first(), b.split_first()) {
        if x == y {
            found(x);
        }
        if x <= y {
            a = rest_a;
        }
        if y <= x {
            b = rest_b;
        }
    }
}

impl Evidence {
    /// The reasons in a sentence or two.
    pub(super) fn rationale(&self, words: &[Box<str>]) -> String {
        let word = |id: u32| words.get(id as usize).map(|word| &**word);
        let mut parts = Vec::new();
        let about = if self.in_context {
            ", which this event is about"
        } else {
            ""
        };
        match (word(self.shared[0]), word(self.shared[1])) {
            (Some(one), Some(two)) if self.shared_count > 2 => {
                parts.push(format!(
                    "they share {one}, {two} and {} more{about}",
                    self.shared_count - 2
                ));
            }
            (Some(one), Some(two)) => parts.push(format!("they share {one} and {two}{about}")),
            (Some(one), None) => parts.push(format!("they share {one}{about}")),
            _ => {}
        }
        if self.pair != NO_PAIR
            && let Some((own, other)) = roles::names(self.pair, self.own, self.other)
        {
            parts.push(format!("{} meets {}", role(own), role(other)));
        }
        if let Some(wanted) = word(self.wanted) {
            parts.push(format!("{wanted} is what the one looks for and the other has"));
        }
        if self.wanted == NO_WORD && self.wanted_role != 0 {
            parts.push(format!(
                "the one looks for {}",
                role(roles::name(self.wanted_role))
            ));
        }
        if self.same_company {
            parts.push("but they work at the same company".to_owned());
        }
        if parts.is_empty() {
            parts.push("nothing in common in the data: somebody new to meet".to_owned());
        }
        let mut text = parts.join("; ");
        if let Some(first) = text.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        text.push('.');
        text
    }
}

/// A role with its article, as it reads in a sentence.
fn role(name: &str) -> String {
    match name {
        "hiring" => "somebody who hires".to_owned(),
        "sales" | "marketing" => format!("somebody in {name}"),
        "product" => "a product person".to_owned(),
        "investor" | "engineer" => format!("an {name}"),
        _ => format!("a {name}"),
    }
}
