//! What of an element goes into `raw`, and what a filter sees of it.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use meshi_partner_core::attendee::json::write_string;
use meshi_partner_core::attendee::scan::Scanner;

use super::member::{Member, Value};
use crate::options::Field;
use crate::plan::{Plan, Use};
use crate::row::raw_json_member;

/// The JSON object that a filter sees: the element's own members, and its fields where it has no key of their name.
pub(super) fn record(plan: &Plan, members: &[Member<'_>]) -> String {
    let mut out = String::from("{");
    let mut put = |key: &str, value: &str| {
        let mut text = String::new();
        write_string(key, &mut text);
        text.push(':');
        raw_json_member(&text, value, &mut out);
    };
    for (column, member) in plan.columns.iter().zip(members) {
        put(&column.header, member.source);
    }
    for field in Field::ALL {
        if let Some(member) = plan.source(field).and_then(|index| members.get(index))
            && !plan.columns.iter().any(|column| column.header == field.name())
        {
            put(field.name(), member.source);
        }
    }
    out.push('}');
    out
}

/// Writes what is no field: first the members of an own `raw` object, as the wire has it, then all others.
pub(super) fn write_raw(plan: &Plan, members: &[Member<'_>], out: &mut String) {
    let mut taken: HashSet<Cow<'_, str>> = HashSet::new();
    // By header, the last number that was tried behind it.
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    let is_base = |index: usize, member: &Member<'_>| {
        member.key == "raw"
            && matches!(member.value, Value::Nested(_, "an object"))
            && plan
                .columns
                .get(index)
                .is_some_and(|column| column.used == Use::Raw)
    };
    for (index, member) in members.iter().enumerate() {
        if is_base(index, member)
            && taken.is_empty()
            && let Value::Nested(source, _) = member.value
        {
            copy_members(source, &mut taken, out);
        }
    }
    for (index, key) in &plan.raw {
        let Some(member) = members.get(*index) else {
            continue;
        };
        let blank = match member.value {
            Value::Null => true,
            Value::Text(text) => text.source.is_empty(),
            _ => false,
        };
        if blank || is_base(*index, member) {
            continue;
        }
        let header = plan
            .columns
            .get(*index)
            .map_or("", |column| column.header.as_str());
        if taken.contains(header) {
            let number = numbers.entry(header).or_insert(1);
            let free = loop {
                *number += 1;
                let free = format!("{header} ({number})");
                if !taken.contains(free.as_str()) {
                    break free;
                }
            };
            let mut key = String::new();
            write_string(&free, &mut key);
            key.push(':');
            raw_json_member(&key, member.source, out);
        } else {
            raw_json_member(key, member.source, out);
        }
    }
}

/// Copies the members of the object `source`, whose text has been checked, and notes their keys.
fn copy_members<'a>(source: &'a str, taken: &mut HashSet<Cow<'a, str>>, out: &mut String) {
    let inner = source
        .strip_prefix('{')
        .and_then(|inner| inner.strip_suffix('}'))
        .unwrap_or_default()
        .trim();
    out.push_str(inner);
    let mut scanner = Scanner::new(source);
    let _ = scanner.take(b'{');
    while let Ok(key) = scanner.key() {
        taken.insert(key.decode());
        if scanner.value().is_err() || !scanner.take(b',') {
            return;
        }
    }
}
