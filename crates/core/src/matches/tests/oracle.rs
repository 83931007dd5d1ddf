//! The scan against a naive oracle that holds everything, with scores in a hostile order.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{IDS, Server, person, shown};

/// The best pairs among `scores`, by sorting all of them.
fn oracle(scores: &[Value], least: Option<f64>, of: Option<&str>, n: usize) -> Vec<Value> {
    let mut best: BTreeMap<[String; 2], Value> = BTreeMap::new();
    let id = |item: &Value, name: &str| item[name].as_str().unwrap().to_owned();
    let better = |a: &Value, b: &Value| -> Ordering {
        let value = |item: &Value| item["score"].as_f64().unwrap();
        value(b)
            .partial_cmp(&value(a))
            .unwrap()
            .then_with(|| {
                let is_others = |item: &Value| of.is_some_and(|of| item["attendee_id"] != of);
                is_others(a).cmp(&is_others(b))
            })
            .then_with(|| id(a, "attendee_id").cmp(&id(b, "attendee_id")))
            .then_with(|| a["rationale"].to_string().cmp(&b["rationale"].to_string()))
            .then_with(|| a["score"].to_string().cmp(&b["score"].to_string()))
    };
    for item in scores {
        let (Some(a), Some(b)) = (item["attendee_id"].as_str(), item["matched_attendee_id"].as_str()) else {
            continue;
        };
        let Some(value) = item["score"].as_f64() else {
            continue;
        };
        let asked = of.is_none_or(|of| a == of || b == of);
        if a == b || !asked || least.is_some_and(|least| value < least) {
            continue;
        }
        let mut key = [a.to_owned(), b.to_owned()];
        key.sort();
        match best.get_mut(&key) {
            Some(known) if better(known, item) != Ordering::Greater => {}
            Some(known) => *known = item.clone(),
            None => drop(best.insert(key, item.clone())),
        }
    }
    let mut ranked: Vec<([String; 2], Value)> = best.into_iter().collect();
    ranked.sort_by(|(ka, a), (kb, b)| {
        b["score"]
            .as_f64()
            .partial_cmp(&a["score"].as_f64())
            .unwrap()
            .then_with(|| ka.cmp(kb))
    });
    ranked.into_iter().take(n).map(|(_, item)| item).collect()
}

/// A score of the oracle as a match of `of`.
fn matched(item: &Value, of: Option<&str>, people: &[Value]) -> Value {
    let (a, b) = (
        item["attendee_id"].as_str().unwrap(),
        item["matched_attendee_id"].as_str().unwrap(),
    );
    let reversed = of == Some(b);
    let (a, b) = if reversed { (b, a) } else { (a, b) };
    let mut matched = json!({
        "score": item["score"],
        "attendee": shown(people, a),
        "matched_attendee": shown(people, b),
        "rationale": item["rationale"],
    });
    if reversed {
        matched["reversed"] = json!(true);
    }
    matched
}

/// Scores of few people and few values, so that pairs come in both directions, more than once and with ties; some of
/// them cannot be ranked.
fn any_score() -> impl Strategy<Value = Value> {
    let id = || prop::sample::select(&IDS[..]);
    let value = prop_oneof![
        6 => (-3..8_i64).prop_map(|n| json!(n)),
        6 => (-20..20_i32).prop_map(|n| json!(f64::from(n) / 8.0)),
        2 => (-99..99_i32, -12..12_i32)
            .prop_map(|(n, power)| serde_json::from_str(&format!("{n}e{power}")).unwrap()),
        1 => prop::sample::select(vec![json!("0.9"), json!(null), json!(true), json!([1]), json!({})]),
    ];
    prop_oneof![
        12 => (id(), id(), value, 0..3_u8).prop_map(|(a, b, value, reason)| {
            json!({ "attendee_id": a, "matched_attendee_id": b, "score": value, "rationale": format!("reason {reason}") })
        }),
        1 => prop::sample::select(vec![
            json!(null), json!(7), json!("a"), json!({ "score": 9 }), json!({ "attendee_id": 5, "matched_attendee_id": "a", "score": 9 }),
        ]),
    ]
}

