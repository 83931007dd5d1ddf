//! Which matches are asked for.

use super::number::Number;
use crate::check::{Body, Field, INVALID_FIELD, INVALID_ID, Issues, Rule};
use crate::error::Result;
use crate::value::{Object, Value};

const FIELDS: [Field; 5] = [
    Field::optional("n", Rule::Count, INVALID_FIELD),
    Field::optional("attendeeId", Rule::Id, INVALID_ID),
    Field::optional("sessionId", Rule::Id, INVALID_ID),
    Field::optional("runId", Rule::AnyText, INVALID_FIELD),
    Field::optional("limit", Rule::Count, INVALID_FIELD),
];

/// Of each kind of result: its matches where `n` is left out, and at most. Memory is bounded by `n`.
const TOP: (usize, u64) = (20, 10_000);
const BY_ATTENDEE: (usize, u64) = (3, 1_000);

/// Which matches are asked for, and which scores they are chosen from.
#[derive(Debug, Clone)]
pub struct Choice {
    pub(super) by_attendee: bool,
    pub(super) wanted: usize,
    pub(super) min_score: Option<Number>,
    pub(super) attendee_id: Option<String>,
    pub(super) session_id: Option<String>,
    pub(super) run_id: Option<String>,
    limit: Option<Value>,
}

impl Choice {
    /// Reads `{ n?, minScore?, attendeeId?, sessionId?, runId?, limit? }`, JSON text: the best matches of the event.
    ///
    /// # Errors
    /// A validation error that names each bad or unknown field.
    pub fn top(query: &str) -> Result<Self> {
        Self::read(query, false, TOP)
    }

    /// Reads `{ n?, minScore?, sessionId?, runId?, limit? }`, JSON text: the best matches of everybody.
    ///
    /// # Errors
    /// A validation error that names each bad or unknown field.
    pub fn by_attendee(query: &str) -> Result<Self> {
        Self::read(query, true, BY_ATTENDEE)
    }

    fn read(query: &str, by_attendee: bool, (usual, most): (usize, u64)) -> Result<Self> {
        // Every unknown name is refused below, near misses included.
        let mut query = Body::parse_as(query, "query", INVALID_FIELD)?.allowing_unknown(true);
        let mut issues = Issues::default();
        query.check(&FIELDS, &mut issues);
        let known = |name: &str| match name {
            "minScore" => true,
            "attendeeId" if by_attendee => false,
            name => FIELDS.iter().any(|field| field.name() == name),
        };
        for (name, _) in query.iter().filter(|(name, _)| !known(name)) {
            let of_one = if by_attendee { "" } else { "attendeeId, " };
            issues.add(
                name,
                INVALID_FIELD,
                format!("is not known here; the names are n, minScore, {of_one}sessionId, runId and limit"),
            );
        }
        let asked = query.get("n").and_then(Value::as_u64);
        if asked.is_some_and(|n| n > most) {
            issues.add("n", INVALID_FIELD, format!("must be {most} at most"));
        }
        let min_score = query.get("minScore").map(|least| match least {
            Value::Number(text) => Number::read(text),
            _ => None,
        });
        if min_score == Some(None) {
            issues.add("minScore", INVALID_FIELD, "must be a finite number");
        }
        issues.into_result()?;
        let mut text = |name: &str| match query.take(name) {
            Some(Value::String(text)) => Some(text),
            _ => None,
        };
        Ok(Self {
            by_attendee,
            attendee_id: text("attendeeId"),
            session_id: text("sessionId"),
            run_id: text("runId"),
            wanted: asked.and_then(|n| usize::try_from(n).ok()).unwrap_or(usual),
            min_score: min_score.flatten(),
            limit: query.take("limit"),
        })
    }

    /// The query of the list of scores, JSON text. `attendeeId` is not in it: that filter (I) may leave out the scores
    /// in which the attendee is the one matched.
    pub(super) fn list_query(&self) -> String {
        let mut query = Object::default();
        let texts = [("session_id", &self.session_id), ("run_id", &self.run_id)];
        for (name, text) in texts {
            if let Some(text) = text {
                query.insert(name, text.as_str().into());
            }
        }
        if let Some(limit) = &self.limit {
            query.insert("limit", limit.clone());
        }
        Value::Object(query).to_json()
    }

    /// Whether the score is of the session and the run asked for, as far as it says. The server's filters are inferred,
    /// so that they may do nothing.
    pub(super) fn covers(&self, item: &Object) -> bool {
        let asked = [("session_id", &self.session_id), ("run_id", &self.run_id)];
        asked.into_iter().all(|(name, asked)| {
            let said = item.get(name).and_then(Value::as_str);
            asked.is_none() || said.is_none() || said == asked.as_deref()
        })
    }
}
