//! One match score, as the server sends it and as it is kept.

use core::cmp::Ordering;
use std::rc::Rc;

use super::number::Number;
use crate::attendee::json::write_string;
use crate::value::{Object, Value};

/// Members that a result says in its own way.
const OWN: [&str; 7] = [
    "attendee",
    "attendee_id",
    "matched_attendee",
    "matched_attendee_id",
    "rank",
    "reversed",
    "score",
];

/// A score that can be ranked, still in its page.
pub(super) struct Offer<'a> {
    item: &'a Object,
    pub(super) attendee_id: &'a str,
    pub(super) matched_id: &'a str,
    pub(super) score: Number,
}

impl<'a> Offer<'a> {
    /// `None` for what cannot be ranked: no finite number as its score, no two people.
    pub(super) fn read(item: &'a Value) -> Option<Self> {
        let item = item.as_object()?;
        let [attendee_id, matched_id] = ids(item);
        let (attendee_id, matched_id) = (attendee_id?, matched_id?);
        let Some(Value::Number(text)) = item.get("score") else {
            return None;
        };
        let score = Number::read(text)?;
        (attendee_id != matched_id).then_some(Self {
            item,
            attendee_id,
            matched_id,
            score,
        })
    }

    /// The score as it is kept.
    pub(super) fn keep(self) -> Rc<Pair> {
        let mut details = String::new();
        for (name, value) in self.item.iter().filter(|(name, _)| !OWN.contains(name)) {
            details.push(',');
            write_string(name, &mut details);
            details.push(':');
            value.write(&mut details);
        }
        Rc::new(Pair {
            attendee_id: self.attendee_id.into(),
            matched_id: self.matched_id.into(),
            score: self.score,
            rank: self.item.get("rank").map(|rank| rank.to_json().into()),
            details: details.into(),
        })
    }
}

/// The people that a score names.
pub(super) fn ids(item: &Object) -> [Option<&str>; 2] {
    ["attendee_id", "matched_attendee_id"]
        .map(|name| item.get(name).and_then(Value::as_str).filter(|id| !id.is_empty()))
}

/// Two people and the score of one direction between them.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) attendee_id: Box<str>,
    pub(super) matched_id: Box<str>,
    pub(super) score: Number,
    /// The rank of the matched person for the attendee, JSON text. It says nothing of the other direction.
    rank: Option<Box<str>>,
    /// The other members of the score, JSON text with a comma before each.
    details: Box<str>,
}

impl Pair {
    /// Both ids, the smaller one first: equal for both directions.
    pub(super) fn key(&self) -> (&str, &str) {
        let (a, b) = (&*self.attendee_id, &*self.matched_id);
        if a <= b { (a, b) } else { (b, a) }
    }

    /// A total order with the better pair first: the higher score, then the smaller ids, so that the result depends on
    /// the scores and not on the order in which they came.
    pub(super) fn rank(&self, other: &Self) -> Ordering {
        other
            .score
            .cmp(&self.score)
            .then_with(|| self.key().cmp(&other.key()))
            .then_with(|| self.attendee_id.cmp(&other.attendee_id))
            .then_with(|| self.details.cmp(&other.details))
            .then_with(|| self.rank.cmp(&other.rank))
            .then_with(|| self.score.text().cmp(other.score.text()))
    }

    /// Appends the pair as a match of `person`, or of its own attendee; `reversed` where the score was made for the other one. `write_person` appends who somebody is.
    pub(super) fn write(
        &self,
        person: Option<&str>,
        write_person: &dyn Fn(&str, &mut String),
        out: &mut String,
    ) {
        let turned = person.is_some_and(|person| *person == *self.matched_id);
        let (attendee, matched) = if turned {
            (&self.matched_id, &self.attendee_id)
        } else {
            (&self.attendee_id, &self.matched_id)
        };
        out.push_str("{\"score\":");
        out.push_str(self.score.text());
        out.push_str(",\"attendee\":");
        write_person(attendee, out);
        out.push_str(",\"matched_attendee\":");
        write_person(matched, out);
        match &self.rank {
            _ if turned => out.push_str(",\"reversed\":true"),
            Some(rank) => {
                out.push_str(",\"rank\":");
                out.push_str(rank);
            }
            None => {}
        }
        out.push_str(&self.details);
        out.push('}');
    }
}
