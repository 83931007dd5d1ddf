//! Match scores that make sense: shared interests, complementary roles, what people look for, the event's context.
//!
//! Nothing here is Meshi's method: it is a stand-in whose results a person reading them finds plausible.

mod candidates;
mod profile;
mod roles;
mod score;
mod words;

use serde_json::{Value, json};

use crate::config::Config;
use crate::ids::{hash, mix};
use crate::store::Event;
use candidates::Index;
use profile::{Profile, Vocabulary};
use score::{Evidence, compare};

/// The result of one matching run, packed.
#[derive(Debug, Default)]
pub(crate) struct MatchSet {
    pub(crate) run_id: String,
    pub(crate) session_id: Option<String>,
    /// Grouped by attendee in roster order, best first within one.
    pub(crate) rows: Vec<MatchRow>,
    /// The words that the evidence refers to.
    words: Vec<Box<str>>,
}

/// One match: positions in the roster, the score in units of 1/10,000.
#[derive(Debug, Clone, Copy)]
pub(crate) struct MatchRow {
    pub(crate) from: u32,
    pub(crate) to: u32,
    pub(crate) rank: u16,
    score: u16,
    evidence: Evidence,
}

/// Matches the attendees `only` (else everybody) with everybody else.
pub(crate) fn matches(
    event: &Event,
    run_id: &str,
    session_id: Option<String>,
    only: Option<&[String]>,
    config: &Config,
) -> MatchSet {
    let session = session_id.as_deref().and_then(|id| event.session(id));
    let context = event
        .details
        .values()
        .chain(event.context.iter().flat_map(|context| context.values()))
        .chain(session.iter().flat_map(|session| session.details.values()));
    let mut vocabulary = Vocabulary::default();
    let mut profiles: Vec<Profile> = event
        .roster
        .rows
        .iter()
        .map(|attendee| Profile::read(attendee, &mut vocabulary))
        .collect();
    let weights = vocabulary.weigh(&profiles, context.map(String::as_str));
    for profile in &mut profiles {
        profile.keep_the_telling(&weights);
    }
    let index = Index::new(&profiles, vocabulary.len());
    let mut sources: Vec<u32> = match only {
        Some(ids) => ids.iter().filter_map(|id| event.roster.position(id)).collect(),
        None => (0..u32::try_from(profiles.len()).unwrap_or(u32::MAX)).collect(),
    };
    sources.sort_unstable();
    sources.dedup();

    let salt = mix(config.seed ^ hash(event.event_id.as_bytes()));
    let mut rows = Vec::new();
    let mut best: Vec<MatchRow> = Vec::new();
    let mut candidates = Vec::new();
    for from in sources {
        let Some(own) = profiles.get(from as usize) else {
            continue;
        };
        best.clear();
        index.around(from, own, &mut candidates);
        for &to in &candidates {
            let Some(other) = profiles.get(to as usize) else {
                continue;
            };
            let jitter = mix(salt ^ (u64::from(from.min(to)) << 32 | u64::from(from.max(to)))) % 40;
            let (score, evidence) = compare(own, other, &weights);
            let score = score
                .saturating_add(u16::try_from(jitter).unwrap_or(0))
                .min(10_000);
            best.push(MatchRow {
                from,
                to,
                rank: 0,
                score,
                evidence,
            });
        }
        best.sort_unstable_by(|a, b| b.score.cmp(&a.score).then(a.to.cmp(&b.to)));
        best.truncate(config.top_matches);
        rows.extend((1u16..).zip(&best).map(|(rank, row)| MatchRow { rank, ..*row }));
    }
    rows.shrink_to_fit();
    MatchSet {
        run_id: run_id.to_owned(),
        session_id,
        rows,
        words: vocabulary.into_words(),
    }
}

impl MatchSet {
    /// The rows of one attendee, wherever they stand.
    pub(crate) fn of(&self, from: u32) -> &[MatchRow] {
        let start = self.rows.partition_point(|row| row.from < from);
        let end = self.rows.partition_point(|row| row.from <= from);
        self.rows.get(start..end).unwrap_or_default()
    }

    pub(crate) fn view(&self, row: &MatchRow, event: &Event) -> Value {
        let id = |at: u32| event.roster.at(at).map_or("", |attendee| &attendee.attendee_id);
        let mut view = json!({
            "attendee_id": id(row.from),
            "matched_attendee_id": id(row.to),
            "score": f64::from(row.score) / 10_000.0,
            "rank": row.rank,
            "rationale": row.evidence.rationale(&self.words),
            "run_id": self.run_id,
        });
        if let (Some(session_id), Some(map)) = (&self.session_id, view.as_object_mut()) {
            map.insert("session_id".to_owned(), json!(session_id));
        }
        view
    }
}