fn listed() -> impl Strategy<Value = Vec<Value>> {
    prop::sample::subsequence(&IDS[..], 0..=IDS.len())
        .prop_shuffle()
        .prop_map(|ids| ids.into_iter().map(person).collect())
}

proptest! {
    #[test]
    fn top_is_what_sorting_everything_gives(
        scores in prop::collection::vec(any_score(), 0..120),
        people in listed(),
        page in 1..9_usize,
        n in 1..12_usize,
        least in prop::option::of(-2..5_i32),
        of in prop::option::of(prop::sample::select(&IDS[..])),
    ) {
        let mut query = json!({ "n": n });
        if let Some(least) = least { query["minScore"] = json!(least); }
        if let Some(of) = of { query["attendeeId"] = json!(of); }
        let mut server = Server::new(scores.clone(), people.clone(), page);
        let result = server.top(&query).unwrap();
        let best = oracle(&scores, least.map(f64::from), of, n);
        let expected: Vec<Value> = best.iter().map(|item| matched(item, of, &people)).collect();
        prop_assert_eq!(&result["items"], &json!(expected));
        prop_assert_eq!(&result["scanned"], &json!(scores.len()));
        prop_assert_eq!(&result["named"], &json!(true));
        prop_assert_eq!(server.requests("/events/e/matches"), scores.len().div_ceil(page).max(1));
        // At most twice the cheaper of the two ways to names, and a few are never in flight at once.
        let ids: BTreeSet<&str> = best.iter().flat_map(|item| [&item["attendee_id"], &item["matched_attendee_id"]]).filter_map(Value::as_str).collect();
        let (lists, all) = (server.requests("/events/e/attendees"), people.len().div_ceil(page).max(1));
        if ids.iter().all(|id| people.iter().any(|person| person["attendee_id"] == *id)) {
            prop_assert!(lists <= 2 * ids.len().min(all), "{:?}", server.sent);
        }
        prop_assert!(server.at_once <= 4);
    }

    #[test]
    fn by_attendee_is_what_sorting_everything_gives(
        scores in prop::collection::vec(any_score(), 0..120),
        people in listed(),
        page in 1..9_usize,
        n in 1..5_usize,
        least in prop::option::of(-2..5_i32),
    ) {
        let mut query = json!({ "n": n });
        if let Some(least) = least { query["minScore"] = json!(least); }
        let mut server = Server::new(scores.clone(), people.clone(), page);
        let result = server.by_attendee(&query).unwrap();
        let mut order: Vec<String> = people.iter().map(|person| person["attendee_id"].as_str().unwrap().to_owned()).collect();
        let seen: BTreeSet<String> = scores.iter()
            .flat_map(|item| [&item["attendee_id"], &item["matched_attendee_id"]])
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect();
        order.extend(seen.into_iter().filter(|id| !people.iter().any(|person| person["attendee_id"] == **id)));
        let expected: Vec<Value> = order.iter().map(|id| {
            let best = oracle(&scores, least.map(f64::from), Some(id), n);
            let matches: Vec<Value> = best.iter().map(|item| matched(item, Some(id), &people)).collect();
            json!({ "attendee": shown(&people, id), "matches": matches, "named": true })
        }).collect();
        prop_assert_eq!(json!(result), json!(expected));
    }

    /// The order in which scores come changes nothing.
    #[test]
    fn any_order_gives_the_same(
        (scores, shuffled) in prop::collection::vec(any_score(), 0..60).prop_flat_map(|scores| (Just(scores.clone()), Just(scores).prop_shuffle())),
        n in 1..6_usize,
    ) {
        let of = |scores: Vec<Value>| Server::new(scores, Vec::new(), 7).top(&json!({ "n": n })).unwrap();
        prop_assert_eq!(of(scores), of(shuffled));
    }
}
